"""Tracebacks, trimmed to the lines of the model's author."""

import os
import traceback
from pathlib import Path
from types import TracebackType

from ancho._text import encodable

_PYTHONS_OWN = Path(os.__file__).parent
_MAX_FRAMES = 20
_MAX_TEXT = 4000


def author_frames(trace: TracebackType | None, folder: Path | None) -> list[traceback.FrameSummary]:
    """The frames of files in the model's folder; without a folder, those of no installed package's file."""
    return [frame for frame in traceback.extract_tb(trace) if is_authors(frame.filename, folder)]


def author_traceback(error: BaseException, folder: Path | None) -> str | None:
    """The author's own frames as Python shows them, with the files' names relative to the model's folder."""
    frames = author_frames(error.__traceback__, folder)[-_MAX_FRAMES:]
    if not frames:
        return None
    return encodable("\n".join(_shown(frame, folder) for frame in frames))[-_MAX_TEXT:]


def is_authors(filename: str, folder: Path | None) -> bool:
    """Whether a file is in the model's folder; without a folder, whether it is of no package and not Python's own."""
    path = Path(filename)
    if folder is not None:
        return folder in path.parents
    installed = "site-packages" in path.parts or filename.startswith("<frozen ")
    return not installed and not {Path(__file__).parent, _PYTHONS_OWN} & set(path.parents)


def _shown(frame: traceback.FrameSummary, folder: Path | None) -> str:
    path = Path(frame.filename)
    name = path.relative_to(folder) if folder is not None else path.name
    return f'File "{name}", line {frame.lineno}, in {frame.name}\n    {frame.line}'
