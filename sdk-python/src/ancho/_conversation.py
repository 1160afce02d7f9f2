"""What a local run says to a runner, and hears from it: never longer than patience lasts, whatever the model does.

A model shares its process with the runner. It can write to the pipes, close them, or leave a fork of itself that holds
them open; so every length is checked before it is believed, and the end of the process is the end of its answers.
"""

import json
import select
import struct
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import IO, Any

from ancho import _protocol
from ancho._patience import Patience

_LENGTHS = struct.Struct("<II")
_MAX_HEADER = 24 * 2**20
_LOOK_MILLISECONDS = 50
_PIECE = 2**20

Message = tuple[dict[str, Any], bytearray]


class ProtocolBroken(Exception):  # noqa: N818
    """A process answered what is no answer."""


class Ended(Exception):  # noqa: N818
    """A process ended, or closed its output, in place of an answer."""


class Late(Exception):  # noqa: N818
    """A process was silent for too long."""


class Conversation:
    """Requests to a runner and its replies, one at a time."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdin
        assert process.stdout
        self._process = process
        self._requests: IO[bytes] = process.stdin
        self._replies: IO[bytes] = process.stdout
        self._poll = select.poll()
        self._poll.register(self._replies, select.POLLIN)

    def ask(
        self,
        request: Mapping[str, Any],
        patience: Patience,
        size: Callable[[dict[str, Any]], int],
        payload: bytes = b"",
    ) -> Message:
        """Send a request and wait for its reply.

        ``size(header)`` says how many bytes of payload a reply with that header has; it raises what it likes if the
        header is none.

        Raises
        ------
        ProtocolBroken, Ended, Late
            if no reply came
        """
        try:
            _protocol.write_bytes(self._requests, request, payload)
        except (OSError, ValueError):
            raise Ended from None
        header_length, payload_length = _LENGTHS.unpack(self._exactly(_LENGTHS.size, patience))
        if header_length > _MAX_HEADER:
            raise ProtocolBroken(f"a reply of {header_length} + {payload_length} bytes is too large")
        header = _header(bytes(self._exactly(header_length, patience)))
        if payload_length != _expected(header, size):
            raise ProtocolBroken(f"{payload_length} bytes of outputs are not those that the reply announces")
        return header, self._exactly(payload_length, patience)

    def _exactly(self, length: int, patience: Patience) -> bytearray:
        data = bytearray()
        while len(data) < length:
            piece = self._piece(min(length - len(data), _PIECE), patience)
            if not piece:
                if data:
                    raise ProtocolBroken(f"the stream ended {length - len(data)} bytes short")
                raise Ended
            data += piece
        return data

    def _piece(self, most: int, patience: Patience) -> bytes:
        while True:
            has_ended = self._process.poll() is not None
            with suppress(ValueError):  # it was closed
                if self._poll.poll(0 if has_ended else _LOOK_MILLISECONDS):
                    patience.progressed()
                    return self._replies.read(most) or b""
            if has_ended or self._replies.closed:
                return b""
            if patience.is_over():
                raise Late

    def close(self) -> None:
        """Close the pipes."""
        for stream in (self._requests, self._replies):
            with suppress(OSError):
                stream.close()


def _header(text: bytes) -> dict[str, Any]:
    try:
        header = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ProtocolBroken(f"a reply's header is no JSON: {error}") from None
    if not isinstance(header, dict) or not isinstance(header.get("ok"), bool):
        raise ProtocolBroken("a reply's header is no reply")
    return header


def _expected(header: dict[str, Any], size: Callable[[dict[str, Any]], int]) -> int:
    if not header["ok"]:
        if not isinstance(header.get("message"), str):
            raise ProtocolBroken("a refusal says nothing")
        return 0
    try:
        return size(header)
    except ProtocolBroken:
        raise
    except Exception:
        raise ProtocolBroken("it answered what was not asked") from None
