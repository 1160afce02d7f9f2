"""What tables say of an output, on a terminal and in a notebook: figures as texts, by one rule.

A figure that has a 95% interval is told to the second digit of half the interval's width, and so is the interval. One
without (minimum, maximum, deviation, a quantile that is certain) is told as if it were uncertain by a hundredth of the
standard deviation. Whole numbers are told whole where the output has no others; means and deviations are not of them.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ancho._counts import Counts, equal_note
from ancho._figures import INFINITY, MINUS_INFINITY, figure, half_width, interval_text

_PRECISION = 100  # to the hundredth of the standard deviation


@dataclass(frozen=True)
class Entry:
    """A figure and its interval, as text."""

    value: str
    interval: str = ""
    half: str = ""

    @property
    def compact(self) -> str:
        """The figure and half the width of its interval."""
        return f"{self.value} ±{self.half}" if self.half else self.value


@dataclass
class Figures:
    """What is told of a scalar output or an element of a vector: by label, such as ``mean`` and ``95%``; and notes."""

    name: str
    entries: dict[str, Entry]
    notes: list[str] = field(default_factory=list)


def figures_of(name: str, output: Mapping[str, Any]) -> Figures:
    """What is told of an output of a summary: of a vector output, its last element."""
    if "length" in output:
        last = output["length"] - 1
        return figures_of(f"{name}[{last}]", element(output, last))
    counts, digits = Counts.of(output), _Digits.of(output)
    entries = {
        "mean": _mean(output, digits),
        "std": Entry(digits.fraction(output["std"])),
        "min": Entry(counts.least(output.get("min"), digits.text)),
    }
    for quantile in output["quantiles"]:
        entries[f"{quantile['p'] * 100:g}%"] = _quantile(counts, quantile, digits)
    entries["max"] = Entry(counts.greatest(output.get("max"), digits.text))
    notes = (counts.note(), equal_note(counts, output.get("min"), output.get("max")))
    return Figures(name, entries, [note for note in notes if note])


def element(output: Mapping[str, Any], k: int) -> dict[str, Any]:
    """One element of a vector output in the shape of a scalar's."""
    lists = {key: value[k] for key, value in output.items() if isinstance(value, list) and key != "quantiles"}
    quantiles = [{key: _at(value, k) for key, value in quantile.items()} for quantile in output["quantiles"]]
    return {**lists, "quantiles": quantiles}


def _at(value: Any, k: int) -> Any:
    return value[k] if isinstance(value, list) else value


@dataclass(frozen=True)
class _Digits:
    """How the figures of an output are written."""

    scale: float
    whole: bool

    @classmethod
    def of(cls, output: Mapping[str, Any]) -> "_Digits":
        return cls((output.get("std") or 0) / _PRECISION, _is_whole(output))

    def text(self, value: float | None, half: float | None = None) -> str:
        if self.whole and value is not None and float(value).is_integer():
            return f"{value:,.0f}"
        return self.fraction(value, half)

    def fraction(self, value: float | None, half: float | None = None) -> str:
        return figure(value, half or self.scale)


def _is_whole(output: Mapping[str, Any]) -> bool:
    """Whether all values are whole numbers: edges of their histogram then lie between these, where there is one."""
    if histogram := output.get("histogram"):
        return all(edge % 1 == 0.5 for edge in histogram["edges"])
    known = [output.get("min"), output.get("max"), *(quantile["value"] for quantile in output["quantiles"])]
    return all(value is None or (abs(value) < 2**53 and float(value).is_integer()) for value in known)


def _mean(output: Mapping[str, Any], digits: _Digits) -> Entry:
    half = half_width(output.get("ci95"))
    if not half:  # a single value, or all values are equal: there is nothing to be uncertain of
        return Entry(digits.text(output["mean"]))
    return Entry(digits.fraction(output["mean"], half), interval_text(output["ci95"]), figure(half, half))


def _quantile(counts: Counts, quantile: Mapping[str, Any], digits: _Digits) -> Entry:
    interval, value = quantile.get("ci95"), quantile["value"]
    half = half_width(interval)

    def show(bound: float | None) -> str:
        return digits.text(bound, half)

    shown = counts.quantile(quantile["p"], value, show)
    if interval is None or half == 0:
        return Entry(shown)
    if shown in (INFINITY, MINUS_INFINITY):  # and so is each bound that JSON has no number for
        return Entry(shown, "" if interval == [None, None] else interval_text(interval, show))
    if half is None or value is None:
        return Entry(shown, interval_text(interval, show))
    reach = min(sys.float_info.max, max(value - interval[0], interval[1] - value))
    return Entry(shown, interval_text(interval, show), show(reach))
