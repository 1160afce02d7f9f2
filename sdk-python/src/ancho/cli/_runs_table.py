"""Runs as a table that fits the window and shows what tells them apart."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

from rich.table import Table

_GAP = 2
_LEAST_PREFIX = 8
_LEAST_NAME, _MOST_NAME = 8, 28
_LEAST_DETAILS = 10
_FULL_ID = 36


def runs_table(runs: Sequence[Mapping[str, Any]], width: int, *, is_short: bool) -> Table:
    """A row for each run: id, name, labels and changed starting values, state, progress and age.

    Parameters
    ----------
    width
        columns of the window; what there is no room for is left out, the age first, then the labels and values
    is_short
        whether ids are cut to the shortest prefix, of eight characters or more, that is none of the others'
    """
    length = _prefix_length([run["id"] for run in runs]) if is_short else _FULL_ID
    columns = {
        "run": [run["id"][:length] for run in runs],
        "name": [run["name"] for run in runs],
        "with": [_details(run) for run in runs],
        "state": [run["state"] for run in runs],
        "done": [_done(run) for run in runs],
        "age": [age(run["created_at"]) for run in runs],
    }
    widths = {title: max(len(title), *map(len, cells)) for title, cells in columns.items()}
    _fit(widths, width)
    table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, header_style="bold")
    for title, cells in widths.items():
        table.add_column(title, no_wrap=True, overflow="ellipsis", max_width=cells)
        table.columns[-1].justify = "right" if title in ("done", "age") else "left"
    for row in zip(*(columns[title] for title in widths), strict=True):
        table.add_row(*row)
    return table


def _fit(widths: dict[str, int], width: int) -> None:
    """Narrow or remove columns, in place, until they fit."""
    for title, least in (("with", _LEAST_DETAILS), ("name", _LEAST_NAME)):
        excess = _total(widths) - width
        if excess > 0:
            widths[title] = max(min(least, widths[title]), widths[title] - excess)
    for title in ("age", "with", "done"):
        if _total(widths) > width:
            del widths[title]
    room = width - _total(widths)
    widths["name"] = min(_MOST_NAME, widths["name"] + max(0, room))


def _total(widths: Mapping[str, int]) -> int:
    return sum(widths.values()) + _GAP * (len(widths) - 1)


def _prefix_length(ids: Sequence[str]) -> int:
    length = _LEAST_PREFIX
    while len({run_id[:length] for run_id in ids}) < len(set(ids)):
        length += 1
    return length


def _details(run: Mapping[str, Any]) -> str:
    parts = [f"{name}:{value}" for name, value in run["labels"].items()]
    parts += [f"{name}={value}" for name, value in run["starting_values"].items()]
    return " ".join(parts)


def _done(run: Mapping[str, Any]) -> str:
    total, completed = run["sequences"], run["progress"]["completed"]
    return f"{total:,}" if completed == total else f"{completed / total:.0%} of {total:,}"


def age(since: str) -> str:
    """How long ago a time of RFC 3339 was, in one unit."""
    # Java prints nanoseconds, which Python 3.10 does not read.
    start = datetime.strptime(since[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc)
    seconds = max(0, int((datetime.now(timezone.utc) - start).total_seconds()))
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds // length} {unit}"
    return f"{seconds} s"
