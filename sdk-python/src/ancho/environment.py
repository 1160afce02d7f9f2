"""Prepares the Python environment of a model: ``python -m ancho.environment MODEL_DIR --cache DIR``.

Prints ``{"python": "/path/of/interpreter"}`` and exits 0, or prints ``{"error": "…"}`` and exits 1. A model without
``pip-requirements.txt`` uses this interpreter. Otherwise it gets a virtual environment of its own, which sees this
interpreter's packages behind its own, and which is kept under the SHA-256 of the requirements and the Python version.
"""

import argparse
import fcntl
import hashlib
import importlib.util
import json
import re
import shutil
import site
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ancho._errors import ModelError
from ancho._loading import REQUIREMENTS

_READY = "ancho-ready"
_REQUIREMENT = re.compile(r"[A-Za-z0-9][\w.-]*\s*(\[[\w,\s.-]*\])?\s*([<>=!~;(]|--hash|#|$)", re.ASCII)


def prepare(folder: Path, cache: Path) -> Path:
    """The interpreter that a model's processes use; safe to call at once from many processes.

    Raises
    ------
    ModelError
        if the requirements cannot be installed, with what pip says
    """
    requirements = folder / REQUIREMENTS
    lines = _lines(requirements) if requirements.is_file() else []
    if not lines:
        return Path(sys.executable)
    environment = cache.resolve() / _key(lines)
    if not (environment / _READY).exists():
        environment.parent.mkdir(parents=True, exist_ok=True)
        with _locked(environment.with_suffix(".lock")):
            if not (environment / _READY).exists():
                _make(environment, lines)
    return _interpreter(environment)


def _lines(requirements: Path) -> list[str]:
    """The requirements, one a line; an option or an address, which could fetch anything, is refused."""
    lines = [line.strip() for line in requirements.read_text(encoding="utf-8").splitlines()]
    for number, line in enumerate(lines, 1):
        if line and not line.startswith("#") and not _REQUIREMENT.match(line):
            raise ModelError(f"{REQUIREMENTS}, line {number}: must be a package's name and version, not {line!r}")
    return [line for line in lines if line and not line.startswith("#")]


def _key(lines: list[str]) -> str:
    python = f"{sys.implementation.cache_tag} {sys.version} {sys.prefix}"
    return hashlib.sha256("\n".join([python, *lines]).encode()).hexdigest()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(environment: Path, lines: list[str]) -> None:
    shutil.rmtree(environment, ignore_errors=True)
    has_pip = importlib.util.find_spec("pip") is not None
    venv.create(environment, with_pip=not has_pip, symlinks=True)
    _see_own_packages(environment)
    (environment / REQUIREMENTS).write_text("\n".join(lines) + "\n", encoding="utf-8")
    _install(environment, sys.executable if has_pip else str(_interpreter(environment)))
    (environment / _READY).touch()


def _see_own_packages(environment: Path) -> None:
    own = [path for path in site.getsitepackages() if Path(path).is_dir()]
    python = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = environment / "lib" / python / "site-packages"
    text = "".join(f"import site; site.addsitedir({path!r})\n" for path in own)
    (packages / "ancho-packages-behind.pth").write_text(text, encoding="utf-8")


def _install(environment: Path, python: str) -> None:
    command = [python, "-m", "pip", "--python", str(_interpreter(environment)), "install", "--no-input"]
    command += ["--disable-pip-version-check", "--only-binary", ":all:", "--requirement", REQUIREMENTS]
    done = subprocess.run(command, cwd=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        lines = done.stderr.splitlines()
        errors = [line for line in lines if line.startswith("ERROR:")] or lines[-3:]
        said = " ".join(errors).replace("ERROR: ", "")
        wheels = "; packages are installed as wheels, none is built from source" if "No matching" in said else ""
        raise ModelError(f"{REQUIREMENTS} cannot be installed: {said}{wheels}")


def _interpreter(environment: Path) -> Path:
    return environment / "bin" / "python"


def main() -> int:
    """The command line; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m ancho.environment", description=prepare.__doc__)
    parser.add_argument("model_dir", type=Path)
    parser.add_argument("--cache", type=Path, required=True)
    arguments = parser.parse_args()
    try:
        answer, status = {"python": str(prepare(arguments.model_dir, arguments.cache))}, 0
    except (ModelError, OSError, subprocess.CalledProcessError) as error:
        answer, status = {"error": str(error)}, 1
    print(json.dumps(answer))
    return status


if __name__ == "__main__":
    sys.exit(main())
