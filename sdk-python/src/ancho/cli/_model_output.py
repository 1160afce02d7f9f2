"""What the processes of a model print while it runs here."""

import io
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ancho.cli._terminal import err, tell

_LAST_WORDS_SECONDS = 1.0
_MOST_BYTES = 65_536


@contextmanager
def model_output_shown() -> Iterator[None]:
    """While the context lasts, what child processes write to standard error is shown, above the live display.

    They inherit a pipe in place of this process's standard error, because a terminal would obey what a model prints.
    """
    if not _is_own(sys.stderr):
        yield
        return
    ours, kept = sys.stderr, os.dup(2)
    reading, writing = os.pipe()
    os.dup2(writing, 2)
    os.close(writing)
    sys.stderr = io.TextIOWrapper(os.fdopen(kept, "wb", 0), ours.encoding, ours.errors, write_through=True)
    reader = threading.Thread(target=_show, args=(reading,), daemon=True)
    reader.start()
    try:
        yield
    finally:
        os.dup2(kept, 2)  # closes the last end of the pipe that this process holds
        reader.join(_LAST_WORDS_SECONDS)
        sys.stderr = ours


def _is_own(stream: object) -> bool:
    try:
        return isinstance(stream, io.TextIOWrapper) and stream.fileno() == 2
    except OSError:
        return False


def _show(reading: int) -> None:
    """Show whole lines, as many at once as there are: a model may print millions."""
    begun = b""
    while part := os.read(reading, _MOST_BYTES):
        whole, newline, begun = (begun + part).rpartition(b"\n")
        if newline:
            _print(whole)
    if begun:
        _print(begun)
    os.close(reading)


def _print(lines: bytes) -> None:
    text = lines.decode("utf-8", "backslashreplace")
    if err.is_terminal:
        err.print(text, soft_wrap=True)
    else:
        tell(text)
