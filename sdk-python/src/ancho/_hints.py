"""The way out of what commonly goes wrong in a model's code, to be told behind the error."""

import dataclasses
import inspect
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ancho._requirements import REQUIREMENTS

# What is installed under another name than it is imported by.
_DISTRIBUTIONS = {
    "Bio": "biopython",
    "Crypto": "pycryptodome",
    "OpenSSL": "pyOpenSSL",
    "PIL": "Pillow",
    "QuantLib": "QuantLib",
    "attr": "attrs",
    "bs4": "beautifulsoup4",
    "cv2": "opencv-python-headless",
    "dateutil": "python-dateutil",
    "dotenv": "python-dotenv",
    "igraph": "python-igraph",
    "mesa": "Mesa",
    "mpl_toolkits": "matplotlib",
    "osgeo": "GDAL",
    "pkg_resources": "setuptools",
    "pymc3": "pymc3",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "skopt": "scikit-optimize",
    "umap": "umap-learn",
    "yaml": "PyYAML",
}
_OTHER_REQUIREMENTS = (
    "requirements.txt",
    "pip_requirements.txt",
    "requirements.in",
    "pyproject.toml",
    "setup.py",
    "environment.yml",
    "environment.yaml",
    "Pipfile",
)
# Names of older and of other generators, and NumPy's own.
_GENERATOR_METHODS = {
    "choices": "choice",
    "expovariate": "exponential",
    "gauss": "normal",
    "lognormvariate": "lognormal",
    "normalvariate": "normal",
    "rand": "random",
    "randint": "integers",
    "randn": "standard_normal",
    "random_integers": "integers",
    "random_sample": "random",
    "randrange": "integers",
    "ranf": "random",
    "sample": "choice(…, replace=False)",
    "tomaxint": "integers",
}
_RELATIVE = re.compile(r"\s*from\s+\.+\s*(?P<module>[\w.]*)\s*(?P<rest>import\s+.+)")
_BESIDE_THE_SOURCE = (
    "a path is relative to an empty scratch folder; the model's files are beside its source, in Path(__file__).parent"
)


def way_out(error: BaseException, folder: Path | None) -> str | None:
    """What the author can do about an error that a model raised; None if nothing is known.

    ``folder`` is the model's, None if it is a function.
    """
    for kind, advice in _ADVICE.items():
        if isinstance(error, kind):
            return advice(error, folder)
    return None


def with_way_out(text: str, error: BaseException, folder: Path | None) -> str:
    """The text of an error, with the way out behind it."""
    advice = way_out(error, folder)
    return "; ".join(part for part in (text.rstrip(".") if advice else text, advice) if part)


def _missing_module(error: Any, folder: Path | None) -> str | None:
    top = (error.name or "").partition(".")[0]
    if not top:
        return None
    if top in sys.modules and "." in error.name:
        return f"the installed {top!r} has no module {error.name!r}: is it of another version?"
    distribution = _DISTRIBUTIONS.get(top, top)
    if folder is None:
        return f"install it: pip install {distribution}"
    add = f"add a line {distribution!r} to {REQUIREMENTS}"
    if (folder / REQUIREMENTS).exists():
        return f"{add}, or put {top}.py beside the source if it is the model's own"
    other = next((name for name in _OTHER_REQUIREMENTS if (folder / name).is_file()), None)
    return add + (f"; {other} is not read" if other else ", a file beside ancho.toml")


def _failed_import(error: Any, folder: Path | None) -> str | None:
    if "relative import" in str(error):
        instead = _without_dots(error) or "import helper"
        return f"the model's folder is where modules are looked for: write '{instead}'"
    path = Path(error.path) if getattr(error, "path", None) else None
    if folder is not None and path is not None and folder in path.parents:
        if path.stem in sys.stdlib_module_names:
            return f"the model's {path.name} hides Python's own module {path.stem!r}: name the file otherwise"
        if "partially initialized" in str(error):
            return "two files import each other: move what both need into a third"
    return None


def _without_dots(error: BaseException) -> str | None:
    """The author's statement of a relative import, as it should be."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if found := _RELATIVE.match(frame.line or ""):
            return f"from {found['module']} {found['rest']}" if found["module"] else found["rest"].strip()
    return None


def _missing_file(error: Any, folder: Path | None) -> str | None:
    if folder is None:
        return None
    if not isinstance(error.filename, str | bytes):
        return _BESIDE_THE_SOURCE
    path = Path(error.filename if isinstance(error.filename, str) else error.filename.decode(errors="replace"))
    if folder in path.parents:
        return "the model's folder has no such file: is it in a folder that .anchoignore names?"
    if path.is_absolute():
        beside = f'open Path(__file__).parent / "{path.name}"'
        return f"of this machine's files a model has those of its folder: put it there and {beside}"
    return f'{_BESIDE_THE_SOURCE}: open Path(__file__).parent / "{path}"'


def _not_writable(error: Any, folder: Path | None) -> str | None:
    path = Path(error.filename) if isinstance(error.filename, str) else None
    if folder is None or path is None or not (path == folder or folder in path.parents):
        return None
    return (
        "a model cannot write to its own folder: return as outputs what is to be kept, "
        "and write to the current folder what a sequence needs for itself"
    )


def _operating_system(error: Any, folder: Path | None) -> str | None:
    return _not_writable(error, folder) if "Read-only" in str(error) else None


def _recursion(_: Any, __: Path | None) -> str:
    return (
        f"a function calls itself more than {sys.getrecursionlimit():,} deep: is there an end to it? "
        "Write it as a loop, or call sys.setrecursionlimit at the top of the file"
    )


def _attribute(error: Any, _: Path | None) -> str | None:
    import numpy as np

    if isinstance(getattr(error, "obj", None), np.random.Generator) and error.name in _GENERATOR_METHODS:
        return f"rng is a numpy.random.Generator, which calls it {_GENERATOR_METHODS[error.name]}"
    return None


_ADVICE: dict[type[BaseException], Callable[[Any, Path | None], str | None]] = {
    ModuleNotFoundError: _missing_module,
    ImportError: _failed_import,
    FileNotFoundError: _missing_file,
    PermissionError: _not_writable,
    OSError: _operating_system,
    RecursionError: _recursion,
    AttributeError: _attribute,
}


def instead_of(returned: object) -> str:
    """What a model could return in place of something that is no dict of outputs, ``: `` in front, or nothing."""
    advice = _instead_of(returned)
    return f": {advice}" if advice else ""


def _instead_of(returned: object) -> str:
    if returned is None:
        return 'does each way through the function end with return {"name": value}?'
    if inspect.iscoroutine(returned) or inspect.isasyncgen(returned):
        getattr(returned, "close", lambda: None)()  # else Python warns that nobody awaited it
        return "write def in place of async def"
    if inspect.isgenerator(returned):
        return "write return in place of yield"
    if inspect.isclass(returned) or callable(returned):
        return "call it, and return the numbers by name"
    if dataclasses.is_dataclass(returned):
        return "return dataclasses.asdict(it)"
    if hasattr(returned, "_asdict"):
        return "return it._asdict()"
    if hasattr(returned, "to_dict"):
        return "return its to_dict(), or its parts by name"
    if isinstance(returned, dict):
        return ""
    if hasattr(returned, "__float__") or hasattr(returned, "__len__"):
        return 'give it a name, return {"value": it}'
    return "return vars(it), if its attributes are the outputs" if hasattr(returned, "__dict__") else ""


def instead_of_value(value: Any) -> str:
    """What could be an output in place of something that is no number, ``; `` in front, or nothing."""
    advice = _instead_of_value(value)
    return f"; {advice}" if advice else ""


def _instead_of_value(value: Any) -> str:
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    if value is None:
        return 'for a value that there is not, return float("nan")'
    if isinstance(value, complex) or kind == "c":
        return "return its real and imaginary parts, or its abs(), as outputs of their own"
    if hasattr(value, "total_seconds") or kind == "m":
        return "return it in a unit, such as seconds"
    if hasattr(value, "isoformat") or kind == "M":
        return "return a time that has passed, in a unit, such as days"
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return "give each of its numbers a name of its own"
    if isinstance(value, dict):
        return "give each of its values a name of its own"
    if isinstance(value, str | bytes) or kind in ("S", "U"):
        if str(value).strip().lstrip("+-").replace(".", "", 1).isdigit():
            return "convert it: float(it)"
        return "give each case a number, such as 1 where it holds and 0 where it does not"
    if isinstance(value, set | frozenset):
        return "put it into a list, in an order that is always the same: sorted(it)"
    if isinstance(value, Iterator):
        return "put it into a list: list(it)"
    return ""
