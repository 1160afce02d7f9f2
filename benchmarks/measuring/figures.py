"""What a benchmark reports."""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

Document = dict[str, Any]


@dataclass(frozen=True)
class Target:
    """What a figure should be: ``sign`` is ``"<="`` or ``">="``; None where it is only reported."""

    sign: str
    bound: float

    def is_met(self, value: float) -> bool:
        return value <= self.bound if self.sign == "<=" else value >= self.bound

    def __str__(self) -> str:
        return f"{self.sign} {self.bound:g}"


@dataclass(frozen=True)
class Figure:
    """A benchmark's median and what it came from.

    Attributes
    ----------
    samples
        the figure of each repetition; the figure itself is their median
    unit
        of the samples; ``"ratio"`` where they are ratios to the baseline
    baseline
        what was measured beside it in the same call
    detail
        whatever explains the figure
    """

    name: str
    unit: str
    samples: Sequence[float]
    target: Target | None = None
    baseline: Document | None = None
    detail: Document = field(default_factory=dict)

    @property
    def middle(self) -> float:
        return median(self.samples)

    @property
    def met(self) -> bool | None:
        return self.target.is_met(self.middle) if self.target else None

    def document(self) -> Document:
        return {
            "name": self.name,
            "ratio" if self.unit == "ratio" else "value": significant(self.middle),
            "unit": self.unit,
            "target": str(self.target) if self.target else None,
            "met": self.met,
            "baseline": rounded(self.baseline),
            "spread": [significant(min(self.samples)), significant(max(self.samples))],
            "samples": rounded(list(self.samples)),
            "detail": rounded(self.detail),
        }


@dataclass(frozen=True)
class NoFigure:
    """A benchmark that could not be measured, and why."""

    name: str
    reason: str

    def document(self) -> Document:
        return {"name": self.name, "value": None, "unit": None, "target": None, "met": None, "error": self.reason}


def significant(value: float) -> float:
    """Four significant digits."""
    return float(f"{value:.4g}")


def rounded(value: Any) -> Any:
    if isinstance(value, float):
        return significant(value)
    if isinstance(value, dict):
        return {key: rounded(inner) for key, inner in value.items()}
    return [rounded(inner) for inner in value] if isinstance(value, list | tuple) else value


def say(text: str) -> None:
    """Progress, on standard error."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)
