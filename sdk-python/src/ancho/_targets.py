"""Conditions on outputs, whose answers are probabilities."""

import math
import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ancho._errors import InvalidRequest
from ancho._text import shown, unfit

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
_TEXT = re.compile(r"(?:(?P<name>[^:]+):)?(?P<output>[^<>=!:]+)(?P<op><=|>=|==|!=|<|>)(?P<value>[^<>=!]+)")
_ELEMENT = re.compile(r"(?P<output>.*)\[(?P<k>\d+)\]")


@dataclass(frozen=True)
class Target:
    """A condition on a scalar output, or on one element of a vector output, ``name[k]``.

    ``op`` is one of ``< <= > >= == !=``. Infinities compare as numbers do; NaN is no number, and no trial of a target.
    """

    name: str
    output: str
    op: str
    value: float

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not isinstance(self.output, str):
            raise InvalidRequest(f"target {self.name!r}: its name and its output must be texts")
        if character := unfit(self.name):
            raise InvalidRequest(f"target '{shown(self.name)}': its name must not have {character}")
        if not isinstance(self.op, str) or self.op not in _OPERATORS:
            known = " ".join(_OPERATORS)
            raise InvalidRequest(f"target {self.name!r}: unknown operator {self.op!r}; there are {known}")
        if isinstance(self.value, bool) or not isinstance(self.value, Real):
            raise InvalidRequest(f"target {self.name!r}: the value must be a number, not {self.value!r}")
        object.__setattr__(self, "value", self._finite())

    def _finite(self) -> float:
        try:
            value = float(self.value)
        except OverflowError:
            value = math.inf
        if not math.isfinite(value):
            raise InvalidRequest(f"target {self.name!r}: the value must be finite, not {value}")
        return value

    @classmethod
    def parse(cls, text: str) -> "Target":
        """From ``"name: output op value"``, such as ``"solvent: final_balance > 0"``.

        Without a name, the condition's text is the name.
        """
        found = _TEXT.fullmatch(text)
        if not found:
            raise InvalidRequest(f'target {text!r}: must be like "solvent: final_balance > 0"')
        parts = {key: part.strip() for key, part in found.groupdict(default="").items()}
        try:
            value = float(parts["value"])
        except ValueError:
            raise InvalidRequest(f"target {text!r}: {parts['value']!r} is not a number") from None
        return cls(parts["name"] or text.strip(), parts["output"], parts["op"], value)

    @classmethod
    def of(cls, target: "Target | str | Mapping[str, Any]") -> "Target":
        """From any of the forms in which a target may be given."""
        if isinstance(target, Target):
            return target
        if isinstance(target, str):
            return cls.parse(target)
        if not isinstance(target, Mapping):
            raise InvalidRequest(f'target {target!r}: must be a text such as "solvent: final_balance > 0"')
        try:
            return cls(**target)
        except TypeError:
            raise InvalidRequest(f"target {target!r}: must have name, output, op and value") from None

    def document(self) -> dict[str, Any]:
        """As the API has it."""
        return asdict(self)

    def hits_and_trials(self, outputs: Mapping[str, NDArray[Any]]) -> tuple[int, int]:
        """In how many sequences the condition is met, of how many in which the output is a number.

        Raises
        ------
        InvalidRequest
            if there is no such output or element, saying which there are
        """
        values = self._values(outputs)
        numbers = ~np.isnan(values)
        return int((_OPERATORS[self.op](values, self.value) & numbers).sum()), int(numbers.sum())

    def _values(self, outputs: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
        if self.output in outputs and outputs[self.output].ndim == 1:
            return outputs[self.output]
        found = _ELEMENT.fullmatch(self.output)
        if found and found["output"] in outputs:
            values = outputs[found["output"]]
            if values.ndim == 2 and int(found["k"]) < values.shape[1]:
                return values[:, int(found["k"])]
        names = [n if v.ndim == 1 else f"{n}[0] … {n}[{v.shape[1] - 1}]" for n, v in outputs.items()]
        raise InvalidRequest(f"target {self.name!r}: there is no output {self.output!r}; there are {', '.join(names)}")


def targets_of(given: Iterable[Target | str | Mapping[str, Any]]) -> Sequence[Target]:
    """Targets of different names.

    Raises
    ------
    InvalidRequest
        if two have one name or one is not a target
    """
    targets = [Target.of(target) for target in given]
    names = [target.name for target in targets]
    for name in names:
        if names.count(name) > 1:
            raise InvalidRequest(f"target {name!r}: there are two of this name")
    return targets
