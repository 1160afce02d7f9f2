"""What is being waited for, once it takes longer than two seconds."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.text import Text

from ancho import _activity
from ancho._text import shown
from ancho.cli._terminal import err, tell

_SILENT_SECONDS = 2.0


class Waiting:
    """Tells of one thing that takes long: a spinner with the time on a terminal, else a line; then how long it took."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._over = threading.Event()
        self._began = time.monotonic()
        self._has_told = False
        self._teller = threading.Thread(target=self._tell, daemon=True)

    def __enter__(self) -> "Waiting":
        self._teller.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._over.set()
        self._teller.join()
        if self._has_told and kind is None:
            tell(f"{self.text}: {self._seconds():.0f} s")

    def _tell(self) -> None:
        if self._over.wait(_SILENT_SECONDS):
            return
        self._has_told = True
        if not err.is_terminal or err.is_dumb_terminal:
            tell(f"{self.text} …")
            return
        with err.status(self._line(), spinner="line") as status:
            while not self._over.wait(0.25):
                status.update(self._line())

    def _line(self) -> Text:
        return Text(shown(f"{self.text} … {self._seconds():.0f} s"), no_wrap=True, overflow="ellipsis")

    def _seconds(self) -> float:
        return time.monotonic() - self._began


@contextmanager
def activities_told() -> Iterator[None]:
    """While the context lasts, what the package does for long is told: installing packages, for instance."""

    def told(text: str) -> Waiting:
        return Waiting(text)

    with _activity.told_by(told):
        yield
