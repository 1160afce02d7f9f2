"""A model's lock, ``ancho.lock``: the exact packages that its requirements stand for, with the digests of their files.

It is in pip's format, so that pip can install it by itself. Its head says which requirements and which Python it was
made for; it is refused for others.
"""

import hashlib
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from ancho._errors import AnchoError, ModelError
from ancho._pip_failures import what_went_wrong
from ancho._requirements import REQUIREMENTS, Requirements, read_requirements
from ancho._text_files import read_text

LOCK = "ancho.lock"

_HEAD = re.compile(r"# of (?P<requirements>sha256:[0-9a-f]{64}), for (?P<python>[a-z]+ \d+\.\d+)")
_LINE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[A-Za-z0-9.!+_-]+( --hash=sha256:[0-9a-f]{64})+")
_REMEDY = "make it anew with: ancho lock DIR"


@dataclass(frozen=True)
class Lock:
    """A lock that fits its model's requirements and this Python.

    Attributes
    ----------
    lines
        ``name==version --hash=sha256:…``, one a package
    """

    lines: tuple[str, ...]


def read_lock(folder: Path, wanted: Requirements) -> Lock | None:
    """The lock of the model in a folder, if there is one.

    Raises
    ------
    ModelError
        if it is none, or one of other requirements, or for another Python
    """
    if not (folder / LOCK).exists():
        return None
    head, *lines = read_text(folder / LOCK, LOCK).splitlines() or [""]
    found = _HEAD.fullmatch(head)
    if found is None:
        raise ModelError(f"{LOCK}, line 1: must say what it is of and for; {_REMEDY}")
    for number, line in enumerate(lines, 2):
        if not _LINE.fullmatch(line):
            raise ModelError(f"{LOCK}, line {number}: must be name==version and --hash=sha256:…; {_REMEDY}")
    if found["requirements"] != _digest(wanted):
        raise ModelError(f"{LOCK} is of other requirements than {REQUIREMENTS} has now; {_REMEDY}")
    if found["python"] != _python():
        raise ModelError(f"{LOCK} is for {found['python']}, and this is {_python()}; {_REMEDY} under this one")
    return Lock(tuple(lines))


def make_lock(folder: Path) -> Lock:
    """Resolve the requirements of the model in a folder, and write its lock.

    NumPy is part of it: the one that is here, unless the requirements ask for another.

    Raises
    ------
    ModelError
        if the model has no requirements, or they cannot be read or resolved
    NotReachable
        if the package index cannot be reached
    """
    wanted = read_requirements(folder)
    if not wanted.names:
        raise ModelError(f"there is nothing to lock: the model in {folder} has no {REQUIREMENTS}")
    lines = tuple(sorted(_line(package) for package in _resolved(wanted)))
    text = "\n".join([f"# of {_digest(wanted)}, for {_python()}", *lines])
    (folder / LOCK).write_text(text + "\n", encoding="utf-8")
    return Lock(lines)


def _digest(wanted: Requirements) -> str:
    parts = [*wanted.lines, *(f"-c {line}" for line in wanted.constraints)]
    return f"sha256:{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()}"


def _python() -> str:
    return f"{sys.implementation.name} {sys.version_info.major}.{sys.version_info.minor}"


def _resolved(wanted: Requirements) -> Sequence[Mapping[str, Any]]:
    try:
        return _resolution(wanted, [f"numpy=={metadata.version('numpy')}"])
    except ModelError:
        return _resolution(wanted, ["numpy"])


def _resolution(wanted: Requirements, more: Sequence[str]) -> Sequence[Mapping[str, Any]]:
    if importlib.util.find_spec("pip") is None:
        raise AnchoError(f"pip is needed to make a lock: {sys.executable} -m ensurepip")
    with tempfile.TemporaryDirectory(prefix="ancho-lock-") as given:
        scratch = Path(given)
        (scratch / REQUIREMENTS).write_text("\n".join([*wanted.lines, *more]) + "\n", encoding="utf-8")
        (scratch / "constraints.txt").write_text("\n".join(wanted.constraints) + "\n", encoding="utf-8")
        command = [sys.executable, "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--quiet"]
        command += ["--dry-run", "--ignore-installed", "--only-binary", ":all:", "--report", "report.json"]
        command += ["--constraint", "constraints.txt", "--requirement", REQUIREMENTS]
        done = subprocess.run(
            command, cwd=scratch, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace"
        )
        if done.returncode != 0:
            raise what_went_wrong(done.returncode, done.stderr)
        return list(json.loads((scratch / "report.json").read_text(encoding="utf-8"))["install"])


def _line(package: Mapping[str, Any]) -> str:
    name = re.sub(r"[-_.]+", "-", package["metadata"]["name"]).lower()
    digest = package["download_info"]["archive_info"]["hashes"]["sha256"]
    return f"{name}=={package['metadata']['version']} --hash=sha256:{digest}"
