"""Which files a model has: those of its folder that go into its archive, and what may not be among them.

A local run sees the same files as a service, so that what is missing, refused or left out is so on both.
"""

import fnmatch
import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ancho._description import FILE, describe, folder_of
from ancho._errors import ModelError
from ancho._requirements import REQUIREMENTS
from ancho._text import described, encodable, shown, unfit
from ancho._text_files import read_text

# ``.#name`` is what an editor leaves beside a file that is being edited, a link that leads nowhere.
LEFT_OUT = (".git", "__pycache__", ".venv", "*.pyc", ".ancho", ".#*")

MAX_FILES = 10_000
MAX_BYTES = 256 * 2**20
_IGNORE_FILE = ".anchoignore"
_LARGEST = 5
# Windows takes the one for a separator; archives of names that are not UTF-8 are read with the others in their place.
_NOT_IN_PATHS = "\\?\ufffd"


@dataclass(frozen=True)
class ModelFile:
    """A file of a model, or an empty folder.

    Attributes
    ----------
    name
        its path in the model's folder, of an empty folder with a slash at its end
    content
        where its bytes are, or they themselves
    size
        in bytes, when it was looked at
    executable
        whether its owner may execute it
    """

    name: str
    content: Path | bytes
    size: int
    executable: bool = False

    def read(self) -> bytes:
        """Its bytes."""
        if isinstance(self.content, bytes):
            return self.content
        try:
            return self.content.read_bytes()
        except OSError as error:
            raise _refused(self.name, f"cannot be read: {error.strerror}") from None


def files_of(model: Path) -> list[ModelFile]:
    """The files of a model, in the order of an archive: by the bytes of their paths.

    Links to files are followed, and links to folders that are in the model's folder themselves. A single file has an
    ``ancho.toml`` written for it, and the ``pip-requirements.txt`` beside it.

    Raises
    ------
    ModelError
        naming the file that no archive can hold, or the largest ones if they are too large
    """
    model = folder_of(model)
    files = list(_of_single_file(model) if model.is_file() else _Folder(model).files())
    _check_names(files)
    _check_size(model, files)
    return sorted(files, key=lambda file: file.name.encode())


def all_files_of(folder: Path) -> list[ModelFile]:
    """The files of a folder whatever its ``.anchoignore`` says, in the order of an archive."""
    return sorted(_Folder(folder, ignored=[]).files(), key=lambda file: file.name.encode())


def told_largest(files: list[ModelFile]) -> str:
    """The largest files, with their sizes; none that hardly counts."""
    least = sum(file.size for file in files) / 100
    largest = sorted((file for file in files if file.size > least), key=lambda file: file.size, reverse=True)
    return ", ".join(f"{file.name} ({mebibytes(file.size)})" for file in largest[:_LARGEST])


def mebibytes(size: int) -> str:
    """A size as a person reads it."""
    return f"{size / 2**20:,.1f} MiB"


def _of_single_file(path: Path) -> Iterator[ModelFile]:
    toml = describe(path).toml().encode()
    yield ModelFile(FILE, toml, len(toml))
    for file in (path, path.with_name(REQUIREMENTS)):
        if file.is_file():
            yield ModelFile(file.name, file, file.stat().st_size)


class _Folder:
    """A walk through a model's folder."""

    def __init__(self, root: Path, ignored: list[str] | None = None) -> None:
        self._root = root
        self._ignored = [*LEFT_OUT, *(_ignored(root / _IGNORE_FILE) if ignored is None else ignored)]
        self._count = Counter[str]()

    def files(self) -> Iterator[ModelFile]:
        yield from self._walk(self._root, PurePosixPath(), (self._root.resolve(),))

    def _walk(self, folder: Path, at: PurePosixPath, within: tuple[Path, ...]) -> Iterator[ModelFile]:
        """``within`` are the folders that lead here, without links."""
        is_empty = True
        for path in _children(folder, at):
            relative = at / path.name
            if not any(_matches(relative, pattern, path) for pattern in self._ignored):
                is_empty = False
                yield from self._entry(path, relative, within)
        if is_empty and at.parts:
            yield ModelFile(f"{at}/", b"", 0)

    def _entry(self, path: Path, at: PurePosixPath, within: tuple[Path, ...]) -> Iterator[ModelFile]:
        status = _status(path, at)
        if stat.S_ISDIR(status.st_mode):
            target = path.resolve()
            self._check_link(path, at, target, within)
            yield from self._walk(path, at, (*within, target))
        elif stat.S_ISREG(status.st_mode):
            self._check_count(at)
            if not os.access(path, os.R_OK):
                raise _refused(at, "cannot be read: Permission denied")
            yield ModelFile(str(at), path, status.st_size, bool(status.st_mode & stat.S_IXUSR))
        else:
            what = "a pipe" if stat.S_ISFIFO(status.st_mode) else "a socket" if stat.S_ISSOCK(status.st_mode) else ""
            raise _refused(at, f"is {what or 'a device'}, which a model may not have; {_OR_IGNORE}")

    def _check_link(self, path: Path, at: PurePosixPath, target: Path, within: tuple[Path, ...]) -> None:
        if not path.is_symlink():
            return
        if not target.is_relative_to(within[0]):
            raise _refused(at, f"is a link to a folder outside the model's; put the folder itself there, or {_IGNORE}")
        if target in within:
            raise _refused(at, f"is a link to a folder that it is in; {_OR_IGNORE}")

    def _check_count(self, at: PurePosixPath) -> None:
        self._count[at.parts[0] if len(at.parts) > 1 else "the folder itself"] += 1
        if self._count.total() > MAX_FILES:
            most, count = self._count.most_common(1)[0]
            raise ModelError(f"{self._root}: has more than {MAX_FILES:,} files, {count:,} of them in {most}; {_IGNORE}")


_IGNORE = f"name what the model does not need in {_IGNORE_FILE}"
_OR_IGNORE = f"remove it, or {_IGNORE}"


def _refused(at: PurePosixPath | str, why: str) -> ModelError:
    return ModelError(f"{encodable(str(at))}: {why}")


def _children(folder: Path, at: PurePosixPath) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError as error:
        raise _refused(at, f"cannot be read: {error.strerror}") from None


def _status(path: Path, at: PurePosixPath) -> os.stat_result:
    try:
        return path.stat()
    except PermissionError as error:
        raise _refused(at, f"cannot be read: {error.strerror}") from None
    except OSError:
        raise _refused(at, f"is a link that leads nowhere; {_OR_IGNORE}") from None


def _ignored(path: Path) -> list[str]:
    lines = read_text(path, _IGNORE_FILE).split("\n") if path.is_file() else []
    for number, line in enumerate(lines, 1):
        if line.startswith("!"):
            raise ModelError(
                f"{_IGNORE_FILE}, line {number}: a pattern cannot begin with !; name what is left out alone"
            )
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _matches(at: PurePosixPath, pattern: str, path: Path) -> bool:
    """As in a .gitignore, without negation: a slash inside means the whole path, one at the end folders only."""
    if pattern.endswith("/") and not os.path.isdir(path):  # noqa: PTH112 - Path's raises where it may not look
        return False
    pattern = pattern.rstrip("/")
    if "/" in pattern:
        return fnmatch.fnmatchcase(str(at), pattern.lstrip("/"))
    return fnmatch.fnmatchcase(at.name, pattern)


def _check_names(files: list[ModelFile]) -> None:
    """The services' rules for paths, in the same words (run.model.EntryPath)."""
    folded: dict[str, str] = {}
    for file in files:
        if any("\ud800" <= character <= "\udfff" for character in file.name):
            escaped = os.fsencode(file.name).decode("utf-8", "backslashreplace")
            raise ModelError(f"{escaped}: has a name that is not UTF-8; rename it")
        bad = next((described(character) for character in file.name if character in _NOT_IN_PATHS), None)
        if character := unfit(file.name) or bad:
            raise ModelError(f"{shown(file.name)}: has {character} in its path; rename it")
        fold = unicodedata.normalize("NFC", file.name.rstrip("/")).lower()
        if fold in folded:
            raise ModelError(f"{folded[fold]} and {file.name} are one file on some machines; rename one")
        folded[fold] = file.name


def _check_size(model: Path, files: list[ModelFile]) -> None:
    if (size := sum(file.size for file in files)) > MAX_BYTES:
        limit = f"more than the {mebibytes(MAX_BYTES)} that a model may have"
        raise ModelError(f"{model}: has {mebibytes(size)}, {limit}; the largest are {told_largest(files)}; {_IGNORE}")
    if model.is_dir() and (model / FILE).is_file() and not any(file.name == FILE for file in files):
        raise ModelError(f"{_IGNORE_FILE}: leaves out {FILE}, without which there is no model")
