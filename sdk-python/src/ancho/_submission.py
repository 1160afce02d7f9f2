"""The body of a submission, from what a caller gives."""

from collections.abc import Callable, Mapping
from typing import Any

from ancho import _arguments, _durations

_EXECUTORS = ("count", "cpus", "mem_mib", "gpus", "image", "constraints")


def submission(**given: Any) -> dict[str, Any]:
    """The API's body without its model; what is None is left out.

    Raises
    ------
    InvalidRequest
        if an argument is refused or not known, naming it
    """
    _arguments.refuse_unknown(given, _READERS, "submit has no such parameter")
    body = {name: read(given[name]) for name, read in _READERS.items() if given.get(name) is not None}
    body["sequences"] = _arguments.whole_number("sequences", given["sequences"], 1, _arguments.MAX_SEQUENCES)
    return {"starting_values": {}, **body}


def _seed(value: Any) -> int:
    return _arguments.seed(value)


def _targets(value: Any) -> list[dict[str, Any]]:
    return [target.document() for target in _arguments.targets(value)]


def _block_size(value: Any) -> int:
    return _arguments.whole_number("block_size", value, 1, _arguments.MAX_BLOCK_SIZE)


def _max_failures(value: Any) -> int:
    return _arguments.whole_number("max_failures", value, 0, _arguments.MAX_SEQUENCES)


def _duration(field: str) -> Callable[[Any], str]:
    return lambda value: _durations.iso_of(_durations.seconds_of(field, value))


def _text(field: str) -> Callable[[Any], str]:
    return lambda value: _arguments.text(field, value)


def _labels(value: Any) -> dict[str, str]:
    labels = _arguments.mapping("labels", value, '{"study": "a"}')
    return {key: _arguments.text(f"labels.{key}", label) for key, label in labels.items()}


def _executors(value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        return {"count": _arguments.whole_number("executors", value, 1, 1000)}
    executors = _arguments.mapping("executors", value, '{"count": 2, "mem_mib": 2048}')
    _arguments.refuse_unknown(executors, _EXECUTORS, "executors have no such setting")
    return {name: setting.item() if hasattr(setting, "item") else setting for name, setting in executors.items()}


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "sequences": lambda value: value,
    "seed": _seed,
    "starting_values": _arguments.starting_values,
    "targets": _targets,
    "quantiles": _arguments.quantiles,
    "block_size": _block_size,
    "max_failures": _max_failures,
    "sequence_timeout": _duration("sequence_timeout"),
    "timeout": _duration("timeout"),
    "name": _text("name"),
    "labels": _labels,
    "numerics": _arguments.numerics,
    "reproducible": bool,
    "executors": _executors,
    "placement": _text("placement"),
}
