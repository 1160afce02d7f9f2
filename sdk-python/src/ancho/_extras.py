"""Packages that only some uses need."""

from collections.abc import Iterator
from contextlib import contextmanager

from ancho._errors import MissingPackage


@contextmanager
def extra(name: str) -> Iterator[None]:
    """A block that imports what ``pip install 'ancho[name]'`` installs.

    Raises
    ------
    MissingPackage
        if it is not installed, with that command
    """
    try:
        yield
    except ModuleNotFoundError as error:
        told = f"{error}; install it with: pip install 'ancho[{name}]'"
        raise MissingPackage(told, name=error.name) from None
