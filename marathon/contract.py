"""What the services' own files say about how they are deployed: read, never repeated."""

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
SERVICES = ("gateway", "run", "scheduler", "worker", "stats")
SPRING = {"SERVER_PORT", "SERVER_ADDRESS", "SPRING_CONFIG_IMPORT"}

TELEMETRY = "telemetry/src/main/resources/ancho/telemetry.yaml"


class Placeholder(NamedTuple):
    """``${NAME}`` or ``${NAME:default}`` in a service's application.yaml, or in what all services import."""

    name: str
    has_default: bool


def port(service: str) -> int:
    """The port of a service, from the table of the parts."""
    found = re.search(rf"^\| `{service}-service` \|.* Port (\d+) \|$", ARCHITECTURE, re.MULTILINE)
    assert found, f"docs/architecture.md names no port for {service}-service"
    return int(found.group(1))


def variables(service: str) -> set[str]:
    """The environment variables that the table under "Configuration" gives to a service."""
    section = ARCHITECTURE.split("\n## Configuration\n")[1]
    rows = re.findall(r"^\| (`[A-Z].*?) \| (.*?) \|", section, re.MULTILINE)
    return {name for names, who in rows if _includes(who, service) for name in re.findall(r"`([A-Z_]+)`", names)}


def _includes(who: str, service: str) -> bool:
    everyone, *exceptions = who.split(" but ")
    return (everyone == "all" and service not in " ".join(exceptions)) or service in re.findall(r"[a-z]+", everyone)


def placeholders(service: str) -> set[Placeholder]:
    """The variables of Ancho's that a service's settings ask for."""
    files = [f"{service}-service/src/main/resources/application.yaml", TELEMETRY]
    settings = "\n".join((ROOT / file).read_text(encoding="utf-8") for file in files)
    return {Placeholder(name, colon == ":") for name, colon in re.findall(r"\$\{(ANCHO_[A-Z_]+)(:?)", settings)}


def read_by(service: str) -> set[str]:
    """Every variable that means something to a service."""
    return variables(service) | {placeholder.name for placeholder in placeholders(service)} | SPRING


def dockerfile(service: str) -> str:
    """A service's Dockerfile."""
    return (ROOT / f"{service}-service" / "Dockerfile").read_text(encoding="utf-8")


def image_environment(service: str) -> dict[str, str]:
    """What a service's image sets by ENV."""
    lines = re.findall(r"^ENV (.*)$", dockerfile(service), re.MULTILINE)
    return dict(pair.split("=", 1) for line in lines for pair in line.split())


def version() -> str:
    """Ancho's version, from the root pom."""
    pom = (ROOT / "pom.xml").read_text(encoding="utf-8")
    found = re.search(r"<artifactId>ancho</artifactId>\s*<version>(.*?)</version>", pom)
    assert found, "the root pom names no version"
    return found.group(1)
