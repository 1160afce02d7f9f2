"""The types that a field may have: Marathon's first stage, in which every field is looked at for itself."""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol

from .problem import Problem, Problems


class Shape(Protocol):
    """A type of JSON values."""

    def problems(self, value: Any, path: str) -> Problems:
        """What is wrong with ``value``, which stands at ``path``."""


class Number(NamedTuple):
    """A number within bounds, inclusive."""

    minimum: float = float("-inf")
    maximum: float = float("inf")

    def problems(self, value: Any, path: str) -> Problems:
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield Problem(path, f"{value!r} is no number", "write it without quotation marks")
        elif not self.minimum <= value <= self.maximum:
            yield Problem(path, f"{value} is out of range", f"from {self.minimum} to {self.maximum}")


class Whole(NamedTuple):
    """A whole number within bounds, inclusive. ``5.0`` is one."""

    minimum: int = 0
    maximum: int = 2**31 - 1

    def problems(self, value: Any, path: str) -> Problems:
        if isinstance(value, float) and not value.is_integer():
            yield Problem(path, f"{value} is no whole number", "round it")
        else:
            yield from Number(self.minimum, self.maximum).problems(value, path)


class Flag(NamedTuple):
    """``true`` or ``false``."""

    def problems(self, value: Any, path: str) -> Problems:
        if not isinstance(value, bool):
            yield Problem(path, f"{value!r} is neither true nor false", "write true or false")


class Text(NamedTuple):
    """A string whose length is within bounds and which matches a pattern as a whole, or is one of some choices."""

    shortest: int = 0
    longest: int = 2**31 - 1
    pattern: str = ""
    choices: tuple[str, ...] = ()

    def problems(self, value: Any, path: str) -> Problems:
        if not isinstance(value, str):
            yield Problem(path, f"{value!r} is no string", "write a string")
        elif self.choices and value not in self.choices:
            yield Problem(path, f"{value!r} is unknown", f"one of {', '.join(self.choices)}, in these letters")
        elif not self.shortest <= len(value) <= self.longest:
            yield Problem(path, f"{len(value)} characters", f"from {self.shortest} to {self.longest}")
        elif self.pattern and not re.fullmatch(self.pattern, value):
            yield Problem(path, f"{value!r} has characters or an order that is not allowed", f"match {self.pattern}")


class Series(NamedTuple):
    """A list."""

    items: Shape

    def problems(self, value: Any, path: str) -> Problems:
        if not isinstance(value, list):
            yield Problem(path, f"{value!r} is no list", "write a list")
            return
        for position, item in enumerate(value):
            yield from self.items.problems(item, f"{path}({position})")


class Named(NamedTuple):
    """An object whose names are the author's own."""

    values: Shape

    def problems(self, value: Any, path: str) -> Problems:
        if not isinstance(value, dict):
            yield Problem(path, f"{value!r} is no object", "write an object")
            return
        for name, item in value.items():
            yield from self.values.problems(item, f"{path}/{name}")


class Record(NamedTuple):
    """An object whose names Marathon knows. It forgets any other; null is as good as nothing where nothing will do."""

    fields: dict[str, Shape]
    required: tuple[str, ...] = ()

    def problems(self, value: Any, path: str) -> Problems:
        if not isinstance(value, dict):
            yield Problem(path, f"{value!r} is no object", "write an object")
            return
        for name in self.required:
            if name not in value:
                yield Problem(f"{path}/{name}", f"{name} is missing", "it has no default here: write it")
        for name, item in value.items():
            if name not in self.fields:
                yield self._unknown(f"{path}/{name}", name)
            elif item is not None or name in self.required:
                yield from self.fields[name].problems(item, f"{path}/{name}")

    def _unknown(self, path: str, name: str) -> Problem:
        alike = [known for known in self.fields if known.lower() == name.lower()]
        remedy = f"it is called {alike[0]}" if alike else f"known here: {', '.join(self.fields)}"
        return Problem(path, f"Marathon knows no {name}", remedy, "ignored")


class Variant(NamedTuple):
    """One shape or another, chosen by the value."""

    shape_of: Callable[[Any], Shape]

    def problems(self, value: Any, path: str) -> Iterator[Problem]:
        yield from self.shape_of(value).problems(value, path)


class Anything(NamedTuple):
    """Whatever a plug-in or a driver reads."""

    def problems(self, value: Any, path: str) -> Problems:
        del value, path
        yield from ()


ANYTHING = Anything()
