"""The virtual machine: Ruby and Vagrant read its file, and what it does inside is there to be done."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

yaml = pytest.importorskip("yaml", reason="PyYAML reads the compose file")

HERE = Path(__file__).resolve().parent
VAGRANTFILE = (HERE / "Vagrantfile").read_text(encoding="utf-8")
COMPOSE = (HERE / "docker-compose.yml").read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("ruby"), reason="Ruby is not there")
def test_ruby_reads_the_file() -> None:
    subprocess.run(["ruby", "-c", "Vagrantfile"], cwd=HERE, check=True, capture_output=True)


@pytest.mark.skipif(not shutil.which("vagrant"), reason="Vagrant is not there")
def test_vagrant_accepts_the_file(tmp_path: Path) -> None:
    own = {name: str(tmp_path / name) for name in ("VAGRANT_HOME", "VAGRANT_DOTFILE_PATH", "HOME")}
    command = ["vagrant", "validate", "--ignore-provider"]
    done = subprocess.run(command, cwd=HERE, env=os.environ | own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_page_is_brought_to_the_machine_outside() -> None:
    found = re.search(r"PORTS = \[([\d, ]+)\]", VAGRANTFILE)
    assert found
    ports = {int(port) for port in found[1].split(",")}
    pages = re.findall(r"<http://127\.0\.0\.1:(\d+)", (HERE / "README.md").read_text(encoding="utf-8"))
    assert ports == {int(page) for page in pages} | {5051}


def test_what_is_run_inside_is_there() -> None:
    commands = re.findall(r"^    (.*)$", VAGRANTFILE, re.MULTILINE)
    assert "/ancho/k8s-free-local/make-secrets /etc/ancho" in commands
    profiles = {
        profile for part in yaml.safe_load(COMPOSE)["services"].values() for profile in part.get("profiles", [])
    }
    assert set(re.findall(r"docker-compose --profile (\w+)", VAGRANTFILE)) == profiles


def test_the_machine_is_as_large_as_what_the_agent_offers_and_the_middleware() -> None:
    machine = re.search(r'ANCHO_VM_MEM_MIB", "(\d+)"', VAGRANTFILE)
    agent = re.search(r"ANCHO_AGENT_MEM_MIB:-(\d+)", COMPOSE)
    assert machine
    assert agent
    assert int(machine[1]) >= int(agent[1]) + 4096
