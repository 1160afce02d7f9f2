"""Text in a model's files, as editors of any system write it.

UTF-8 is read, and UTF-16 that begins with its byte order mark, with any ends of lines. Everything else is refused: a
guess would be right on one machine and wrong on the next. The services read by the same rule.
"""

import codecs
from pathlib import Path

from ancho._errors import ModelError
from ancho._text import described

_MAX_BYTES = 2**20
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def read_text(path: Path, name: str | Path) -> str:
    """The text of a file, its lines ended by ``\\n``; ``name`` is what the file is called in an error.

    Raises
    ------
    ModelError
        if it is not UTF-8, with the line and the byte, or larger than 1 MiB
    """
    with path.open("rb") as file:
        content = file.read(_MAX_BYTES + 1)
    if len(content) > _MAX_BYTES:
        raise ModelError(f"{name}: is larger than 1 MiB")
    text = _decoded(content, name)
    if (at := text.find("\0")) >= 0:
        why = "if the file is UTF-16 without its mark, save it as UTF-8"
        raise ModelError(f"{name}, line {_line(text[:at])}: has {described(text[at])}; {why}")
    return _with_plain_ends(text)


def _decoded(content: bytes, name: str | Path) -> str:
    if content.startswith(_UTF_32):
        raise ModelError(f"{name}: is UTF-32; save the file as UTF-8")
    if encoding := _UTF_16.get(content[:2]):
        try:
            return content[2:].decode(encoding)
        except UnicodeDecodeError:
            raise ModelError(f"{name}: is not whole UTF-16; save the file as UTF-8") from None
    try:
        return content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = _line(error.object[: error.start].decode("latin-1"))
        byte = f"0x{error.object[error.start]:02X}"
        raise ModelError(f"{name}, line {line}: the byte {byte} is not UTF-8; save the file as UTF-8") from None


def _line(before: str) -> int:
    return _with_plain_ends(before).count("\n") + 1


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
