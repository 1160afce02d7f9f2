"""Kafka's share groups and their states, which the client library does not tell of."""

import re
import socket
import struct
from pathlib import Path
from typing import BinaryIO

_LIST_GROUPS, _SASL_HANDSHAKE, _SASL_AUTHENTICATE = 16, 17, 36
_VERSION = 5
_SECONDS = 5.0


def superuser(home: Path) -> dict[str, str]:
    """How the superuser of an embedded stack logs in, as the settings of the client library."""
    settings = home / "keys/roles/admin/spring.kafka.properties.sasl.jaas.config"
    login = re.search(r'username="(\w+)" password="([\w-]+)"', settings.read_text())
    assert login
    return {
        "security.protocol": "SASL_PLAINTEXT",
        "sasl.mechanism": "PLAIN",
        "sasl.username": login[1],
        "sasl.password": login[2],
    }


def share_groups(port: int, login: dict[str, str]) -> dict[str, str]:
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
    with socket.create_connection(("127.0.0.1", port), _SECONDS) as connection, connection.makefile("rwb") as stream:
        _log_in(stream, login)
        # No tags of the header; groups in any state, of one type; no tags.
        return _groups(_answer(stream, _LIST_GROUPS, _VERSION, b"\0" + b"\x01" + b"\x02\x06share" + b"\0"))


def _log_in(stream: BinaryIO, login: dict[str, str]) -> None:
    """``SaslHandshake``, version 1, and ``SaslAuthenticate``, version 0: in the encoding before compact texts."""
    mechanism = login["sasl.mechanism"].encode()
    proof = b"\0".join((b"", login["sasl.username"].encode(), login["sasl.password"].encode()))
    for key, version, body in (
        (_SASL_HANDSHAKE, 1, struct.pack(">h", len(mechanism)) + mechanism),
        (_SASL_AUTHENTICATE, 0, struct.pack(">i", len(proof)) + proof),
    ):
        if error := struct.unpack_from(">h", _answer(stream, key, version, body), 4)[0]:
            raise ConnectionError(f"Kafka does not let {login['sasl.username']} in: error {error}")


def _answer(stream: BinaryIO, key: int, version: int, body: bytes) -> bytes:
    request = struct.pack(">hhih", key, version, 1, -1) + body
    stream.write(struct.pack(">i", len(request)) + request)
    stream.flush()
    (size,) = struct.unpack(">i", _exactly(stream.read(4), 4))
    return _exactly(stream.read(size), size)


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
