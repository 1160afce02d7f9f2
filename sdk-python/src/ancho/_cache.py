"""The cache of models and environments on this machine: who uses what, and what nobody has used for long.

Beside each entry is a file ``<entry>.use``, which is never removed: its time is that of the last use, and whoever uses
the entry holds a shared lock on it (fcntl's, as executors do). Whoever removes the entry holds the exclusive one.
"""

import fcntl
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ancho._home import environments, models

_MARK = ".use"
_COMPANIONS = (".tar.gz", ".seal")  # what an executor keeps beside a model, or an environment
_OWNER = "of-"  # the folders of the users whose environments an executor has made
_READY = "ancho-ready"
_BLOCK = 512

_used: dict[Path, IO[bytes]] = {}


def begin_use(entry: Path) -> None:
    """Keep an entry from being removed for as long as this process lives.

    To be called before it is looked whether the entry is there. The entry may be one that is still to be made.
    """
    if entry not in _used:
        entry.parent.mkdir(parents=True, exist_ok=True)
        mark = _mark(entry).open("ab+")
        fcntl.lockf(mark, fcntl.LOCK_SH)
        _used[entry] = mark
    os.utime(_mark(entry))


@dataclass(frozen=True)
class CacheEntry:
    """Something in the cache.

    Attributes
    ----------
    path
        a model's folder, an environment, or what an interrupted process has left
    kind
        ``"model"``, ``"environment"`` or ``"leftover"``
    last_use
        seconds since 1970
    size
        bytes on the disk
    """

    path: Path
    kind: str
    last_use: float
    size: int

    @property
    def age(self) -> float:
        """Seconds since its last use."""
        return max(0.0, time.time() - self.last_use)


def cache_entries() -> Iterator[CacheEntry]:
    """What is in the cache of ``$ANCHO_HOME``, in no order."""
    for kind, folder in (("model", models()), ("environment", environments())):
        for path in _entries(folder):
            yield CacheEntry(path, _kind(kind, path), _last_use(path), size_of(path))


def _entries(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_dir() and not path.is_symlink():
            yield from _entries(path) if path.name.startswith(_OWNER) else (path,)


def remove_entry(path: Path) -> bool:
    """Remove an entry, unless somebody uses it; whether it was removed."""
    if path in _used:
        return False
    with _mark(path).open("ab+") as mark:
        try:
            fcntl.lockf(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        # Out of the way first: a folder that is half gone must not be taken for whole.
        removed = Path(tempfile.mkdtemp(dir=path.parent, prefix=".removing-"))
        path.rename(removed / path.name)
        for ending in _COMPANIONS:
            path.with_name(path.name + ending).unlink(missing_ok=True)
        remove_folder(removed)
        return True


def remove_folder(folder: Path) -> None:
    """Remove a folder, also one whose files are not writable."""
    for parent, _, _ in os.walk(folder):
        Path(parent).chmod(stat.S_IMODE(os.lstat(parent).st_mode) | stat.S_IRWXU)
    shutil.rmtree(folder)


def size_of(path: Path) -> int:
    """The bytes that a folder or file has on the disk, links counted once."""
    sizes = {}
    for parent, folders, files in os.walk(path):
        for name in (".", *folders, *files):
            try:
                found = Path(parent, name).lstat()
            except FileNotFoundError:
                continue
            sizes[found.st_dev, found.st_ino] = found.st_blocks * _BLOCK
    return sum(sizes.values()) if path.is_dir() else path.lstat().st_blocks * _BLOCK


def _kind(kind: str, path: Path) -> str:
    is_whole = (path / _READY).exists() if kind == "environment" else len(path.name) == 64
    return kind if is_whole else "leftover"


def _last_use(path: Path) -> float:
    try:
        return _mark(path).stat().st_mtime
    except FileNotFoundError:
        return path.stat().st_mtime


def _mark(entry: Path) -> Path:
    return entry.with_name(entry.name + _MARK)
