"""Packages that only some uses need."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def extra(name: str) -> Iterator[None]:
    """A block that imports what ``pip install 'ancho[name]'`` installs; says so where it is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(f"{error}; install it with: pip install 'ancho[{name}]'", name=error.name) from None
