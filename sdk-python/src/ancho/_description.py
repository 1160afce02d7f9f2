"""What a model says of itself: its ``ancho.toml``, or the one model in a single file."""

import difflib
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from ancho._errors import ModelError
from ancho._single_file import entrypoint_of, models_in
from ancho._text import unfit
from ancho._text_files import read_text

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE = "ancho.toml"
ENTRYPOINT = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*")

_KEYS = ("name", "entrypoint")
_LISTED = 10
_MAX_NAME = 200


@dataclass(frozen=True)
class Description:
    """What ``ancho.toml`` says of a model."""

    name: str
    entrypoint: str

    def toml(self) -> str:
        """The file that says it."""
        return f'[model]\nname = "{self.name}"\nentrypoint = "{self.entrypoint}"\n'


def describe(model: Path) -> Description:
    """Read what a model says of itself, a folder with an ``ancho.toml`` or a ``.py`` file with one model.

    Raises
    ------
    ModelError
        if it is neither, or does not say what it must, with the line and what to do
    """
    if model.is_file():
        return _of_file(model)
    if not model.is_dir():
        raise ModelError(f"{model}: there is no such folder or file")
    path = model / FILE
    if not path.is_file():
        raise ModelError(f"{model}: is not a model's folder, {_what_is_there(model)}")
    text = read_text(path, path)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ModelError(f"{path}: is not valid TOML: {error}") from None
    return _Toml(path, text).description(document)


def folder_of(model: Path) -> Path:
    """The folder that a model is: the path itself, or that of a file which is the entrypoint of the folder it is in."""
    if model.suffix == ".py" and model.is_file() and (model.parent / FILE).is_file():
        module = describe(model.parent).entrypoint.partition(":")[0]
        if model.parent.joinpath(*module.split(".")).with_suffix(".py") == model:
            return model.parent
    return model


def _of_file(path: Path) -> Description:
    if path.suffix != ".py":
        what = f"a model is a folder with an {FILE}, or a .py file with a function that is decorated with @ancho.model"
        raise ModelError(f"{path}: is not a model; {what}")
    return Description(path.stem, entrypoint_of(path))


def _what_is_there(folder: Path) -> str:
    if not any(folder.iterdir()):
        return f"it has no {FILE}; it is empty"
    if models := sorted(path.parent.name for path in folder.glob(f"*/{FILE}")):
        more = ", …" if len(models) > _LISTED else ""
        return f"but {len(models)} of its folders are: {', '.join(models[:_LISTED])}{more}"
    models = _models_in_folder(folder)
    if len(models) == 1:
        return f"it has no {FILE}; run {folder / models[0].partition(':')[0]}.py, or write one"
    return f"it has no {FILE}"


def _models_in_folder(folder: Path) -> list[str]:
    """The entrypoints that there could be, of the files that are Python."""
    found = []
    for path in sorted(folder.glob("*.py")):
        try:
            found += [f"{path.stem}:{name}" for name, _ in models_in(path)]
        except (ModelError, OSError):
            continue
    return found


class _Toml:
    """The text of an ``ancho.toml``, to say in which line something is wrong."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._text = text

    def description(self, document: dict[str, Any]) -> Description:
        model = document.get("model")
        if not isinstance(model, dict):
            self._refuse("model", "has no table [model]; add one with name and entrypoint")
        for key in model:
            if key not in _KEYS:
                self._refuse(key, f"model.{key} is not known{_meant(key)}; [model] has name and entrypoint")
        return Description(self._name(model), self._entrypoint(model))

    def _name(self, model: dict[str, Any]) -> str:
        name = self._text_of(model, "name", f'"{self._path.resolve().parent.name}"')
        if not name.strip() or len(name) > _MAX_NAME:
            self._refuse("name", "model.name must have 1 to 200 characters")
        if character := unfit(name):
            self._refuse("name", f"model.name must not have {character}")
        return name

    def _entrypoint(self, model: dict[str, Any]) -> str:
        there = [entrypoint for entrypoint in _models_in_folder(self._path.parent) if '"' not in entrypoint]
        example = f'"{there[0]}"' if len(there) == 1 else '"walk:sequence"'
        entrypoint = self._text_of(model, "entrypoint", example)
        if not ENTRYPOINT.fullmatch(entrypoint):
            must = "must be a module and a function, such as"
            self._refuse("entrypoint", f'model.entrypoint {must} {example}, not "{entrypoint}"')
        return entrypoint

    def _text_of(self, model: dict[str, Any], key: str, example: str) -> str:
        if key not in model:
            self._refuse("model", f"[model] needs {key} = {example}")
        if not isinstance(model[key], str):
            self._refuse(key, f"model.{key} must be a text, such as {example}")
        return str(model[key])

    def _refuse(self, key: str, what: str) -> NoReturn:
        """The line is that of the key, or of the table of its name."""
        found = re.search(rf"""^\s*(?:\[\s*)?["']?{re.escape(key)}["']?\s*[\]=.]""", self._text, re.MULTILINE)
        where = f", line {self._text.count(chr(10), 0, found.end()) + 1}" if found else ""
        raise ModelError(f"{self._path}{where}: {what}")


def _meant(key: str) -> str:
    close = difflib.get_close_matches(key, _KEYS, n=1)
    return f"; did you mean {close[0]}?" if close else ""
