"""Commands on a pseudo-terminal of their own, as a person sees them."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, TracebackType

import pyte

CTRL_C = "\x03"
INTERRUPTED = 130

ANCHO = (sys.executable, "-m", "ancho")
# A terminal that can nothing, in a locale that knows nothing but ASCII.
PLAIN = MappingProxyType(
    {"TERM": "dumb", "NO_COLOR": "1", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
)
COLOURFUL = MappingProxyType({"TERM": "xterm-256color", "LC_ALL": "C.UTF-8"})

_SECONDS = 120.0
_TROUBLE = re.compile(r"Traceback|Exception in thread|Exception ignored|\w*Warning: .*")
_OURS = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")  # colours, and what moves the cursor for the live display


class PseudoTerminal:
    """A command that runs on a terminal of the size given; ends with the block."""

    def __init__(
        self,
        command: Sequence[str | Path],
        columns: int = 80,
        rows: int = 40,
        environment: Mapping[str, str] = COLOURFUL,
        folder: Path | None = None,
    ) -> None:
        self.columns = columns
        self.output = b""
        self._status: int | None = None
        variables = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            try:
                fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
                signal.signal(signal.SIGINT, signal.SIG_DFL)
                os.chdir(folder or ".")
                os.execvpe(str(command[0]), list(map(str, command)), variables | dict(environment))
            finally:
                os._exit(127)

    def __enter__(self) -> "PseudoTerminal":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._status is None:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        os.close(self._terminal)

    def await_text(self, text: str) -> None:
        """Read until the text has been written."""
        deadline = time.monotonic() + _SECONDS
        while text not in self.text:
            assert self._read(deadline), f"ended without {text!r}:\n{self.text}"

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._terminal, keys.encode())

    def end(self) -> int:
        """Read until the command has ended; its exit status. Nothing that it wrote may be a defect's trace."""
        deadline = time.monotonic() + _SECONDS
        while self._read(deadline):
            pass
        _, status = os.waitpid(self._pid, 0)
        self._status = os.waitstatus_to_exitcode(status)
        found = _TROUBLE.search(self.text)
        assert not found, f"{found[0]}:\n{self.text}"
        obeyed = re.search(rb"[\x00-\x06\x07\x08\x0b\x0c\x0e-\x1f]", _OURS.sub(b"", self.output))
        assert not obeyed, f"{obeyed[0]!r}, which a terminal obeys:\n{self.output!r}"
        return self._status

    @property
    def text(self) -> str:
        """What was written, without what moves the cursor."""
        return _OURS.sub(b"", self.output).decode("utf-8", "replace").replace("\r", "")

    def screen(self) -> list[str]:
        """The lines as they stand on the screen, without the empty ones."""
        screen = pyte.Screen(self.columns, 500)
        pyte.ByteStream(screen).feed(self.output)
        return [line.rstrip() for line in screen.display if line.strip()]

    def _read(self, deadline: float) -> bool:
        """Read what there is; False at the end."""
        ready, _, _ = select.select([self._terminal], [], [], max(0.0, deadline - time.monotonic()))
        assert ready, f"still running after {_SECONDS:.0f} s:\n{self.text}"
        try:
            part = os.read(self._terminal, 65_536)
        except OSError:  # Linux says so when the last process has closed the terminal
            return False
        self.output += part
        return bool(part)
