"""What a model's outputs look like, and how they become float64."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from struct import Struct
from typing import Any
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from ancho._errors import OutputsError
from ancho._hints import instead_of
from ancho._numbers import PLAIN_DTYPES, PLAIN_TYPES, described, numbers
from ancho._text import shown, unfit

Floats = NDArray[np.float64]
Writer = Callable[[int, Any], None]

_NAME = re.compile(r"[^\[\],\"\r\n]{1,200}")
_MAX_OUTPUTS = 1000
_contiguous = np.ascontiguousarray  # a model may put something else in place of it
_MAX_LENGTH = 65_536
_MAX_WIDTH = 1_048_576


@dataclass(frozen=True)
class Output:
    """An output's name, and the number of a vector's elements or None for a scalar."""

    name: str
    length: int | None

    @property
    def width(self) -> int:
        """How many float64 one sequence has of it."""
        return 1 if self.length is None else self.length

    def __str__(self) -> str:
        return f"{self.name!r} ({'a number' if self.length is None else f'{self.length} numbers'})"


class Layout:
    """The outputs of a model, in the order in which its first sequence returned them.

    A sequence's row of float64 holds the scalars first and then the vectors.
    """

    def __init__(self, outputs: tuple[Output, ...]) -> None:
        self.outputs = outputs
        self.width = sum(output.width for output in outputs)
        self._offsets: dict[str, int] = {}
        offset = 0
        for output in sorted(outputs, key=lambda o: o.length is not None):
            self._offsets[output.name] = offset
            offset += output.width

    @classmethod
    def of(cls, returned: object, where: str) -> "Layout":
        """The layout of one sequence's outputs.

        Raises
        ------
        OutputsError
            if they are not a mapping of names to numbers or one-dimensional sequences of numbers, or too many;
            ``where`` is told
        """
        layout = cls(tuple(Output(name, _length(name, value, where)) for name, value in named(returned, where)))
        if layout.width > _MAX_WIDTH:
            numbers = f"{layout.width:,} numbers; they can have {_MAX_WIDTH:,} at most"
            raise OutputsError(f"{where}: the outputs have {numbers}")
        return layout

    def columns(self, rows: Floats) -> list[Floats]:
        """Rows (n, width) as one contiguous array for each output: (n,) or (n, length)."""
        return [_contiguous(self.part(rows, output)) for output in self.outputs]

    def part(self, rows: Floats, output: Output) -> Floats:
        at = self._offsets[output.name]
        return rows[:, at] if output.length is None else rows[:, at : at + output.width]

    def writer(self, rows: Floats) -> Writer:
        """A function ``write(k, returned)`` that writes one sequence's outputs into row ``k`` of C-contiguous ``rows``.

        It is called once for every sequence, so it looks at no more than it must: what does not fit makes it raise
        something, and :meth:`refusal` then finds out what is wrong.
        """
        if [output.length for output in self.outputs] == [None]:
            return self._one_number_writer(rows)
        count, stride, buffer = len(self.outputs), rows.strides[0], _bytes_of(rows)
        names = [output.name for output in self.outputs if output.length is None]
        vectors = [self._vector_writer(rows, output) for output in self.outputs if output.length is not None]
        take = itemgetter(*names) if len(names) > 1 else lambda returned: [returned[name] for name in names]
        pack, are_plain = Struct(f"={len(names)}d").pack_into, PLAIN_TYPES.issuperset

        def write(k: int, returned: Any) -> None:
            if type(returned) is not dict:
                returned = dict(named(returned, ""))
            if len(returned) != count:
                raise ValueError
            values = take(returned)
            if not are_plain(map(type, values)):
                values = [_number(value) for value in values]
            pack(buffer, k * stride, *values)
            for write_vector in vectors:
                write_vector(k, returned)

        return write

    def _one_number_writer(self, rows: Floats) -> Writer:
        name, plain, cells = self.outputs[0].name, PLAIN_TYPES, _bytes_of(rows).cast("d")

        def write(k: int, returned: Any) -> None:
            if type(returned) is not dict:
                returned = dict(named(returned, ""))
            if len(returned) != 1:
                raise ValueError
            value = returned[name]
            cells[k] = value if type(value) in plain else _number(value)

        return write

    def _vector_writer(self, rows: Floats, output: Output) -> Writer:
        name, shape, part = output.name, (output.width,), self.part(rows, output)
        at, stride, buffer = self._offsets[name] * 8, rows.strides[0], _bytes_of(rows)
        pack, are_plain = Struct(f"={output.width}d").pack_into, PLAIN_TYPES.issuperset

        def write(k: int, returned: Any) -> None:
            value = returned[name]
            if type(value) is np.ndarray and value.shape == shape and value.dtype.char in PLAIN_DTYPES:
                part[k] = value
            elif type(value) is list and are_plain(map(type, value)):
                pack(buffer, k * stride + at, *value)
            else:
                array = numbers(value, name, "")
                if array.shape != shape:
                    raise ValueError
                part[k] = array

        return write

    def refusal(self, returned: object, where: str) -> OutputsError:
        """What is wrong with outputs that a writer could not write."""
        try:
            found = Layout.of(returned, where)
        except OutputsError as error:
            return error
        for kind, outputs, others in (("has", found, self), ("lacks", self, found)):
            for output in outputs.outputs:
                if output not in others.outputs:
                    told = f"outputs differ between sequences: {where} {kind} output {output}"
                    return OutputsError(told + others._another_length(output))
        return OutputsError(f"{where} has a number that is no float64: {returned!r:.200}")

    def _another_length(self, output: Output) -> str:
        """What to say where there is an output of the name, of another length."""
        mine = next((mine for mine in self.outputs if mine.name == output.name), None)
        if mine is None:
            return ""
        fixed = "a vector has as many numbers in every sequence: record it at fixed times, or fill it up with math.nan"
        return f", others have {mine}" + (f"; {fixed}" if mine.length is not None and output.length is not None else "")


def _bytes_of(rows: Floats) -> memoryview:
    return rows.data.cast("B") if rows.size else memoryview(bytearray())


def named(returned: object, where: str) -> list[tuple[str, Any]]:
    """The names and values of what a model returned, the names checked."""
    if not isinstance(returned, Mapping) or not returned:
        must = f"a model returns a dict of its outputs by name{instead_of(returned)}"
        raise OutputsError(f"{where} returned {described(returned)}; {must}")
    if len(returned) > _MAX_OUTPUTS:
        raise OutputsError(f"{where} returned {len(returned):,} outputs; it can return {_MAX_OUTPUTS:,} at most")
    for name in returned:
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            rule = "a text of 1 to 200 characters without [ ] , quotes or line breaks"
            raise OutputsError(f"{where}: an output's name is {rule}, not {name!r}")
        if character := unfit(name):
            raise OutputsError(f"{where}: an output's name must not have {character}: '{shown(name)}'")
        if name == "sequence":
            raise OutputsError(f"{where}: no output can be named 'sequence', as the column of indices is")
    _check_looks(returned, where)
    return list(returned.items())


def _check_looks(names: Iterable[str], where: str) -> None:
    """Refuse names that differ in nothing but how Unicode writes them."""
    if all(name.isascii() for name in names):
        return
    known: dict[str, str] = {}
    for name in names:
        other = known.setdefault(normalize("NFC", name), name)
        if other != name:
            raise OutputsError(f"{where}: two outputs have names that look the same: {other!a} and {name!a}")


def _length(name: str, value: Any, where: str) -> int | None:
    array = numbers(value, name, where)
    if array.ndim > 1:
        raise OutputsError(
            f"{where}: output {name!r} has the shape {array.shape}; it can have one dimension at most: "
            "return its ravel(), or its rows under names of their own"
        )
    if array.ndim == 1 and not array.size:
        raise OutputsError(f"{where}: output {name!r} has no elements")
    if array.size > _MAX_LENGTH:
        raise OutputsError(f"{where}: output {name!r} has {array.size:,} elements; it can have {_MAX_LENGTH:,} at most")
    return len(array) if array.ndim else None


def _number(value: Any) -> float:
    array = numbers(value, "", "")
    if array.ndim:
        raise ValueError
    return float(array)
