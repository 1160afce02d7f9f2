"""Ctrl-C: what goes on, and what is kept, is said in one line."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ancho.cli._terminal import tell


class ToldInterrupt(KeyboardInterrupt):
    """An interrupt whose consequences have been told."""


@contextmanager
def told_on_interrupt(consequence: str | Callable[[], str]) -> Iterator[None]:
    """Tell what an interrupt of this block means, unless that was told within it."""
    try:
        yield
    except ToldInterrupt:
        raise
    except KeyboardInterrupt:
        tell(f"interrupted: {consequence if isinstance(consequence, str) else consequence()}")
        raise ToldInterrupt from None
