"""``ancho images``."""

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from ancho import __version__
from ancho._errors import InvalidRequest
from ancho.cli._repository import repository
from ancho.cli._terminal import tell

SERVICES = ("gateway", "run", "scheduler", "worker", "stats")
_MIB = 2**20
_SHOWN_LINES = 30


@click.command()
@click.argument("services", metavar="[SERVICE]...", nargs=-1, type=click.Choice(SERVICES))
@click.option("--base", metavar="IMAGE", help="What they are built upon: Java 17 on Debian or Ubuntu.")
@click.option("--push", "registry", metavar="REGISTRY", help="Name them for this registry, and push them to it.")
@click.option("--tag", metavar="TAG", default=__version__, help=f"({__version__}).")
@click.option("--offline", is_flag=True, help="Let no build use a package index: take Python's packages along.")
def images(services: Sequence[str], base: str | None, registry: str | None, tag: str, offline: bool) -> None:
    """Build the services' container images, all five or some.

    They are called ancho/run-service:TAG, or REGISTRY/ancho/run-service:TAG, and so on. Needs a clone, a JDK, Maven
    and Docker.

    \b
    Examples:
      ancho images
      ancho images --push registry.my.net worker
    """
    root = repository()
    if not (root / "worker-service" / "Dockerfile").is_file():
        raise InvalidRequest("images are built from a clone of Ancho: run ./ancho images there")
    wanted = services or SERVICES
    _demand_engine()
    _list_contents(root, wanted)
    arguments = [f"--label={name}={value}" for name, value in _labels(root, tag).items()]
    if base:
        arguments.append(f"--build-arg=BASE={base}")
    with_python = [*arguments, "--build-arg=PIP_NO_INDEX=1"] if offline else arguments
    for service in wanted:
        name = f"{registry + '/' if registry else ''}ancho/{service}-service:{tag}"
        if service == "worker" and offline:
            _collect_wheels(root, base)
        tell(f"Building {name}")
        _build(root, service, name, with_python if service == "worker" else arguments)
        tell(f"{name}: {_mebibytes(name)} MiB")
        if registry:
            _run(["docker", "push", "--quiet", name], f"{name} cannot be pushed")
            tell(f"{name} is pushed")


def _demand_engine() -> None:
    if not shutil.which("docker"):
        raise click.ClickException("there is no command docker: install Docker's engine and its command line")
    asked = subprocess.run(["docker", "version", "--format", "{{.Server.Version}}"], capture_output=True, text=True)
    if asked.returncode:
        raise click.ClickException(f"no Docker engine answers: {asked.stderr.strip().splitlines()[-1]}")


def _list_contents(root: Path, services: Sequence[str]) -> None:
    """Write a list of what each service is made of, in CycloneDX's form, beside its jar."""
    tell("Listing what the services are made of")
    modules = ",".join(f"{service}-service" for service in services)
    skipped = ["-Dmaven.test.skip=true", "-Dspring-javaformat.skip=true"]
    maven = ["mvn", "-B", "-ntp", "-q", "-T1C", "-f", str(root), "-P", "sbom", "package", *skipped, "-pl", modules]
    _run([*maven, "-am"], "the services do not build")


def _labels(root: Path, tag: str) -> dict[str, str]:
    commit = subprocess.run(["git", "-C", str(root), "rev-parse", "HEAD"], capture_output=True, text=True)
    known = {"org.opencontainers.image.version": tag, "org.opencontainers.image.revision": commit.stdout.strip()}
    return {name: value for name, value in known.items() if value}


def _collect_wheels(root: Path, base: str | None) -> None:
    """Put wheels of ancho and of all it needs where the worker's Dockerfile looks for them."""
    folder = root / "worker-service" / "target" / "wheels"
    shutil.rmtree(folder, ignore_errors=True)
    version = _output(["docker", "run", "--rm", "--entrypoint=python3", base or _default_base(root), "-V"]).split()[-1]
    python = ".".join(version.split(".")[:2])
    tell(f"Collecting packages for Python {python}")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    _run([*pip, "wheel", "--no-deps", "-w", str(folder), str(root / "sdk-python")], "the package ancho does not build")
    [own] = folder.glob("ancho-*.whl")
    only = ["--only-binary=:all:", "--python-version", python]
    _run([*pip, "download", *only, "-d", str(folder), str(own)], "the packages that ancho needs cannot be had")


def _default_base(root: Path) -> str:
    dockerfile = (root / "worker-service" / "Dockerfile").read_text(encoding="utf-8")
    return re.search(r"^ARG BASE=(.*)$", dockerfile, re.MULTILINE)[1]  # type: ignore[index]


def _build(root: Path, service: str, name: str, arguments: list[str]) -> None:
    file = root / f"{service}-service" / "Dockerfile"
    title = f"--label=org.opencontainers.image.title={service}-service"
    _run(
        ["docker", "build", *arguments, title, "--file", str(file), "--tag", name, str(root)], f"{name} does not build"
    )


def _mebibytes(name: str) -> int:
    return round(int(_output(["docker", "image", "inspect", "--format", "{{.Size}}", name])) / _MIB)


def _output(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise click.ClickException(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout.strip()


def _run(command: list[str], trouble: str) -> None:
    """Run a command whose output is shown only where it fails: then its end."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    if done.returncode:
        tell("\n".join(done.stdout.splitlines()[-_SHOWN_LINES:]))
        raise click.ClickException(trouble)
