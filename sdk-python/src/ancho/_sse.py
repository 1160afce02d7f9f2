"""Server-sent events."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

Event = tuple[str, dict[str, Any]]

_LINE_END = re.compile(rb"\r\n|\n|\r")


def events(stream: Iterable[bytes]) -> Iterator[Event]:
    """The events of a stream, each a name and a JSON object; comments and unfinished events are left out.

    As the HTML standard, section 9.2.6, interprets a stream. An event whose data is ``null`` says nothing yet and is
    left out too.
    """
    name, data = "message", list[str]()
    for number, line in enumerate(_lines(stream)):
        if number == 0:
            line = line.removeprefix("\ufeff")
        if line:
            field, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if field == "event":
                name = value
            elif field == "data":
                data.append(value)
            continue
        if data and (document := json.loads("\n".join(data))) is not None:
            yield name, document
        name, data = "message", []


def _lines(stream: Iterable[bytes]) -> Iterator[str]:
    """Lines as they end in a stream of events: with CR, LF or CRLF, and with nothing else that Unicode knows."""
    begun, after_return = b"", False
    for part in filter(None, stream):
        if after_return:  # the line ended with the part before; its LF comes only now
            part = part.removeprefix(b"\n")
        after_return = part.endswith(b"\r")
        *lines, begun = _LINE_END.split(begun + part)
        yield from (line.decode("utf-8", "replace") for line in lines)
