"""Sequences that failed, and how a runner tells of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from json.encoder import encode_basestring
from typing import Any

_MAX_BYTES = 3 * 2**17
_MAX_FAILURES = 8192


@dataclass(frozen=True)
class Failure:
    """A sequence that failed.

    ``traceback`` holds the author's own lines; it is None where there are none, and from the hundredth failure of one
    chunk on.
    """

    sequence: int
    error_type: str
    message: str
    traceback: str | None

    def follows(self, other: "Failure") -> bool:
        """Whether it can be told together with the failure of the sequence before."""
        return self == replace(other, sequence=other.sequence + 1)


class Failures(list[Failure]):
    """The failures of one range, in order."""

    def __init__(self) -> None:
        super().__init__()
        self._bytes = 0

    def append(self, failure: Failure) -> None:
        """Add the next."""
        if not self or not failure.follows(self[-1]):
            texts = (failure.error_type, failure.message, failure.traceback or "")
            self._bytes += 100 + sum(len(encode_basestring(text).encode("utf-8", "replace")) for text in texts)
        super().append(failure)

    @property
    def is_full(self) -> bool:
        """Whether they are as many, or as long, as one reply should tell."""
        return self._bytes > _MAX_BYTES or len(self) >= _MAX_FAILURES


def grouped(failures: Iterable[Failure]) -> Iterator[dict[str, Any]]:
    """Failures as a reply has them: consecutive sequences that failed alike are told of once, with a ``count``."""
    first: Failure | None = None
    last: Failure | None = None
    for failure in failures:
        if first is not None and last is not None and not failure.follows(last):
            yield _told(first, last)
            first = None
        first, last = first or failure, failure
    if first is not None and last is not None:
        yield _told(first, last)


def _told(first: Failure, last: Failure) -> dict[str, Any]:
    count = last.sequence - first.sequence + 1
    return asdict(first) | ({"count": count} if count > 1 else {})


def sequences_of(told: Mapping[str, Any]) -> range:
    """The sequences that a reply tells of together.

    Raises
    ------
    TypeError
        if it tells of none
    """
    first = _first_of(told)
    return range(first.sequence, first.sequence + told.get("count", 1))


def ungrouped(told: Iterable[Mapping[str, Any]]) -> Iterator[Failure]:
    """The failures that a reply tells of."""
    for some in told:
        first = _first_of(some)
        for sequence in sequences_of(some):
            yield replace(first, sequence=sequence)


def _first_of(told: Mapping[str, Any]) -> Failure:
    return Failure(**{name: value for name, value in told.items() if name != "count"})
