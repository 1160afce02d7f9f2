"""How many of an output's values are finite, infinite or no numbers, and what must be said of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ancho._figures import INFINITY, MINUS_INFINITY, figure


@dataclass(frozen=True)
class Counts:
    """Of one output, or of one element of a vector output.

    Moments are over the ``finite`` values, quantiles and extremes over those and the infinite ones.
    """

    finite: int
    nan: int
    infinite: int
    positive_infinite: int

    @classmethod
    def of(cls, output: Mapping[str, Any]) -> "Counts":
        """From a summary's or a live document's output."""
        infinite = output.get("infinite") or 0
        positive = output.get("positive_infinite")
        return cls(
            output.get("count") or 0, output.get("nan") or 0, infinite, infinite if positive is None else positive
        )

    @property
    def numbers(self) -> int:
        """How many are numbers, infinite ones included."""
        return self.finite + self.infinite

    @property
    def negative_infinite(self) -> int:
        """How many are −∞."""
        return self.infinite - self.positive_infinite

    def quantile(self, p: float, value: float | None, show: Callable[[float | None], str] = figure) -> str:
        """A quantile; what JSON has no number for is the infinity that has this rank."""
        if value is not None or not self.infinite:
            return show(value)
        below, above = self.negative_infinite / self.numbers, 1 - self.positive_infinite / self.numbers
        return MINUS_INFINITY if p < (below + above) / 2 else INFINITY

    def least(self, value: float | None, show: Callable[[float | None], str] = figure) -> str:
        """The minimum."""
        if value is not None or not self.infinite:
            return show(value)
        return MINUS_INFINITY if self.negative_infinite else INFINITY

    def greatest(self, value: float | None, show: Callable[[float | None], str] = figure) -> str:
        """The maximum."""
        if value is not None or not self.infinite:
            return show(value)
        return INFINITY if self.positive_infinite else MINUS_INFINITY

    def short_note(self) -> str:
        """How many are not finite, in a word or two; empty if all are."""
        parts = [f"{self.nan:,} NaN"] if self.nan else []
        if self.infinite:
            parts.append(f"{self.infinite:,} infinite")
        return ", ".join(parts)

    def note(self) -> str:
        """How many are not finite, and over how many each figure is; empty if all are finite."""
        if not self.nan and not self.infinite:
            return ""
        parts = [f"{self.nan:,} not a number (NaN)"] if self.nan else []
        parts += [f"{self.positive_infinite:,} {INFINITY}"] if self.positive_infinite else []
        parts += [f"{self.negative_infinite:,} {MINUS_INFINITY}"] if self.negative_infinite else []
        text = f"of {self.numbers + self.nan:,} values {' and '.join(parts)}; "
        text += f"mean and std are over the {self.finite:,} finite"
        if self.infinite:
            text += f", quantiles over {self.numbers:,}, the infinite included"
        return text


def equal_note(counts: Counts, minimum: float | None, maximum: float | None) -> str:
    """Says that all of an output's values are one number; empty if they are not."""
    if counts.finite < 2 or counts.infinite or minimum is None or minimum != maximum:
        return ""
    numbers = "numbers" if counts.nan else "values"
    is_whole = abs(minimum) < 2**53 and float(minimum).is_integer()
    return f"all {counts.finite:,} {numbers} are equal: {int(minimum) if is_whole else repr(minimum)}"
