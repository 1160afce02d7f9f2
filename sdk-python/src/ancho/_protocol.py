"""Messages between a runner process and whoever started it.

A message is a uint32 LE length of the header, a uint32 LE length of the payload, the header (a UTF-8 JSON object) and
the payload.
"""

import json
import struct
from collections.abc import Iterable
from typing import IO, Any

import numpy as np

from ancho._layout import Floats

_LENGTHS = struct.Struct("<II")
_LITTLE = np.dtype("<f8")


def write(stream: IO[bytes], header: dict[str, Any], columns: Iterable[Floats] = ()) -> None:
    """Write one message, whose payload is the columns one after the other as float64 LE."""
    text = json.dumps(header, ensure_ascii=False, allow_nan=False).encode("utf-8", "backslashreplace")
    parts = [np.ascontiguousarray(column, dtype=_LITTLE) for column in columns]
    stream.write(_LENGTHS.pack(len(text), sum(part.nbytes for part in parts)))
    stream.write(text)
    for part in parts:
        if part.nbytes:
            stream.write(part.data.cast("B"))
    stream.flush()


def read(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """Read one message, or None where the stream ends before one.

    Raises
    ------
    EOFError
        if the stream ends inside a message
    """
    lengths = stream.read(_LENGTHS.size)
    if not lengths:
        return None
    if len(lengths) < _LENGTHS.size:
        raise EOFError("the stream ended inside a message")
    header_length, payload_length = _LENGTHS.unpack(lengths)
    header = json.loads(_exactly(stream, header_length))
    return header, _exactly(stream, payload_length)


def columns_of(payload: bytes, count: int, lengths: Iterable[int | None]) -> list[Floats]:
    """A reply's payload as arrays of shape (count,) for length None, else (count, length)."""
    values = np.frombuffer(payload, dtype=_LITTLE)
    columns, at = [], 0
    for length in lengths:
        shape = (count,) if length is None else (count, length)
        size = count * (length or 1)
        columns.append(values[at : at + size].reshape(shape))
        at += size
    return columns


def _exactly(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError("the stream ended inside a message")
    return data
