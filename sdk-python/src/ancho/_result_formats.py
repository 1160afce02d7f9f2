"""The formats in which results are written, and files that appear whole or not at all."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ancho._errors import InvalidRequest

FORMATS = ("csv", "jsonl", "json", "npz")
SIDECAR = ".ancho.json"
WITH_SIDECAR = ("csv", "jsonl")

_ENDINGS = "the name must end in .csv, .jsonl, .json or .npz"


def format_of(path: Path, format: str | None = None) -> str:
    """The format of a file of results: that of its name's ending.

    Raises
    ------
    InvalidRequest
        if the ending is none of a format, or ``format`` is another one
    """
    ending = path.suffix.lower()[1:]
    if ending not in FORMATS:
        what = f"there is no format {path.suffix}" if path.suffix else "the name has no ending"
        raise InvalidRequest(f"{path}: {what}; {_ENDINGS}")
    if format is not None and check_format(format) != ending:
        raise InvalidRequest(f"{path}: the name says {ending}, the format asked for is {format}; leave one of them out")
    return ending


def check_format(format: str | None) -> str:
    """A format that there is.

    Raises
    ------
    InvalidRequest
        if there is no such format
    """
    if format not in FORMATS:
        raise InvalidRequest(f"format: there is no {format!r}; there are {', '.join(FORMATS)}")
    return format


def check_path(path: Path, format: str | None = None) -> str:
    """The format of a file that is to be written, once it is known that it can be.

    Raises
    ------
    InvalidRequest
        if its ending is none of a format or says another one, or there is no folder for it
    """
    found = format_of(path, format)
    if path.is_dir():
        raise InvalidRequest(f"{path}: is a folder")
    if not path.parent.is_dir():
        raise InvalidRequest(f"{path}: there is no folder {path.parent}")
    return found


def sidecar_of(path: Path) -> Path:
    """Where the provenance of a file of results is that cannot hold it."""
    return path.with_name(path.name + SIDECAR)


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """A file that appears under its name once it is complete; until then, and if it fails, the one before stays."""
    path = path.resolve()
    part = path.with_name(f".ancho-{secrets.token_hex(6)}.part")
    try:
        with part.open("xb") as file:
            yield file
        if path.exists():
            shutil.copymode(path, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
