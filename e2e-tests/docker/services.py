"""The services as images, and as Marathon would start them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import containers

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "marathon"))

import contract  # noqa: E402


def image(service: str) -> str:
    return f"ancho-test/{service}-service"


def build_images() -> None:
    """Build all five images. The wheels do not stay: a later build would take an old ancho for the new one."""
    folder = ROOT / "worker-service/target/wheels"
    shutil.rmtree(folder, ignore_errors=True)
    _wheels(folder)
    arguments = ["--build-arg", f"BASE={containers.BASE}", "--build-arg", "PIP_NO_INDEX=1"]
    for service in contract.SERVICES:
        jar = ROOT / f"{service}-service/target/app/{service}-service.jar"
        assert jar.is_file(), f"{jar.relative_to(ROOT)} is missing: build with mvn package first"
        dockerfile = str(ROOT / f"{service}-service/Dockerfile")
        containers.docker(
            "build", "--quiet", *arguments, "--file", dockerfile, "--tag", image(service), str(ROOT), timeout=300
        )
    shutil.rmtree(folder)


def _wheels(folder: Path) -> None:
    """Make wheels of ancho and all it needs for the image's Python: a build may have no way to a package index."""
    version = "import sys; print('%d.%d' % sys.version_info[:2])"
    python = containers.docker("run", "--rm", containers.BASE, "python3", "-c", version)
    pip = [sys.executable, "-m", "pip"]
    subprocess.run([*pip, "wheel", "-q", "--no-deps", "-w", str(folder), str(ROOT / "sdk-python")], check=True)
    [own] = folder.glob("ancho-*.whl")
    download = [*pip, "download", "-q", "--only-binary=:all:", "--python-version", python, "-d", str(folder)]
    subprocess.run([*download, str(own)], check=True)


def app(service: str) -> dict[str, Any]:
    definition: dict[str, Any] = json.loads((ROOT / f"marathon/{service}.json").read_text(encoding="utf-8"))
    return definition


def marathon_environment(service: str, port: int) -> dict[str, str]:
    """What Marathon would give the task: the app's own variables, as they stand there, and those it adds."""
    environment: dict[str, str] = app(service)["env"]
    return environment | {"SERVER_PORT": "${PORT0}", "PORT0": str(port), "MESOS_TASK_ID": f"ancho_{service}.test"}


def middleware(cassandra: str, kafka: str) -> dict[str, str]:
    """The variables of a cluster of one Cassandra and one Kafka."""
    one = {
        "ANCHO_CASSANDRA_REPLICATION": "{'class': 'SimpleStrategy', 'replication_factor': 1}",
        "ANCHO_KAFKA_REPLICATION": "1",
    }
    return one | {"ANCHO_CASSANDRA": cassandra, "ANCHO_KAFKA": kafka}
