"""A model's archive, as it is sent to a service, and its id."""

import gzip
import hashlib
import io
import shutil
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from ancho._cache import begin_use
from ancho._errors import ModelError
from ancho._model_files import ModelFile, all_files_of, files_of, mebibytes, told_largest

MAX_UPLOAD = 64 * 2**20
_BLOCK = 512
_MAX_NAME, _MAX_PREFIX = 100, 155
_LEVEL = 6


def pack(model: Path) -> bytes:
    """The normalised archive of a model, a folder or a single file: the same files give the same bytes everywhere.

    It is an uncompressed tar (ustar) of the regular files and empty folders, sorted by path, with neither times nor
    owners, and of the mode with nothing but whether the owner may execute a file.

    Raises
    ------
    ModelError
        naming the file that it cannot hold, or the largest ones if they are too large for a service
    """
    files = files_of(model)
    archive = _tar(files)
    if len(archive) > MAX_UPLOAD and (size := len(compress(archive))) > MAX_UPLOAD:
        limit = f"{mebibytes(size)} when compressed, more than the {mebibytes(MAX_UPLOAD)} that a model may have"
        largest = f"the largest are {told_largest(files)}; name what the model does not need in .anchoignore"
        raise ModelError(f"{model}: has {mebibytes(len(archive))}, {limit}; {largest}")
    return archive


def id_of(archive: bytes) -> str:
    """The id of the model of a normalised archive."""
    return "sha256:" + hashlib.sha256(archive).hexdigest()


def compress(archive: bytes) -> bytes:
    """The archive as it is uploaded, a .tar.gz."""
    return gzip.compress(archive, _LEVEL, mtime=0)


def unpack(compressed: bytes, model_id: str, models: Path) -> Path:
    """The folder of a model that was fetched, checked against its id and kept for the next time."""
    archive = gzip.decompress(compressed)
    if id_of(archive) != model_id:
        raise ModelError(f"the archive that came for {model_id} is another one: {id_of(archive)}")
    return kept(archive, models)


def kept(archive: bytes, models: Path) -> Path:
    """The folder with an archive's files among those that are kept, unpacked anew if it has other files by now."""
    folder = models / id_of(archive).rpartition(":")[2]
    begin_use(folder)
    if not _holds(folder, archive):
        _extract(archive, folder)
    return folder


def _holds(folder: Path, archive: bytes) -> bool:
    try:
        return folder.is_dir() and _tar(all_files_of(folder)) == archive
    except ModelError:  # a link or a pipe that a model left there
        return False


def _tar(files: Iterable[ModelFile]) -> bytes:
    archive = io.BytesIO()
    for file in files:
        content = file.read()
        archive.write(_header(file, len(content)))
        archive.write(content)
        archive.write(bytes(-len(content) % _BLOCK))
    archive.write(bytes(2 * _BLOCK))
    return archive.getvalue()


def _extract(archive: bytes, folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent))
    beside.chmod(0o755)
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            _extract_member(tar, member, beside)
    _put_in_place(beside, folder)


def _extract_member(tar: tarfile.TarFile, member: tarfile.TarInfo, beside: Path) -> None:
    path = PurePosixPath(member.name)
    if path.is_absolute() or ".." in path.parts or not (member.isfile() or member.isdir()):
        raise ModelError(f"the archive holds {member.name!r}, which is no file of a model")
    target = beside / path
    if member.isdir():
        target.mkdir(parents=True, exist_ok=True)
        return
    content = tar.extractfile(member)
    assert content is not None
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content.read())
    target.chmod(member.mode)


def _put_in_place(beside: Path, folder: Path) -> None:
    """In place of a folder that has other files; another process may be doing the same."""
    old = Path(tempfile.mkdtemp(dir=folder.parent))
    try:
        if folder.exists():
            folder.rename(old / "replaced")
        beside.rename(folder)
    except OSError:  # the other process was first
        shutil.rmtree(beside, ignore_errors=True)
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _header(file: ModelFile, size: int) -> bytes:
    prefix, rest = _split(file.name)
    is_folder = file.name.endswith("/")
    fields = (
        rest.ljust(100, b"\0"),
        b"0000755\0" if is_folder or file.executable else b"0000644\0",
        b"0000000\0",
        b"0000000\0",
        b"%011o\0" % size,
        b"%011o\0" % 0,
        b" " * 8,
        b"5" if is_folder else b"0",
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
    """The prefix and name of a ustar header: the name is as long as fits, a slash at its end included."""
    encoded = name.encode()
    if len(encoded) <= _MAX_NAME:
        return b"", encoded
    slash = encoded.find(b"/", len(encoded) - _MAX_NAME - 1, len(encoded) - 1)
    if not 0 < slash <= _MAX_PREFIX:
        limits = f"{_MAX_NAME} bytes for the name and {_MAX_PREFIX} for its folder at most"
        raise ModelError(f"{name}: has too long a path: {limits}")
    return encoded[:slash], encoded[slash + 1 :]
