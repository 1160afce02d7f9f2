"""How people name a run: by its id, the beginning of it, ``@last``, or the name that it was given."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ancho._errors import InvalidRequest
from ancho._text import shown

if TYPE_CHECKING:
    from ancho._run import Run

LAST = "@last"
_FULL_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_BEGINNING = re.compile(r"[0-9a-f-]{1,36}")
_LISTED = 10


def is_full_id(reference: str) -> bool:
    """Whether it is an id in full, which needs no looking up."""
    return _FULL_ID.fullmatch(reference) is not None


def may_be_beginning(reference: str) -> bool:
    """Whether an id can begin so; what cannot is a name."""
    return _BEGINNING.fullmatch(reference) is not None


def resolve(reference: str, runs: Iterator["Run"]) -> str:
    """The id of the run that is meant: one of this id, or else the newest of this name, or else the only one whose id
    begins so.

    Parameters
    ----------
    runs
        the user's, newest first, all those that may be meant; read as far as need be

    Raises
    ------
    InvalidRequest
        if no run or more than one is meant, listing these
    """
    if reference == LAST:
        newest = next(runs, None)
        if newest is None:
            raise InvalidRequest(f"there is no run yet, so none is {LAST}")
        return newest.id
    named: list[Run] = []
    beginning: list[Run] = []
    for run in runs:
        if run.id == reference:
            return run.id
        if run.document.get("name") == reference:
            named.append(run)
        if run.id.startswith(reference):
            beginning.append(run)
    if named:
        return named[0].id
    if len(beginning) == 1:
        return beginning[0].id
    raise InvalidRequest(_ambiguous(reference, beginning) if beginning else _unknown(reference))


def _unknown(reference: str) -> str:
    return f"there is no run '{shown(reference)}': none has this name, and no run's id begins so"


def _ambiguous(reference: str, runs: list["Run"]) -> str:
    lines = [f"  {run.id}  {run.state}  {shown(str(run.document.get('name')))}" for run in runs[:_LISTED]]
    more = [f"  and {len(runs) - _LISTED:,} more"] if len(runs) > _LISTED else []
    return "\n".join([f"{reference!r} is the beginning of {len(runs):,} runs' ids:", *lines, *more])
