"""What is left of a process that dies: which sequence it was at, and in which lines.

A black box is a file that whoever started the process has made, of 8 bytes: the index of the sequence under way (of a
batch model, of the block's first), int64 LE. Behind them ``faulthandler`` writes where the process was when a signal
ended it.
"""

import faulthandler
import mmap
import re
import signal
import struct
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ancho._tracebacks import is_authors

_INDEX = struct.Struct("<q")
_FRAME = re.compile(r'  File "(?P<file>.+)", line (?P<line>\d+) in (?P<name>.+)')
_MAX_TEXT = 16_000

UNTOUCHED = -1
LOADING = -2


def private_mark() -> memoryview:
    """A mark that nobody else reads."""
    return memoryview(bytearray(_INDEX.size)).cast("q")


def record(path: Path) -> memoryview:
    """Write this process's black box from now on; the mark for the sequence under way, which costs no system call."""
    faults = path.open("ab", buffering=0)
    faulthandler.enable(faults, all_threads=False)
    faulthandler.register(signal.SIGTERM, faults, all_threads=False, chain=True)
    with path.open("r+b") as file:
        return memoryview(mmap.mmap(file.fileno(), _INDEX.size)).cast("q")


class BlackBox:
    """The black box of a process that is to be started; closing it deletes it."""

    def __init__(self) -> None:
        self._file = tempfile.NamedTemporaryFile(prefix="ancho-", suffix=".box")  # noqa: SIM115
        self._file.write(_INDEX.pack(UNTOUCHED))
        self._file.flush()

    @property
    def path(self) -> Path:
        return Path(self._file.name)

    @property
    def index(self) -> int:
        """The sequence under way; ``LOADING`` while the model loads."""
        self._file.seek(0)
        return int(_INDEX.unpack(self._file.read(_INDEX.size))[0])

    def author_traceback(self, folders: Sequence[Path] | None) -> str | None:
        """The author's own frames at the end, the innermost last; None if no signal ended the process.

        They are those of files in one of the folders, or in no installed package where there are none.
        """
        self._file.seek(_INDEX.size)
        text = self._file.read(_MAX_TEXT).decode("utf-8", "replace")
        frames = [found for line in text.splitlines() if (found := _FRAME.fullmatch(line))]
        shown = []
        for frame in frames:
            folder = next((f for f in folders or () if f in Path(frame["file"]).parents), None)
            if is_authors(frame["file"], folder) and (folder or folders is None):
                name = Path(frame["file"]).relative_to(folder) if folder else Path(frame["file"]).name
                shown.append(f'File "{name}", line {frame["line"]}, in {frame["name"]}')
        return "\n".join(reversed(shown)) or None

    def close(self) -> None:
        self._file.close()
