"""Every case of bad input gets the answer that is wanted of it, and ``docs/errors.md`` tells it."""

import difflib
from collections.abc import Iterator
from itertools import chain

import pytest
from stack import Stack, tokens_deleted

from bad_input import table
from bad_input.api_use import REQUESTS
from bad_input.commands import COMMANDS
from bad_input.kinds import Case, Run, Seen
from bad_input.models import LOADING, SEQUENCES
from bad_input.processes import PROCESSES
from bad_input.sources import SOURCES
from bad_input.submissions import FIELDS, JSON
from bad_input.uploads import ARCHIVES
from bad_input.world import World

GROUPS: dict[str, list[Case]] = {
    "The body of a submission": [*JSON],
    "The fields of a submission": [*FIELDS],
    "A model's archive": [*ARCHIVES],
    "A model's source": [*SOURCES],
    "Loading a model": [*LOADING],
    "A model's sequences and outputs": [*SEQUENCES],
    "A model's process": [*PROCESSES],
    "Using the API": [*REQUESTS],
    "The command line": [*COMMANDS],
}
CASES = [pytest.param(case, id=case.name) for case in chain(*GROUPS.values())]


@pytest.fixture(scope="module")
def world(stack: Stack, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World(stack, lambda: request.getfixturevalue("site"), tmp_path_factory.mktemp("bad-input"))
    chosen = (item.callspec.params.get("case") for item in request.session.items if hasattr(item, "callspec"))
    world.begin(case for case in chosen if isinstance(case, Run))
    with tokens_deleted(world.api):
        yield world
    world.close()


@pytest.fixture(scope="module")
def seen() -> dict[int, Seen]:
    """The answers so far."""
    return {}


@pytest.mark.parametrize("case", CASES)
def test_bad_input_gets_a_precise_answer(case: Case, world: World, seen: dict[int, Seen]) -> None:
    seen[id(case)] = case.meet(world)


def test_the_documented_answers_are_the_real_ones(
    world: World, seen: dict[int, Seen], request: pytest.FixtureRequest
) -> None:
    if len(seen) < len(CASES):
        pytest.skip("not every case was met")
    page = table.page(GROUPS, seen, world)
    if request.config.getoption("--write-errors"):
        table.PAGE.write_text(page, encoding="utf-8")
    told = table.PAGE.read_text(encoding="utf-8")
    different = "\n".join(difflib.unified_diff(told.splitlines(), page.splitlines(), "told", "seen", n=0, lineterm=""))
    assert not different, different
