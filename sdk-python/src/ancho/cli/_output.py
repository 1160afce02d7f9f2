"""What the commands show: documents for programs, tables for people."""

import json
from collections.abc import Mapping
from typing import Any

from rich.console import Console

from ancho.cli import _summary_tables
from ancho.cli._terminal import err, out, tell, writes_unicode

__all__ = ["document", "err", "out", "summary_tables", "tell"]


def document(value: Any) -> None:
    """One JSON document on standard output."""
    print(json.dumps(value, ensure_ascii=not writes_unicode(), allow_nan=False, indent=2))


def summary_tables(summary: Mapping[str, Any], console: Console = out, heading: str = "", more: str = "--show") -> None:
    """Print a summary as tables, its first line ``heading`` if that is given; ``more`` shows other elements."""
    _summary_tables.summary_tables(summary, console, heading, more)
