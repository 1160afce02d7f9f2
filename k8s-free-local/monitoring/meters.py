"""What the services register with Micrometer, read from their sources, under the names that Prometheus gets."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ("gateway", "run", "scheduler", "worker", "stats")

# Of Spring Boot's and Prometheus's own, what is used here. e2e-tests/test_metrics.py asks a running stack for them.
OF_BOOT = {
    "disk_free_bytes",
    "disk_total_bytes",
    "http_server_requests_seconds_count",
    "http_server_requests_seconds_sum",
    "jvm_memory_usage_after_gc",
    "jvm_memory_used_bytes",
    "logback_events_total",
    "process_cpu_usage",
}
OF_PROMETHEUS = {"ALERTS", "up"}

_METER = re.compile(
    r'\b(Counter|Timer|Gauge)\s*\.\s*builder\(\s*"(ancho\.[\w.]+)"|\.\s*(counter|timer|gauge)\(\s*"(ancho\.[\w.]+)"'
)


class Meter(NamedTuple):
    """A meter that a service registers."""

    name: str
    kind: str
    unit: str | None
    labels: frozenset[str]

    def samples(self) -> set[str]:
        """The names of its samples, as Micrometer makes them for Prometheus."""
        parts = [self.name.replace(".", "_")]
        if self.unit:
            parts.append(self.unit)
        if self.kind == "timer":
            return {"_".join([*parts, "seconds", ending]) for ending in ("count", "sum", "max")}
        return {"_".join([*parts, "total"] if self.kind == "counter" else parts)}


def registered(service: str) -> list[Meter]:
    """The meters of a service."""
    module = ROOT / f"{service}-service"
    sources = sorted((module / "src/main/java").rglob("*.java"))
    own = [meter for source in sources for meter in _meters(source.read_text(encoding="utf-8"))]
    return [*own, Meter(f"ancho.{service}.leader", "gauge", None, frozenset())] if _has_leader(module) else own


def _has_leader(module: Path) -> bool:
    """Whether the service uses the library ``leadership``, which registers a gauge under the service's name."""
    return "<artifactId>leadership</artifactId>" in (module / "pom.xml").read_text(encoding="utf-8")


def samples(service: str) -> dict[str, frozenset[str]]:
    """The samples of a service with the labels that they may have."""
    labels: dict[str, frozenset[str]] = {}
    for meter in registered(service):
        for name in meter.samples():
            labels[name] = labels.get(name, frozenset()) | meter.labels
    return labels


def _meters(source: str) -> Iterator[Meter]:
    for found in _METER.finditer(source):
        built, built_name, plain, plain_name = found.groups()
        # A builder is complete with register(…), a plain call with its own parenthesis.
        statement = source[found.end() : source.index(";", found.end())]
        if built:
            keys = set(re.findall(r'\.tag\(\s*"(\w+)"', statement))
            unit = re.search(r'\.baseUnit\("(\w+)"\)', statement)
            yield Meter(built_name, built.lower(), unit and unit[1], frozenset(keys))
        else:
            keys = set(_arguments(statement)[::2]) if plain != "gauge" else set()
            yield Meter(plain_name, plain, None, frozenset(key.strip('"') for key in keys if key.startswith('"')))


def _arguments(text: str) -> list[str]:
    """The further arguments of a call whose first ends where the text begins."""
    depth, arguments, current = 0, [], ""
    for character in text.lstrip().removeprefix(","):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth < 0:
            break
        if character == "," and depth == 0:
            arguments.append(current.strip())
            current = ""
        else:
            current += character
    return [argument for argument in [*arguments, current.strip()] if argument]
