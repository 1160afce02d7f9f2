"""From a model's folder to the model."""

import importlib
import sys
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from types import ModuleType

from ancho._description import ENTRYPOINT
from ancho._errors import ModelError
from ancho._hints import with_way_out
from ancho._model import Model
from ancho._requirements import read_requirements
from ancho._tracebacks import author_frames


def load(folder: Path, entrypoint: str) -> Model:
    """Import a model. What an earlier call imported from a model's folder is forgotten first.

    Raises
    ------
    ModelError
        saying in which of the author's lines it went wrong
    """
    if not ENTRYPOINT.fullmatch(entrypoint):
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
    return with_way_out(f"{name}, line {where[1]}: {what}", error, folder)


def packages(folder: Path | None) -> Mapping[str, str]:
    """Versions of NumPy and of the packages that the model's requirements name, if it has a folder."""
    names = ["numpy", *(read_requirements(folder).names if folder else ())]
    return {name: version for name in names if (version := _version(name)) is not None}


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
