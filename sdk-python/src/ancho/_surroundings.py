"""Everything outside a model that can change one of its numbers: its *environment*, and the digest that stands for it.

Two processes of the same digest give the same model the same bits. The digest is over the implementation and version of
Python, the architecture, the C library, the packages, Ancho's own rules of drawing and counting, and the numerics: how
they were chosen, and what a sample of functions gives here to the last bit. So a processor, an emulator or a library
that computes differently is noticed whatever the reason.
"""

import hashlib
import json
import math
import platform
import re
import sys
import warnings
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from ancho._numerics import NATIVE

# Raised whenever the same model, values and seed give other numbers than before.
_RULES = 1

_DISTRIBUTION = re.compile(r"(?P<name>.+?)-(?P<version>[^-]+)(-[^-]+)?\.(dist|egg)-info")
_MATH = "exp expm1 log log2 log10 log1p sin cos tan asin acos atan sinh cosh tanh gamma lgamma erf erfc cbrt"
_UFUNCS = "exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arctanh cbrt"


def environment_of(numerics: str) -> dict[str, Any]:
    """This process's environment, with its digest: ``{"digest": "sha256:…", "implementation": …, …}``."""
    known: dict[str, Any] = {
        "implementation": platform.python_implementation(),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "libc": _libc(),
        "rules": _RULES,
        "numerics": numerics,
        "kernels": [*_kernels(), *(_processor() if numerics == NATIVE else [])],
        "sample": _sample(),
        "packages": _packages(sys.path),
    }
    return {"digest": digest_of(known), **known}


def digest_of(environment: Mapping[str, Any]) -> str:
    """The digest of an environment's parts."""
    parts = {name: value for name, value in environment.items() if name != "digest"}
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def differences(here: Mapping[str, Any], there: Mapping[str, Any], names: tuple[str, str] = ("here", "there")) -> str:
    """What two environments differ in, for a person: "Python 3.11.7 here, 3.13.1 there; …", or nothing."""
    first, second = names
    told = []
    for name, label in _LABELS.items():
        mine, other = here.get(name), there.get(name)
        if mine != other:
            told.append(f"{label} {_shown(mine)} {first}, {_shown(other)} {second}")
    packages = _different_packages(here.get("packages") or {}, there.get("packages") or {}, names)
    if not told and not packages and here.get("sample") != there.get("sample"):
        told.append("the processors or their libraries give other last bits")
    return "; ".join([*told, *packages])


_LABELS = {
    "implementation": "implementation",
    "python": "Python",
    "machine": "architecture",
    "libc": "C library",
    "rules": "Ancho's rules",
    "numerics": "numerics",
    "kernels": "kernels",
}
_MAX_PACKAGES = 8


def _different_packages(here: Mapping[str, str], there: Mapping[str, str], names: tuple[str, str]) -> list[str]:
    first, second = names
    told = []
    for name in sorted(here.keys() | there.keys(), key=lambda name: (name not in here or name not in there, name)):
        mine, other = here.get(name, "none"), there.get(name, "none")
        if mine != other:
            told.append(f"{name} {mine} {first}, {other} {second}")
    more = len(told) - _MAX_PACKAGES
    return [*told[:_MAX_PACKAGES], f"and {more} more packages"] if more > 0 else told


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value)) or "none"
    return "unknown" if value is None else str(value)


def _libc() -> str:
    name, version = platform.libc_ver()
    return f"{name} {version}" if name else f"{platform.system()} {platform.release()}"


def _kernels() -> list[str]:
    """What NumPy and BLAS have chosen."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from threadpoolctl import threadpool_info

        libraries = [library for library in threadpool_info() if library["user_api"] == "blas"]
    baseline, dispatched, features = _numpys_features()
    chosen = [f"numpy:{'+'.join([*baseline, *(name for name in dispatched if features.get(name))])}"]
    for library in libraries:
        told = [library["internal_api"], library["version"], library.get("architecture")]
        chosen.append(":".join(str(part) for part in told if part))
    return sorted(set(chosen))


def _numpys_features() -> tuple[list[str], list[str], Mapping[str, bool]]:
    core: Any = getattr(np, "_core", None) or getattr(np, "core")  # noqa: B009
    umath = core._multiarray_umath
    return list(umath.__cpu_baseline__), list(umath.__cpu_dispatch__), umath.__cpu_features__


def _processor() -> list[str]:
    """The processor's class: all that it has and NumPy knows of, as a digest."""
    features = sorted(name for name, there in _numpys_features()[2].items() if there)
    return [f"processor:{hashlib.sha256('+'.join(features).encode()).hexdigest()[:16]}"]


@lru_cache
def _sample() -> str:
    """What functions of the C library, NumPy and BLAS give for some hundred numbers, to the last bit, as a digest."""
    x = 0.05 + np.arange(257) * 0.0776
    unit = np.arange(257) / 257.0
    matrix = np.sin(np.arange(48 * 48, dtype=float).reshape(48, 48) % 97)
    with np.errstate(all="ignore"):
        arrays = [getattr(np, name)(unit if name.startswith("arc") else x) for name in _UFUNCS.split()]
        arrays += [np.power(x, 1.7), np.hypot(x, unit), np.arctan2(unit, x), np.cumsum(x), np.array([x.sum(), x.std()])]
    arrays += [matrix @ matrix, np.linalg.solve(matrix + 50 * np.eye(48), x[:48])]
    arrays += [np.array([_math(name, value) for value in unit.tolist()]) for name in _MATH.split()]
    arrays += [np.array([value**1.7 for value in x.tolist()]), np.array([sum(x.tolist())])]
    sample = hashlib.sha256()
    for array in arrays:
        sample.update(np.ascontiguousarray(array, dtype="<f8").tobytes())
    return sample.hexdigest()[:16]


def _math(name: str, value: float) -> float:
    function = getattr(math, name, None)
    try:
        return float(function(value)) if function else 0.0
    except ValueError:
        return 0.0


def _packages(folders: Iterable[str]) -> dict[str, str]:
    """Every package that is found on the way, by its normalised name; of several the first on the way counts."""
    found: dict[str, str] = {}
    for folder in folders:
        path = Path(folder)
        if not path.is_dir():
            continue
        for entry in sorted(path.iterdir()):
            if match := _DISTRIBUTION.fullmatch(entry.name):
                name = re.sub(r"[-_.]+", "-", match["name"]).lower()
                found.setdefault(name, match["version"])
    return dict(sorted(found.items()))
