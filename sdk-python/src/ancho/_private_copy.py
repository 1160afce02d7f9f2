"""A model's files as its process has them: a copy of its own, which cannot be written to."""

import os
import shutil
from pathlib import Path

_NOT_WRITABLE = 0o555


def private_copy(folder: Path, copy: Path) -> Path:
    """A copy of a folder that is made at ``copy``; the folder itself where it is mounted for reading only."""
    if os.statvfs(folder).f_flag & os.ST_RDONLY:
        return folder
    delete(copy)
    shutil.copytree(folder, copy)
    for path, _, files in os.walk(copy, topdown=False):
        for name in files:
            _make_read_only(Path(path, name))
        _make_read_only(Path(path))
    return copy


def _make_read_only(path: Path) -> None:
    path.chmod(path.stat().st_mode & _NOT_WRITABLE)


def delete(folder: Path) -> None:
    """Delete a folder, also one that cannot be written to, if it is there."""
    for path, _, _ in os.walk(folder):
        Path(path).chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)
