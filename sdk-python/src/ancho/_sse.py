"""Server-sent events."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

Event = tuple[str, dict[str, Any]]


def events(lines: Iterable[str]) -> Iterator[Event]:
    """The events of a stream, each a name and a JSON document; comments and unfinished events are left out.

    As the HTML standard, section 9.2.6, interprets a stream.
    """
    name, data = "message", list[str]()
    for line in lines:
        if line:
            field, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if field == "event":
                name = value
            elif field == "data":
                data.append(value)
            continue
        if data:
            yield name, json.loads("\n".join(data))
        name, data = "message", []
