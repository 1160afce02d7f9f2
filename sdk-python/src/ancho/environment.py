"""Prepares the Python environment of a model: ``python -m ancho.environment MODEL_DIR --cache DIR``.

Prints ``{"python": "/path/of/interpreter"}`` and exits 0, or prints ``{"error": "…"}`` and exits 1 where the model's
requirements are at fault. Whatever else goes wrong, an index that does not answer or a full disk, is told on standard
error and by the exit status 75: the same may go well at another time.

A model without ``pip-requirements.txt`` uses this interpreter. Otherwise it gets a virtual environment of its own,
which sees this interpreter's packages behind its own, and which is kept under the SHA-256 of the requirements, with
those of included files, of its lock and of the Python version. A model that has a lock gets exactly what is in it.
"""

import argparse
import fcntl
import hashlib
import importlib.util
import json
import shutil
import site
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ancho._activity import activity
from ancho._cache import begin_use
from ancho._errors import AnchoError, ModelError
from ancho._lock import Lock, read_lock
from ancho._pip_failures import what_went_wrong
from ancho._requirements import REQUIREMENTS, Requirements, read_requirements
from ancho._text import encodable

_READY = "ancho-ready"
_CONSTRAINTS = "constraints.txt"
_TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h


def prepare(folder: Path, cache: Path) -> Path:
    """The interpreter that a model's processes use; safe to call at once from many processes.

    Raises
    ------
    ModelError
        if the requirements cannot be read or installed, with the line or with what pip says
    NotReachable
        if the package index cannot be reached
    OSError
        if the disk refuses, or pip is ended
    """
    wanted = _wanted(folder)
    if not wanted.names:
        return Path(sys.executable)
    lock = read_lock(folder, wanted)
    environment = cache.resolve() / _key(wanted, lock)
    begin_use(environment)
    if not (environment / _READY).exists():
        with _locked(environment.with_suffix(".lock")):
            if not (environment / _READY).exists():
                with activity(f"installing the packages of {REQUIREMENTS}"):
                    _make(environment, wanted, lock)
    return _interpreter(environment)


def _wanted(folder: Path) -> Requirements:
    try:
        return read_requirements(folder)
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{REQUIREMENTS} cannot be read: {error}") from error


def _key(wanted: Requirements, lock: Lock | None) -> str:
    python = f"{sys.implementation.cache_tag} {sys.version} {sys.prefix}"
    parts = [python, *wanted.lines, *(f"-c {line}" for line in wanted.constraints), *(lock.lines if lock else ())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(environment: Path, wanted: Requirements, lock: Lock | None) -> None:
    shutil.rmtree(environment, ignore_errors=True)
    has_pip = importlib.util.find_spec("pip") is not None
    venv.create(environment, with_pip=not has_pip, symlinks=True)
    _see_own_packages(environment)
    (environment / REQUIREMENTS).write_text("\n".join(lock.lines if lock else wanted.lines) + "\n", encoding="utf-8")
    (environment / _CONSTRAINTS).write_text("\n".join(wanted.constraints) + "\n", encoding="utf-8")
    pip = sys.executable if has_pip else str(_interpreter(environment))
    _install(environment, pip, ["--no-deps", "--require-hashes"] if lock else ["--constraint", _CONSTRAINTS])
    (environment / _READY).touch()


def _see_own_packages(environment: Path) -> None:
    own = [path for path in site.getsitepackages() if Path(path).is_dir()]
    python = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = environment / "lib" / python / "site-packages"
    text = "".join(f"import site; site.addsitedir({path!r})\n" for path in own)
    (packages / "ancho-packages-behind.pth").write_text(text, encoding="utf-8")


def _install(environment: Path, python: str, options: list[str]) -> None:
    command = [python, "-m", "pip", "--python", str(_interpreter(environment)), "install", "--no-input"]
    command += ["--disable-pip-version-check", "--only-binary", ":all:"]
    command += [*options, "--requirement", REQUIREMENTS]
    done = subprocess.run(
        command, cwd=environment, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace"
    )
    if done.returncode != 0:
        raise what_went_wrong(done.returncode, done.stderr)


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
    except ModelError as error:
        answer, status = {"error": encodable(str(error))}, 1
    except (AnchoError, OSError, subprocess.CalledProcessError) as error:
        print(f"ancho.environment: {encodable(str(error))}", file=sys.stderr)
        return _TRY_AGAIN
    print(json.dumps(answer))
    return status


if __name__ == "__main__":
    sys.exit(main())
