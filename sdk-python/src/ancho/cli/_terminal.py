"""The two streams that people read, on which nobody's text is a command."""

import io
import sys
from typing import Any

from rich.console import Console
from rich.text import Text

from ancho._text import shown_lines

_UNBOUNDED = 200


class Terminal(Console):
    """A console that shows text as it is: no markup, no emoji codes, and no character that a terminal obeys."""

    def __init__(self, **options: Any) -> None:
        super().__init__(highlight=False, markup=False, emoji=False, **options)

    def render_str(self, text: str, **options: Any) -> Text:
        """Rich passes every string that it shows through here, those in tables too."""
        return super().render_str(shown_lines(text), **options)


err = Terminal(stderr=True)
out = Terminal(width=None if sys.stdout.isatty() else _UNBOUNDED)


def tell(text: str) -> None:
    """A line for the person at the terminal, on standard error."""
    print(shown_lines(text), file=sys.stderr)


def settle_streams() -> None:
    """Have the streams write what they can where they cannot write everything, as with ``LC_ALL=C``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="ancho-plain" if not _writes_unicode(stream) else "backslashreplace")


def writes_unicode() -> bool:
    """Whether standard output takes every character."""
    return _writes_unicode(sys.stdout)


def _writes_unicode(stream: Any) -> bool:
    return (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "").startswith("utf")
