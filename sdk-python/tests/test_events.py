"""The services' events, as their samples show them: what a Python reader may count on."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

SAMPLES = sorted((Path(__file__).parents[2] / "events" / "src" / "main" / "resources" / "samples").glob("*.json"))
UNTYPED = {"Chunk", "ExecutorsChanged"}
_SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_USERS_OWN = {"starting_values", "moments", "hits", "packages", "labels"}


def names(value: Any) -> set[str]:
    """The names that the contract gives, at any depth; not the user's own, such as those of outputs."""
    if isinstance(value, list):
        return set().union(*map(names, value))
    if not isinstance(value, dict):
        return set()
    return set(value).union(*(names(inner) for name, inner in value.items() if name not in _USERS_OWN))


def test_there_are_samples() -> None:
    assert {sample.stem for sample in SAMPLES} >= {"Chunk", "ChunkCompleted", "RunSubmitted", "SummaryCompleted"}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_an_event_says_its_type_and_run_in_snake_case(sample: Path) -> None:
    event = json.loads(sample.read_text(encoding="utf-8"))
    assert event.get("type") == (None if sample.stem in UNTYPED else sample.stem)
    assert event["run"]
    assert [name for name in names(event) if not _SNAKE_CASE.fullmatch(name)] == []


def test_a_chunk_says_what_a_runner_is_asked() -> None:
    chunk = json.loads(next(sample for sample in SAMPLES if sample.stem == "Chunk").read_text(encoding="utf-8"))
    assert chunk["model"]["entrypoint"].count(":") == 1
    assert {"starting_values", "seed", "block_size", "first", "count", "pilot"} <= chunk.keys()
