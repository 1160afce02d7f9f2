"""The table of bad input and its answers, as ``docs/errors.md`` has it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bad_input.kinds import Case, Seen
from bad_input.world import World

PAGE = Path(__file__).parents[2] / "docs" / "errors.md"


def page(groups: Mapping[str, Iterable[Case]], seen: Mapping[int, Seen], world: World) -> str:
    """The whole page: the introduction that is there, and the tables."""
    introduction = PAGE.read_text(encoding="utf-8").partition("\n## ")[0]
    return introduction + "".join(
        f"\n## {title}\n\n| what | answer | text |\n|---|---|---|\n{''.join(_rows(cases, seen, world))}"
        for title, cases in groups.items()
    )


def _rows(cases: Iterable[Case], seen: Mapping[int, Seen], world: World) -> Iterator[str]:
    for case in cases:
        told = seen[id(case)]
        yield f"| {_cell(case.name)} | {_cell(told.answer)} | {_lines(_steady(told.text, world))} |\n"


def _steady(text: str, world: World) -> str:
    """A text without what differs from one stack to the next."""
    for pattern, stand_in in _VARYING.items():
        text = re.sub(pattern, stand_in, text)
    return text.replace(str(world.scratch), "DIR").replace(str(world.folder), "DIR")


_VARYING = {
    r"[0-9a-f]{64}": "…",
    r"[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}": "…",
    r"[0-9,.]+/s": "…/s",
    r"localhost at [0-9.:]+,": "localhost at 127.0.0.1,",
    r"\d+ failed and max_failures": "… failed and max_failures",
    r"127\.0\.0\.1:\d{4,}": "127.0.0.1:8080",
    r"'/[^']*/\.model/": "'DIR/",
}


def _lines(text: str) -> str:
    return "<br>".join(_code(line) for line in text.splitlines())


def _code(line: str) -> str:
    fence = "``" if "`" in line else "`"
    return f"{fence}{_cell(line)}{fence}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
