"""From a model's folder to the model."""

import importlib
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

from ancho._errors import ModelError
from ancho._model import Model
from ancho._tracebacks import author_frames

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

REQUIREMENTS = "pip-requirements.txt"

_ENTRYPOINT = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*")
_REQUIREMENT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")


@dataclass(frozen=True)
class Description:
    """What a model's ``ancho.toml`` says."""

    name: str
    entrypoint: str


def describe(folder: Path) -> Description:
    """Read ``ancho.toml`` of a model's folder.

    Raises
    ------
    ModelError
        if there is none or it does not say what it must
    """
    path = folder / "ancho.toml"
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise ModelError(f"{folder}: is not a model's folder, it has no ancho.toml") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ModelError(f"{path}: {error}") from None
    return _description(path, document.get("model"))


def _description(path: Path, model: Any) -> Description:
    if not isinstance(model, dict):
        raise ModelError(f"{path}: has no table [model]")
    for key in model.keys() - {"name", "entrypoint"}:
        raise ModelError(f"{path}: model.{key} is not known; [model] has name and entrypoint")
    entrypoint, name = model.get("entrypoint"), model.get("name")
    if not isinstance(entrypoint, str) or not _ENTRYPOINT.fullmatch(entrypoint):
        raise ModelError(f'{path}: model.entrypoint must be "module:function", not {entrypoint!r}')
    if not isinstance(name, str) or not name.strip() or len(name) > 200:
        raise ModelError(f"{path}: model.name must be a text of 1 to 200 characters")
    return Description(name, entrypoint)


def load(folder: Path, entrypoint: str) -> Model:
    """Import a model. What an earlier call imported from a model's folder is forgotten first.

    Raises
    ------
    ModelError
        saying in which of the author's lines it went wrong
    """
    if not _ENTRYPOINT.fullmatch(entrypoint):
        raise ModelError(f'entrypoint must be "module:function", not {entrypoint!r}')
    folder = folder.resolve()
    _forget(_loaded_from)
    _loaded_from.append(folder)
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    module_name, _, function = entrypoint.partition(":")
    return _model_of(_import(folder, module_name), function)


_loaded_from: list[Path] = []


def _forget(folders: list[Path]) -> None:
    for folder in folders:
        if str(folder) in sys.path:
            sys.path.remove(str(folder))
        for name in [name for name, module in sys.modules.items() if _is_within(module, folder)]:
            del sys.modules[name]
    folders.clear()


def _is_within(module: ModuleType, folder: Path) -> bool:
    file = getattr(module, "__file__", None)
    return isinstance(file, str) and folder in Path(file).parents


def _import(folder: Path, name: str) -> ModuleType:
    source = folder.joinpath(*name.split("."))
    if not source.with_suffix(".py").is_file() and not (source / "__init__.py").is_file():
        raise ModelError(f"entrypoint: there is no {name.replace('.', '/')}.py in the model's folder")
    try:
        module = importlib.import_module(name)
    except BaseException as error:
        raise ModelError(_told(error, folder)) from error
    if not _is_within(module, folder):
        raise ModelError(f"{name}.py: there is another module of the name {name!r} already; name the file otherwise")
    return module


def _model_of(module: ModuleType, function: str) -> Model:
    found = getattr(module, function, None)
    if found is None:
        raise ModelError(f"entrypoint: {module.__name__} has no {function!r}")
    if not isinstance(found, Model):
        raise ModelError(f"entrypoint: {module.__name__}:{function} is no model; decorate it with @ancho.model")
    return found


def _told(error: BaseException, folder: Path) -> str:
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    if isinstance(error, SyntaxError) and error.filename:
        where: tuple[str, int | None] = (error.filename, error.lineno)
        what = f"{type(error).__name__}: {error.msg}"
    else:
        frames = author_frames(error.__traceback__, folder)
        where = (frames[-1].filename, frames[-1].lineno) if frames else ("", None)
    if not where[0]:
        return what
    path = Path(where[0])
    name = path.relative_to(folder) if path.is_relative_to(folder) else path.name
    return f"{name}, line {where[1]}: {what}"


def packages(folder: Path) -> Mapping[str, str]:
    """Versions of NumPy and of the packages that the model's requirements name."""
    names = ["numpy", *required_names(folder)]
    return {name: version for name in names if (version := _version(name)) is not None}


def required_names(folder: Path) -> list[str]:
    """The names in the model's ``pip-requirements.txt``, in order."""
    path = folder / REQUIREMENTS
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [found.group() for line in lines if (found := _REQUIREMENT.match(line.strip()))]


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
