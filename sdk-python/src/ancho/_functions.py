"""Models that are functions in this process, sent to runner processes with what they refer to.

A function is pickled by value (cloudpickle), its module's other functions by reference where the module can be imported
there. So a notebook's function, a script's or a closure gives the very numbers that it would give from a folder: its
process has the same order of sets and the same sums in linear algebra.
"""

import io
import linecache
import random
import sys
from collections import ChainMap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.machinery import PathFinder
from pathlib import Path
from types import CodeType
from typing import Any, ClassVar

import cloudpickle
import numpy as np

from ancho._errors import ModelError
from ancho._model import Model

_MAX_SOURCES = 2**20
_NAMELESS = "<dynamic-code>"


class CannotBePickled(Exception):  # noqa: N818
    """A function refers to something that no other process can have."""


@dataclass(frozen=True)
class Pickled:
    """A model that can be sent to a process.

    Attributes
    ----------
    model
        the pickled :class:`ancho.Model`
    context
        what its process takes from this one, as JSON can hold it
    """

    model: bytes
    context: Mapping[str, Any]


def pickled(model: Model) -> Pickled:
    """Pickle a model that is a function.

    Raises
    ------
    CannotBePickled
        saying what stands in the way
    """
    paths = [str(Path(path).resolve()) for path in sys.path if isinstance(path, str)]
    main = getattr(sys.modules.get("__main__"), "__file__", None)
    try:
        return Pickled(_by_value(model), {"paths": paths, "main": main, "sources": _sources()})
    except Exception as error:  # whatever an object's own methods raise
        raise CannotBePickled(f"{type(error).__name__}: {error}") from error


def unpickled(payload: bytes, context: Mapping[str, Any]) -> Model:
    """The model, in a process that was asked to load it.

    Raises
    ------
    ModelError
        if something that it refers to cannot be had here
    """
    sys.path[:] = context["paths"]
    for name, text in context["sources"].items():
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    try:
        model = cloudpickle.loads(payload)
    except BaseException as error:
        raise ModelError(f"the function cannot be had in another process: {type(error).__name__}: {error}") from error
    assert isinstance(model, Model)
    _take_main_over(model, context["main"])
    return model


def _by_value(model: Model) -> bytes:
    module = sys.modules.get(model.function.__module__)
    if module is None or module.__name__ == "__main__" or _is_importable(module):
        return _dumps(model)
    cloudpickle.register_pickle_by_value(module)
    try:
        return _dumps(model)
    finally:
        cloudpickle.unregister_pickle_by_value(module)


def _dumps(model: Model) -> bytes:
    buffer = io.BytesIO()
    _Pickler(buffer).dump(model)
    return buffer.getvalue()


def _reduced_code(code: CodeType) -> tuple[Any, ...]:
    """A code object with the name of its file, which cloudpickle leaves out and tracebacks need."""
    constructor, arguments, *rest = cloudpickle.CloudPickler.dispatch_table[CodeType](code)
    return constructor, tuple(code.co_filename if given == _NAMELESS else given for given in arguments), *rest


def _reduced_generator(generator: Any) -> Any:
    """The hidden generator of ``random`` or ``numpy.random`` as that of the other process; others as they are."""
    module = next((name for name in _HIDDEN if generator is _hidden_generator(name)), None)
    return (_hidden_generator, (module,)) if module else generator.__reduce__()


def _hidden_generator(module: str) -> Any:
    return _HIDDEN[module]()


_HIDDEN: Mapping[str, Callable[[], Any]] = {
    "random": lambda: vars(random)["_inst"],
    "numpy.random": lambda: vars(np.random.mtrand)["_rand"],
}


class _Pickler(cloudpickle.CloudPickler):  # type: ignore[misc]
    dispatch_table: ClassVar[Any] = ChainMap(
        {CodeType: _reduced_code, random.Random: _reduced_generator, np.random.RandomState: _reduced_generator},
        cloudpickle.CloudPickler.dispatch_table,
    )


def _is_importable(module: Any) -> bool:
    """Whether another process with the same ``sys.path`` gets the same module by its name."""
    top = module.__name__.partition(".")[0]
    try:
        found = PathFinder.find_spec(top)
    except (ImportError, ValueError):
        return False
    here = getattr(getattr(sys.modules.get(top), "__spec__", None), "origin", None)
    return found is not None and here is not None and found.origin == here


def _sources() -> dict[str, str]:
    """Source text that is in no file, such as a notebook's cells: for tracebacks."""
    texts = {
        name: "".join(entry[2])
        for name, entry in list(linecache.cache.items())
        if len(entry) == 4 and entry[1] is None and isinstance(name, str)
    }
    return texts if sum(map(len, texts.values())) < _MAX_SOURCES else {}


def _take_main_over(model: Model, file: str | None) -> None:
    """Let this process's main module be the function's, as its own child processes expect it (multiprocessing)."""
    main = sys.modules["__main__"]
    main.__spec__ = None
    main.__file__ = file
    namespace = getattr(model.function, "__globals__", {})
    if namespace.get("__name__") == "__main__":
        vars(main).update({name: value for name, value in namespace.items() if not name.startswith("__")})
