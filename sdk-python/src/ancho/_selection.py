"""Parts of a summary: some of its outputs, and elements of its vectors."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ancho._errors import InvalidRequest
from ancho._summary_text import element
from ancho._text import shown

_ELEMENT = re.compile(r"(?P<name>.*)\[(?P<k>\d+)\]", re.DOTALL)


def selected(summary: Mapping[str, Any], outputs: Iterable[str]) -> dict[str, Any]:
    """The summary with these outputs alone: of a vector ``path`` all elements, as ``path[0]``, …, or one of them.

    Raises
    ------
    InvalidRequest
        if there is no such output or element, saying which there are
    """
    return {**summary, "outputs": dict(item for name in outputs for item in _found(summary["outputs"], name))}


def _found(outputs: Mapping[str, Any], name: str) -> Iterator[tuple[str, Any]]:
    if name in outputs and "length" not in outputs[name]:
        yield name, outputs[name]
    elif name in outputs:
        yield from ((f"{name}[{k}]", element(outputs[name], k)) for k in range(outputs[name]["length"]))
    elif (found := _ELEMENT.fullmatch(name)) and int(found["k"]) < outputs.get(found["name"], {}).get("length", 0):
        yield name, element(outputs[found["name"]], int(found["k"]))
    else:
        known = [_known(known, output) for known, output in outputs.items()]
        raise InvalidRequest(f"there is no output '{shown(name)}'; there are {', '.join(known)}")


def _known(name: str, output: Mapping[str, Any]) -> str:
    return f"{shown(name)}[0] to {shown(name)}[{output['length'] - 1}]" if "length" in output else shown(name)
