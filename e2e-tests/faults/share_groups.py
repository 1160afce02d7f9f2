"""Kafka's share groups and their states, which the client library does not tell of."""

import socket
import struct

_LIST_GROUPS = 16
_VERSION = 5
_SECONDS = 5.0


def share_groups(port: int) -> dict[str, str]:
    """Ask a broker for its share groups: ``ListGroups``, version 5, with a filter.

    Returns
    -------
    dict
        each group's state by its name: ``Stable`` while it has members, ``Empty`` or ``Dead``

    Raises
    ------
    OSError
        if the broker does not answer, or refuses
    """
    header = struct.pack(">hhih", _LIST_GROUPS, _VERSION, 1, -1) + b"\0"
    request = header + b"\x01" + b"\x02\x06share" + b"\0"  # In any state; of one type.
    with socket.create_connection(("127.0.0.1", port), _SECONDS) as connection, connection.makefile("rwb") as stream:
        stream.write(struct.pack(">i", len(request)) + request)
        stream.flush()
        (size,) = struct.unpack(">i", _exactly(stream.read(4), 4))
        return _groups(_exactly(stream.read(size), size))


def _groups(answer: bytes) -> dict[str, str]:
    error = struct.unpack_from(">h", answer, 9)[0]  # Behind correlation, tags and throttling.
    if error:
        raise ConnectionError(f"Kafka refuses to list its groups: error {error}")
    count, at = _unsigned(answer, 11)
    groups = {}
    for _ in range(count - 1):
        name, at = _text(answer, at)
        _, at = _text(answer, at)
        groups[name], at = _text(answer, at)
        _, at = _text(answer, at)
        at += 1  # No tags.
    return groups


def _exactly(data: bytes, size: int) -> bytes:
    if len(data) < size:
        raise ConnectionError("Kafka has closed the connection")
    return data


def _text(answer: bytes, at: int) -> tuple[str, int]:
    """A compact string and where it ends."""
    length, at = _unsigned(answer, at)
    return answer[at : at + length - 1].decode(), at + length - 1


def _unsigned(answer: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and where it ends."""
    number = shift = 0
    while True:
        byte = answer[at]
        number |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return number, at
