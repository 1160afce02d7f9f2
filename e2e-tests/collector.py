"""A receiver of traces: OTLP over HTTP, as OpenTelemetry's protocol describes it."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import NamedTuple

_LENGTH_DELIMITED = 2
_FIXED = {1: 8, 5: 4}


class Span(NamedTuple):
    """What is looked at of a span."""

    service: str
    name: str
    trace: str
    span: str
    parent: str


class Collector:
    """Keeps what is sent to it while it is open."""

    def __init__(self) -> None:
        self._spans: list[Span] = []
        keep = self._spans.extend

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                keep(_spans(body))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.settings = {"ANCHO_TRACING_ENDPOINT": f"http://127.0.0.1:{self._server.server_port}/v1/traces"}

    def names(self) -> set[str]:
        """The names of all spans so far."""
        return {span.name for span in list(self._spans)}

    def of_trace(self, trace: str) -> list[Span]:
        """The spans of a trace, so far."""
        return [span for span in list(self._spans) if span.trace == trace]

    def __enter__(self) -> "Collector":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def _spans(request: bytes) -> Iterator[Span]:
    """The spans of an ``ExportTraceServiceRequest``; the numbers are those of its protobuf messages' fields."""
    for resource_spans in _field(request, 1):
        attributes = [attribute for resource in _field(resource_spans, 1) for attribute in _field(resource, 1)]
        texts = {_text(attribute, 1): _text(b"".join(_field(attribute, 2)), 1) for attribute in attributes}
        for scope_spans in _field(resource_spans, 2):
            for span in _field(scope_spans, 2):
                trace, identity, parent = (b"".join(_field(span, number)).hex() for number in (1, 2, 4))
                yield Span(texts["service.name"], _text(span, 5), trace, identity, parent)


def _text(message: bytes, number: int) -> str:
    return b"".join(_field(message, number)).decode()


def _field(message: bytes, wanted: int) -> list[bytes]:
    """All values of a field whose values have a length."""
    found, at = [], 0
    while at < len(message):
        tag, at = _varint(message, at)
        number, kind = tag >> 3, tag & 7
        if kind == _LENGTH_DELIMITED:
            length, at = _varint(message, at)
            if number == wanted:
                found.append(message[at : at + length])
            at += length
        elif kind in _FIXED:
            at += _FIXED[kind]
        else:
            _, at = _varint(message, at)
    return found


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value, shift = 0, 0
    while True:
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
