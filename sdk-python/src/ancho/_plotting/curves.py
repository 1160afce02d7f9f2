"""Pictures of scalar outputs that need every value: distribution functions, convergence, pairs."""

import math

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from ancho._layout import Floats
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

_POINTS = 2_000
_EXTREME = 1_000  # values at either end of which each is drawn
_MOST_DOTS = 5_000
_TAIL, _FAR = 0.005, 4
_MAY_MISS = 0.05
_NORMAL_975 = 1.959963984540054


def cdf(axes: Axes, subject: Subject, name: str) -> None:
    """The share of values up to each value, with a band that holds for the whole curve at once (95%).

    The band is that of Dvoretzky, Kiefer and Wolfowitz with Massart's (1990) constant.
    """
    _distribution(axes, subject, name, exceeding=False)


def exceedance(axes: Axes, subject: Subject, name: str) -> None:
    """The share of values above each value, on a logarithmic axis, with its 95% score interval (Wilson, 1927).

    A band that holds for the whole curve at once would say nothing of the tail, which this picture is for.
    """
    _distribution(axes, subject, name, exceeding=True)


def _distribution(axes: Axes, subject: Subject, name: str, *, exceeding: bool) -> None:
    ordered = np.sort(_numbers(subject, name))  # infinite values have their share and lie beyond the axes
    n = len(ordered)
    at = _ranks(n)
    at = at[np.isfinite(ordered[at])]
    x, share = ordered[at], (n - 1 - at if exceeding else at + 1) / max(n, 1)
    low, high = _score_intervals(share, n) if exceeding else _band(share, n)
    label = "95% interval at each value" if exceeding else "95% band"
    axes.fill_between(x, low, high, color=INK, alpha=0.2, linewidth=0, step="post", label=label)
    axes.step(x, share, where="post", color=INK, linewidth=1.8, label="share of sequences")
    for asked, answer in subject.targets(name):
        threshold(axes, asked, answer)
    axes.set_ylim(0, 1)
    notes = excluded(subject.statistics(name))
    if not exceeding:
        notes += _cut_tails(axes, x)
    elif n:
        axes.set_yscale("log")
        axes.set_ylim(0.5 / n, 1.2)
    label_axes(axes, subject.axis(name), "share above" if exceeding else "share up to")
    note(axes, notes)
    legend_above(axes)


def _ranks(n: int) -> NDArray[np.int64]:
    """Which of n values in order are drawn: some all over, and every one at the ends."""
    ends = np.arange(min(n, _EXTREME))
    return np.unique(np.concatenate([np.linspace(0, n - 1, min(n, _POINTS)).astype(np.int64), ends, n - 1 - ends]))


def _band(share: Floats, n: int) -> tuple[Floats, Floats]:
    reach = math.sqrt(math.log(2 / _MAY_MISS) / (2 * max(n, 1)))
    return np.clip(share - reach, 0, 1), np.clip(share + reach, 0, 1)


def _score_intervals(share: Floats, n: int) -> tuple[Floats, Floats]:
    square = _NORMAL_975**2 / max(n, 1)
    centre = (share + square / 2) / (1 + square)
    half = np.sqrt(square * (share * (1 - share) + square / 4)) / (1 + square)
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)


def _cut_tails(axes: Axes, x: Floats) -> list[str]:
    """Leave out a far tail that would squeeze all the rest together, and say so."""
    if len(x) < _POINTS // 2:
        return []
    low, high = np.quantile(x, [_TAIL, 1 - _TAIL])
    if x[-1] - x[0] <= _FAR * (high - low):
        return []
    axes.set_xlim(low, high)
    return [f"{percent(_TAIL)} at either end lies beyond, from {number(float(x[0]))} to {number(float(x[-1]))}"]


def convergence(axes: Axes, subject: Subject, name: str) -> None:
    """The mean of the first n values, and its 95% interval at each n (of a number fixed beforehand)."""
    values = subject.finite(name)
    n = np.arange(1, len(values) + 1)
    chosen = np.unique(np.geomspace(1, len(values), _POINTS).astype(int)) - 1 if len(values) else n
    centre = values.mean() if len(values) else 0.0
    scale = float(np.abs(values - centre).max(initial=0)) or 1.0  # squares of others may be too large for a float
    of_scale = (values - centre) / scale
    mean, square = (np.cumsum(power)[chosen] / n[chosen] for power in (of_scale, of_scale**2))
    half = _NORMAL_975 * np.sqrt(np.maximum(square - mean**2, 0) / np.maximum(n[chosen] - 1, 1))
    told = n[chosen] >= min(10, len(values))
    x, y, half = n[chosen][told], scale * mean[told] + centre, scale * half[told]
    axes.fill_between(x, y - half, y + half, color=INK, alpha=0.2, linewidth=0, label="95% interval at each n")
    axes.plot(x, y, color=INK, linewidth=1.6, label="mean of the first n")
    if len(values):
        axes.axhline(
            float(y[-1]), color=ACCENT, linewidth=1, linestyle="--", label=f"mean of all {number(float(y[-1]))}"
        )
    axes.set_xscale("log")
    label_axes(axes, "sequences", subject.axis(name))
    note(axes, excluded(subject.statistics(name)))
    legend_above(axes)


def scatter(axes: Axes, subject: Subject, x: str, y: str) -> None:
    """Two outputs of the same sequences, against each other; every so many of them where there are very many."""
    assert subject.values is not None
    first, second = subject.values[x], subject.values[y]
    both = np.isfinite(first) & np.isfinite(second)
    step = max(1, math.ceil(both.sum() / _MOST_DOTS))
    shown = np.flatnonzero(both)[::step]
    axes.scatter(first[shown], second[shown], s=6, color=INK, alpha=0.35, linewidths=0)
    words = [f"one sequence in {step:,} is drawn"] if step > 1 else []
    if not both.all():
        words.append(f"{int((~both).sum()):,} sequences are not finite, not shown")
    if not len(shown):
        axes.text(0.5, 0.5, "no finite pair", ha="center", va="center", transform=axes.transAxes, color=FAINT)
    label_axes(axes, subject.axis(x), subject.axis(y))
    note(axes, words)


def _numbers(subject: Subject, name: str) -> Floats:
    assert subject.values is not None
    values = subject.values[name]
    return values[~np.isnan(values)]
