"""Where a function that is a model was written, so that it can be sent to a service."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ancho._description import describe
from ancho._errors import InvalidRequest, ModelError

_MOST_FOLDERS = 5


def source_of(function: Callable[..., Any]) -> Path:
    """The folder whose ``ancho.toml`` names the function, or else the file that it is in.

    Raises
    ------
    InvalidRequest
        if it is in no file, or inside another function
    """
    name = getattr(function, "__qualname__", type(function).__name__)
    try:
        file = Path(inspect.getsourcefile(function) or "").resolve()
    except TypeError:
        file = Path()
    if not file.is_file() or "<" in name:
        how = "write it into a file of its own, such as walk.py, and give that file's path"
        raise InvalidRequest(f"model: {name} is not a function of a file that could be sent; {how}")
    for folder in list(file.parents)[:_MOST_FOLDERS]:
        if (folder / "ancho.toml").is_file() and _names(folder, file, name):
            return folder
    return file


def _names(folder: Path, file: Path, function: str) -> bool:
    parts = file.relative_to(folder).with_suffix("").parts
    module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    try:
        return describe(folder).entrypoint == f"{module}:{function}"
    except ModelError:
        return False
