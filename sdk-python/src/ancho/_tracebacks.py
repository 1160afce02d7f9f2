"""Tracebacks, trimmed to the lines of the model's author."""

import traceback
from pathlib import Path
from types import TracebackType

_MAX_FRAMES = 20
_MAX_TEXT = 4000


def author_frames(trace: TracebackType | None, folder: Path | None) -> list[traceback.FrameSummary]:
    """The frames of files in the model's folder; without a folder, those of no installed package's file."""
    return [frame for frame in traceback.extract_tb(trace) if _is_authors(frame.filename, folder)]


def author_traceback(error: BaseException, folder: Path | None) -> str | None:
    """The author's own frames as Python shows them, with the files' names relative to the model's folder."""
    frames = author_frames(error.__traceback__, folder)[-_MAX_FRAMES:]
    if not frames:
        return None
    return "\n".join(_shown(frame, folder) for frame in frames)[-_MAX_TEXT:]


def _is_authors(filename: str, folder: Path | None) -> bool:
    path = Path(filename)
    if folder is not None:
        return folder in path.parents
    return Path(__file__).parent not in path.parents and "site-packages" not in path.parts


def _shown(frame: traceback.FrameSummary, folder: Path | None) -> str:
    path = Path(frame.filename)
    name = path.relative_to(folder) if folder is not None else path.name
    return f'File "{name}", line {frame.lineno}, in {frame.name}\n    {frame.line}'
