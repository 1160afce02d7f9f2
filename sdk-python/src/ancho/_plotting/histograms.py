"""Histograms, as a summary has them."""

from collections.abc import Mapping
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from ancho._plotting.style import (
    ACCENT,
    FAINT,
    INK,
    excluded,
    label_axes,
    legend_above,
    note,
    number,
    percent,
    threshold,
)
from ancho._plotting.subject import Subject

_WIDE_TAIL = 3
_FEW = 30
_SPIKE = 0.1
_ATOM = 0.01
_MOST_OF_IT = 0.6


def histogram(axes: Axes, subject: Subject, name: str) -> None:
    """The distribution of a scalar output, as shares of the sequences; of zeros and ones with their interval."""
    statistics = subject.statistics(name)
    notes = excluded(statistics)
    if statistics["histogram"] is None:
        axes.text(0.5, 0.5, "no finite value", ha="center", va="center", transform=axes.transAxes, color=FAINT)
        axes.set_yticks([])
    elif statistics["min"] is not None and statistics["min"] == statistics["max"]:
        _constant(axes, statistics)
    elif _is_binary(statistics):
        _binary(axes, statistics)
    else:
        notes += _bars(axes, statistics, name, subject)
    label_axes(axes, subject.axis(name), axes.get_ylabel())
    note(axes, notes)
    legend_above(axes)


def _constant(axes: Axes, statistics: Mapping[str, Any]) -> None:
    value, reach = statistics["min"], max(1.0, abs(statistics["min"]))
    axes.bar([value], [1], 0.1 * reach, color=INK, alpha=0.75)
    axes.set_xlim(value - reach, value + reach)
    axes.set_ylim(0, 1.2)
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    words = f"all {statistics['count']:,} values are {number(value)}"
    axes.text(0.5, 0.94, words, ha="center", va="top", transform=axes.transAxes, color=FAINT)
    axes.set_ylabel("share of sequences")


def _is_binary(statistics: Mapping[str, Any]) -> bool:
    """Whether all values are 0 or 1, by what a summary knows of them."""
    edges = statistics["histogram"]["edges"]
    return (statistics["min"], statistics["max"], list(edges)) == (0, 1, [-0.5, 0.5, 1.5])


def _binary(axes: Axes, statistics: Mapping[str, Any]) -> None:
    """Two bars, with the interval of their share by Wilson (1927)."""
    from ancho._statistics import wilson

    count, ones = statistics["count"], statistics["histogram"]["counts"][1]
    for value, hits in ((0, count - ones), (1, ones)):
        share, (low, high) = hits / count, wilson(hits, count)
        axes.bar([value], [share], 0.6, color=INK, alpha=0.75)
        axes.errorbar([value], [share], [[share - low], [high - share]], color=ACCENT, capsize=6, linewidth=1.5)
        words = f"{percent(share)}\n{percent(low)} to {percent(high)}"
        axes.annotate(words, (value, high), (0, 5), textcoords="offset points", ha="center", va="bottom", fontsize=9)
    axes.set_xticks([0, 1])
    axes.set_xlim(-0.6, 1.6)
    axes.set_ylim(0, 1.25)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    axes.set_ylabel("share of sequences")


def _bars(axes: Axes, statistics: Mapping[str, Any], name: str, subject: Subject) -> list[str]:
    """Bars between the edges, without the wide bins that take a far tail; what a picture cannot show, in words."""
    edges, counts = statistics["histogram"]["edges"], statistics["histogram"]["counts"]
    total, widths = sum(counts), [right - left for left, right in pairwise(edges)]
    first, last = _shown(edges, counts, widths)
    kept = range(first, last)
    whole = _is_whole(edges)
    shares = [counts[k] / total for k in kept]
    gap = 0.85 if whole and len(kept) <= _FEW else 1.0
    middles = [(edges[k] + edges[k + 1]) / 2 for k in kept]
    axes.bar(middles, shares, [widths[k] * gap for k in kept], color=INK, alpha=0.75, linewidth=0)
    mean = statistics["mean"]
    axes.axvline(mean, color=ACCENT, linewidth=1.5, linestyle="--", label=f"mean {number(mean)}")
    targets = subject.targets(name)
    for asked, answer in targets:
        threshold(axes, asked, answer)
    _limit(axes, edges[first], edges[last], [asked["value"] for asked, _ in targets])
    if whole:
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    axes.set_ylabel("share of sequences")
    _name_spike(axes, middles, shares)
    return ([] if whole else _atom(subject, name)) + _cut(statistics, counts, first, last)


def _atom(subject: Subject, name: str) -> list[str]:
    """How much of an output that varies continuously is one and the same value, if much is."""
    if subject.values is None:
        ordered = sorted(subject.statistics(name)["quantiles"], key=lambda quantile: float(quantile["p"]))
        same = [low["p"] for low, high in pairwise(ordered) if low["value"] == high["value"] is not None]
        value = next((quantile["value"] for quantile in ordered if same and quantile["p"] == same[0]), None)
        return [f"much of it is exactly {number(value)}"] if value is not None else []
    values, counts = np.unique(subject.finite(name), return_counts=True)
    most = int(counts.argmax())
    share = int(counts[most]) / int(counts.sum())
    return [f"{percent(share)} of all are exactly {number(float(values[most]))}"] if share >= _ATOM else []


def _shown(edges: list[float], counts: list[int], widths: list[float]) -> tuple[int, int]:
    """Which bins are drawn: all of usual width, without the outer thousandth of the values where that is far off."""
    first, last = 0, len(counts)
    passed = list(accumulate(counts))
    low = next(k for k, count in enumerate(passed) if count > passed[-1] / 1000)
    high = next(k for k, count in enumerate(passed) if count >= passed[-1] * 0.999) + 1
    if edges[high] - edges[low] < _MOST_OF_IT * (edges[-1] - edges[0]):
        first, last = low, high
    usual = sorted(widths)[len(widths) // 2]
    while last - first > 1 and widths[first] > _WIDE_TAIL * usual:
        first += 1
    while last - first > 1 and widths[last - 1] > _WIDE_TAIL * usual:
        last -= 1
    return first, last


def _cut(statistics: Mapping[str, Any], counts: list[int], first: int, last: int) -> list[str]:
    edges, total = statistics["histogram"]["edges"], sum(counts)
    words = []
    for share, where, end in (
        (sum(counts[:first]) / total, "below, down to", edges[0] if statistics["min"] is None else statistics["min"]),
        (sum(counts[last:]) / total, "above, up to", edges[-1] if statistics["max"] is None else statistics["max"]),
    ):
        if share:
            words.append(f"{percent(share)} lies {where} {number(end)}")
    return words


def _name_spike(axes: Axes, middles: list[float], shares: list[float]) -> None:
    """Says how much is in a bar that towers over all the others, and keeps those readable."""
    tallest = max(range(len(shares)), key=shares.__getitem__)
    others = sorted(share for k, share in enumerate(shares) if k != tallest)
    if len(others) < _FEW // 6 or shares[tallest] < max(_SPIKE, 3 * others[-1]):
        return
    top = 1.6 * others[-1]
    axes.set_ylim(0, top)
    at, offset = ("right", (-8, -4)) if tallest > len(shares) / 2 else ("left", (8, -4))
    axes.annotate(
        f"{percent(shares[tallest])} of all\nin this bar (cut off)",
        (middles[tallest], top),
        offset,
        textcoords="offset points",
        ha=at,
        va="top",
        fontsize=8,
        color=ACCENT,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
        zorder=5,  # no line through it
    )


def _limit(axes: Axes, low: float, high: float, thresholds: list[float]) -> None:
    """The range drawn: that of the bars, and of a threshold as far off as they are wide at most."""
    reach = high - low
    near = [value for value in thresholds if low - reach <= value <= high + reach]
    margin = 0.02 * reach
    axes.set_xlim(min([low, *near]) - margin, max([high, *near]) + margin)


def _is_whole(edges: list[float]) -> bool:
    """Whether the bins are of whole numbers: their edges lie half between."""
    return all(edge % 1 == 0.5 for edge in edges)
