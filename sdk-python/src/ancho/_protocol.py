"""Messages between a runner process and whoever started it.

A message is a uint32 LE length of the header, a uint32 LE length of the payload, the header (a UTF-8 JSON object) and
the payload.
"""

import json
import struct
from collections.abc import Iterable, Mapping
from typing import IO, Any

import numpy as np

from ancho._layout import Floats

# A model may put something else in place of json.dumps and the like: what is needed is bound here.
_LENGTHS = struct.Struct("<II")
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_loads = json.loads
_contiguous = np.ascontiguousarray
_LITTLE = np.dtype("<f8")


def write(stream: IO[bytes], header: Mapping[str, Any], columns: Iterable[Floats] = ()) -> None:
    """Write one message, whose payload is the columns one after the other as float64 LE."""
    parts = [_contiguous(column, dtype=_LITTLE) for column in columns]
    text = _prefixed(header, sum(part.nbytes for part in parts))
    stream.write(text)
    for part in parts:
        if part.nbytes:
            stream.write(part.data.cast("B"))
    stream.flush()


def write_bytes(stream: IO[bytes], header: Mapping[str, Any], payload: bytes) -> None:
    """Write one message to an unbuffered stream."""
    for part in (_prefixed(header, len(payload)), payload):
        left = memoryview(part)
        while left:
            left = left[stream.write(left) :]


def _prefixed(header: Mapping[str, Any], payload_length: int) -> bytes:
    text = _encode(header).encode("utf-8", "backslashreplace")
    return _LENGTHS.pack(len(text), payload_length) + text


def size_of(document: Any) -> int:
    """How many bytes a document has in a header."""
    return len(_encode(document).encode("utf-8", "backslashreplace"))


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
    header = _loads(_exactly(stream, header_length))
    return header, _exactly(stream, payload_length)


def columns_of(payload: bytes | bytearray, count: int, lengths: Iterable[int | None]) -> list[Floats]:
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
