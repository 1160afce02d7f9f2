"""A model's archive, as it is sent to a service, and its id."""

import fnmatch
import gzip
import hashlib
import io
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ancho._errors import InvalidRequest, ModelError

_LEFT_OUT = (".git", "__pycache__", ".venv", "*.pyc", ".ancho")
_IGNORE_FILE = ".anchoignore"
_BLOCK = 512
_MAX_NAME, _MAX_PREFIX = 100, 155


def pack(folder: Path) -> bytes:
    """The normalised archive of a model's folder: the same files give the same bytes everywhere.

    It is an uncompressed tar (ustar) of the regular files, sorted by path, with neither times nor owners.
    """
    archive = io.BytesIO()
    for name, path in sorted(_files(folder), key=lambda file: file[0].encode()):
        content = path.read_bytes()
        archive.write(_header(name, len(content)))
        archive.write(content)
        archive.write(bytes(-len(content) % _BLOCK))
    archive.write(bytes(2 * _BLOCK))
    return archive.getvalue()


def id_of(archive: bytes) -> str:
    """The id of the model of a normalised archive."""
    return "sha256:" + hashlib.sha256(archive).hexdigest()


def compress(archive: bytes) -> bytes:
    """The archive as it is uploaded, a .tar.gz."""
    return gzip.compress(archive, mtime=0)


def unpack(compressed: bytes, model_id: str, models: Path) -> Path:
    """The folder of a model that was fetched, checked against its id and kept for the next time."""
    archive = gzip.decompress(compressed)
    if id_of(archive) != model_id:
        raise ModelError(f"the archive that came for {model_id} is another one: {id_of(archive)}")
    folder = models / model_id.rpartition(":")[2]
    if not folder.exists():
        _extract(archive, folder)
    return folder


def _extract(archive: bytes, folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent))
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            path = PurePosixPath(member.name)
            content = tar.extractfile(member)
            if content is None or path.is_absolute() or ".." in path.parts:
                raise ModelError(f"the archive holds {member.name!r}, which is no file of a model")
            (beside / path).parent.mkdir(parents=True, exist_ok=True)
            (beside / path).write_bytes(content.read())
    try:
        beside.rename(folder)
    except OSError:  # another process was first
        shutil.rmtree(beside)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    ignored = [*_LEFT_OUT, *_ignored(folder / _IGNORE_FILE)]
    yield from _walk(folder, PurePosixPath(), ignored)


def _walk(folder: Path, at: PurePosixPath, ignored: list[str]) -> Iterator[tuple[str, Path]]:
    for path in folder.iterdir():
        relative = at / path.name
        if any(_matches(relative, pattern, path.is_dir()) for pattern in ignored):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path, relative, ignored)
        elif path.is_file():
            yield str(relative), path


def _ignored(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _matches(path: PurePosixPath, pattern: str, is_folder: bool) -> bool:
    """As in a .gitignore, without negation: a slash inside means the whole path, one at the end folders only."""
    if pattern.endswith("/") and not is_folder:
        return False
    pattern = pattern.rstrip("/")
    if "/" in pattern:
        return fnmatch.fnmatchcase(str(path), pattern.lstrip("/"))
    return fnmatch.fnmatchcase(path.name, pattern)


def _header(name: str, size: int) -> bytes:
    prefix, rest = _split(name)
    fields = (
        rest.ljust(100, b"\0"),
        b"0000644\0",
        b"0000000\0",
        b"0000000\0",
        b"%011o\0" % size,
        b"%011o\0" % 0,
        b" " * 8,
        b"0",
        bytes(100),
        b"ustar\00000",
        bytes(64),
        bytes(16),
        prefix.ljust(155, b"\0"),
        bytes(12),
    )
    header = b"".join(fields)
    return header[:148] + b"%06o\0 " % sum(header) + header[156:]


def _split(name: str) -> tuple[bytes, bytes]:
    """The prefix and name of a ustar header: the name is as long as fits."""
    encoded = name.encode()
    if len(encoded) <= _MAX_NAME:
        return b"", encoded
    slash = encoded.find(b"/", len(encoded) - _MAX_NAME - 1)
    if not 0 < slash <= _MAX_PREFIX:
        raise InvalidRequest(f"{name}: the path is too long for an archive")
    return encoded[:slash], encoded[slash + 1 :]
