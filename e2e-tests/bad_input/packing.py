"""Makes archives, good and bad."""

import io
import tarfile
import zipfile
from collections.abc import Iterable, Mapping


def archive(files: Mapping[str, str | bytes], others: Iterable[tarfile.TarInfo] = ()) -> bytes:
    """A .tar.gz of files, and of entries that are no files."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz", compresslevel=1) as tar:
        for name, content in files.items():
            encoded = content.encode() if isinstance(content, str) else content
            entry = tarfile.TarInfo(name)
            entry.size = len(encoded)
            tar.addfile(entry, io.BytesIO(encoded))
        for entry in others:
            tar.addfile(entry)
    return buffer.getvalue()


def entry(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    """An entry that is no file: a link, a device, a pipe."""
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, target
    return made


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return buffer.getvalue()
