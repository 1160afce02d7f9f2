"""Clients that others' generators make of the served description install, submit a run and read its summary."""

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest
from stack import Stack

USES = Path(__file__).parent / "generated"
TOOLS = Path(sys.executable).parent


@pytest.fixture(scope="session")
def description(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The description as the gateway serves it."""
    file = tmp_path_factory.mktemp("description") / "openapi.json"
    with stack.client() as api:
        file.write_bytes(api.get(api.base_url.copy_with(path="/v3/api-docs")).content)
    return file


@pytest.fixture
def archive(models: Path, tmp_path: Path) -> Path:
    """A model's archive, packed without any of our tools."""
    file = tmp_path / "picky.tar.gz"
    with tarfile.open(file, "w:gz") as tar:
        for source in sorted((models / "picky").glob("*.*")):
            tar.add(source, source.name)
    return file


def generated(*command: object) -> str:
    """What a generator says; it may warn, but not fail."""
    environment = {**os.environ, "PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}", "JAVA_OPTS": "-Xmx512m"}
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=environment, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def used(script: str, folder: Path, stack: Stack, archive: Path) -> dict[str, Any]:
    """What a program of somebody's prints who has nothing but the generated client."""
    with stack.client() as api:
        url = str(api.base_url.copy_with(path="/"))
    command = [sys.executable, USES / script, url.rstrip("/"), stack.home / "token", archive]
    done = subprocess.run(
        list(map(str, command)),
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(folder)},
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def assert_right(seen: dict[str, Any], stack: Stack) -> None:
    """The generated models hold what the service says."""
    summary = stack.json("summary", seen["run"])
    draw = summary["outputs"]["draw"]
    assert seen["count"] == draw["count"] == 200
    assert seen["mean"] == draw["mean"]
    assert seen["probability"] == summary["targets"]["half"]["probability"]


def test_a_client_of_openapi_python_client_runs_a_model(
    stack: Stack, description: Path, archive: Path, tmp_path: Path
) -> None:
    said = generated(
        TOOLS / "openapi-python-client",
        *("generate", "--path", description, "--meta", "none", "--output-path", tmp_path / "ancho_attrs"),
    )
    assert "Endpoint will not be generated" not in said
    assert "Unable to" not in said
    assert_right(used("with_attrs.py", tmp_path, stack, archive), stack)


def test_a_client_of_openapi_generator_runs_a_model(
    stack: Stack, description: Path, archive: Path, tmp_path: Path
) -> None:
    said = generated(
        TOOLS / "openapi-generator-cli",
        *("generate", "-i", description, "-g", "python", "-o", tmp_path),
        "--additional-properties=packageName=ancho_pydantic",
    )
    assert "not yet supported" not in said
    assert_right(used("with_pydantic.py", tmp_path, stack, archive), stack)
