"""What make-secrets makes: once, for its readers alone, the same on both sides."""

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
OF_KAFKA = ("run", "scheduler", "worker", "stats")

if not shutil.which("openssl"):
    pytest.skip("make-secrets needs openssl", allow_module_level=True)


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("etc") / "ancho"
    make(folder)
    return folder


def make(folder: Path) -> None:
    subprocess.run([str(HERE / "make-secrets"), str(folder)], check=True, capture_output=True)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_what_is_there_is_kept(secrets: Path) -> None:
    before = contents(secrets)
    make(secrets)
    assert contents(secrets) == before
    assert len(before) > 25


def test_nobody_else_may_read_a_file(secrets: Path) -> None:
    for file in secrets.rglob("*"):
        others = stat.S_IRWXG | stat.S_IRWXO
        assert not file.stat().st_mode & others, file


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_each_folder_belongs_to_the_user_of_its_image(secrets: Path) -> None:
    users = {"kafka": 1000, "cassandra": 999} | dict.fromkeys(("gateway", *OF_KAFKA), 10001)
    for folder, user in users.items():
        assert {path.stat().st_uid for path in [secrets / folder, *(secrets / folder).rglob("*")]} == {user}


def test_the_broker_knows_the_password_of_each_service(secrets: Path) -> None:
    users = dict(re.findall(r'user_(\w+)="(\w+)"', (secrets / "kafka/users.conf").read_text(encoding="utf-8")))
    assert users.keys() == {"kafka", *(f"ancho_{service}" for service in OF_KAFKA)}
    assert len(set(users.values())) == len(users)
    for service in OF_KAFKA:
        settings = secrets / service / "secrets"
        jaas = (settings / "spring.kafka.properties.sasl.jaas.config").read_text(encoding="utf-8")
        assert f'username="ancho_{service}" password="{users[f"ancho_{service}"]}";' in jaas
        assert (settings / "spring.kafka.security.protocol").read_text(encoding="utf-8") == "SASL_PLAINTEXT"
        assert (settings / "spring.kafka.properties.sasl.mechanism").read_text(encoding="utf-8") == "PLAIN"
    assert not list((secrets / "gateway/secrets").glob("spring.kafka*")), "the gateway does not speak to Kafka"
