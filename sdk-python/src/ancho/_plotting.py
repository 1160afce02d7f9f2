"""Pictures of a summary. Needs matplotlib."""

from collections.abc import Mapping
from itertools import accumulate, pairwise
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import EngFormatter

_INK = "#1f4e79"
_ACCENT = "#c8553d"
_WIDE_TAIL = 3


def plot(summary: Mapping[str, Any], outputs: tuple[str, ...] | None = None, title: str | None = None) -> Figure:
    """A fan chart of each vector output and a histogram of each scalar one, side by side in rows of two.

    Parameters
    ----------
    summary
        a summary document, of a local run or of the service
    outputs
        which of its outputs; all if None
    """
    shown = {name: summary["outputs"][name] for name in outputs or summary["outputs"]}
    columns = min(2, max(1, len(shown)))
    rows = -(-len(shown) // columns)
    figure = Figure(figsize=(6.5 * columns, 4.2 * rows), layout="constrained")
    for k, (name, statistics) in enumerate(shown.items(), 1):
        axes = figure.add_subplot(rows, columns, k)
        (_fan if "length" in statistics else _histogram)(axes, statistics)
        _dress(axes, name)
    if title:
        figure.suptitle(title, x=0.02, ha="left", fontsize=14, fontweight="bold", color="#222222")
    return figure


def _fan(axes: Axes, statistics: Mapping[str, Any]) -> None:
    """Bands between pairs of quantiles, the median, and the mean."""
    quantiles = sorted(statistics["quantiles"], key=lambda quantile: float(quantile["p"]))
    x = range(statistics["length"])
    pairs = [(low, quantiles[-1 - k]) for k, low in enumerate(quantiles[: len(quantiles) // 2])]
    for k, (low, high) in enumerate(pairs):
        label = f"{low['p']:.0%} to {high['p']:.0%}"
        shade = 0.18 + 0.22 * k / max(1, len(pairs) - 1)
        axes.fill_between(x, low["value"], high["value"], color=_INK, alpha=shade, linewidth=0, label=label)
    if len(quantiles) % 2:
        middle = quantiles[len(quantiles) // 2]
        label = "median" if middle["p"] == 0.5 else f"{middle['p']:.0%}"
        axes.plot(x, middle["value"], color=_INK, linewidth=2, label=label)
    axes.plot(x, statistics["mean"], color=_ACCENT, linewidth=1.5, linestyle="--", label="mean")
    axes.margins(x=0)
    axes.legend(loc="upper left", frameon=False, fontsize=9)


def _histogram(axes: Axes, statistics: Mapping[str, Any]) -> None:
    """The density, without the wide bins that take a far tail."""
    if statistics["histogram"] is None:
        return
    edges, counts = statistics["histogram"]["edges"], statistics["histogram"]["counts"]
    widths = [right - left for left, right in pairwise(edges)]
    usual = sorted(widths)[len(widths) // 2]
    kept = [k for k, width in enumerate(widths) if width <= _WIDE_TAIL * usual]
    total = sum(counts)
    axes.bar(
        [edges[k] for k in kept],
        [counts[k] / widths[k] / total for k in kept],
        [widths[k] for k in kept],
        align="edge",
        color=_INK,
        alpha=0.75,
    )
    axes.axvline(statistics["mean"], color=_ACCENT, linewidth=1.5, linestyle="--", label="mean")
    first, last = _most(edges, counts)
    axes.set_xlim(max(first, edges[kept[0]]), min(last, edges[kept[-1] + 1]))
    axes.yaxis.set_visible(False)
    axes.spines["left"].set_visible(False)
    axes.legend(loc="upper right", frameon=False, fontsize=9)


def _most(edges: list[float], counts: list[int]) -> tuple[float, float]:
    """The edges between which all but a thousandth of the values lie at either end."""
    passed = list(accumulate(counts))
    first = next(k for k, count in enumerate(passed) if count > passed[-1] / 1000)
    last = next(k for k, count in enumerate(passed) if count >= passed[-1] * 0.999)
    return edges[first], edges[last + 1]


def _dress(axes: Axes, name: str) -> None:
    axes.set_title(name.replace("_", " "), loc="left", fontsize=12, color="#222222")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(axis="y", color="#e5e5e5", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(color="#888888", labelcolor="#444444")
    for axis in (axes.xaxis, axes.yaxis):
        low, high = axis.get_view_interval()
        if max(abs(low), abs(high)) >= 10_000:
            axis.set_major_formatter(EngFormatter(sep=""))
