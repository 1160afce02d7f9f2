"""Numbers as people read them: with the digits that their uncertainty leaves."""

import math
from collections.abc import Callable
from typing import Any

NOTHING = "–"
INFINITY, MINUS_INFINITY = "∞", "−∞"

_PLAIN_FROM, _PLAIN_BELOW, _PLAIN_DECIMALS = 1e-4, 1e9, 6


def half_width(interval: Any) -> float | None:
    """Half of an interval's width, or None if it has none."""
    if interval is None:
        return None
    low, high = interval
    return None if low is None or high is None else high / 2 - low / 2  # the width may be more than a float holds


def figure(value: float | None, uncertainty: float | None = None) -> str:
    """A number to the second digit of its uncertainty, else with about six digits that count."""
    if value is None:
        return NOTHING
    if uncertainty:
        return _with_decimals(value, 1 - math.floor(math.log10(uncertainty)))
    if value and not _PLAIN_FROM <= abs(value) < _PLAIN_BELOW:
        return f"{value:.4g}"
    return f"{value:,.{0 if abs(value) >= 10_000 else 2 if abs(value) >= 100 else 4}f}"


def interval_text(interval: Any, show: Callable[[float], str] | None = None) -> str:
    """An interval's bounds, to the second digit of its width or as ``show`` does; one that is not there is infinite."""
    if interval is None:
        return ""
    (low, high), half = interval, half_width(interval)
    write = show or (lambda bound: figure(bound, half))
    return f"{MINUS_INFINITY if low is None else write(low)} to {INFINITY if high is None else write(high)}"


def percentage(probability: float | None, uncertainty: float | None = None) -> str:
    """A probability in per cent."""
    if probability is None:
        return NOTHING
    if not uncertainty:
        return f"{probability:.4%}"
    return _with_decimals(100 * probability, max(0, 1 - math.floor(math.log10(100 * uncertainty)))) + "%"


def percentages(interval: Any) -> str:
    """An interval of probabilities in per cent."""
    half = half_width(interval)
    return "" if half is None else " to ".join(percentage(bound, half) for bound in interval)


def _with_decimals(value: float, decimals: int) -> str:
    is_small = value != 0 and abs(value) < _PLAIN_FROM and decimals > _PLAIN_DECIMALS
    if is_small or abs(value) >= _PLAIN_BELOW:
        digits = min(16, max(1, decimals + math.floor(math.log10(abs(value)))))
        return f"{value:.{digits}e}"
    return f"{value:,.{min(16, max(0, decimals))}f}"
