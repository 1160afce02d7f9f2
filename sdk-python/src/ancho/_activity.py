"""What the package does that may take long, for whoever wants to tell it: nobody, unless a teller is there."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

Teller = Callable[[str], AbstractContextManager[Any]]

_tellers: list[Teller] = []


def activity(text: str) -> AbstractContextManager[Any]:
    """A block that does what the text says, such as ``installing numpy``."""
    return _tellers[-1](text) if _tellers else nullcontext()


@contextmanager
def told_by(teller: Teller) -> Iterator[None]:
    """While the context lasts, the teller is given each activity's text and is entered while the activity lasts."""
    _tellers.append(teller)
    try:
        yield
    finally:
        _tellers.remove(teller)
