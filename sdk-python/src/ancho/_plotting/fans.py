"""Fan charts of vector outputs."""

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ancho._plotting.style import ACCENT, INK, excluded, label_axes, legend_above, note
from ancho._plotting.subject import Subject


def fan(axes: Axes, subject: Subject, name: str) -> None:
    """Bands between pairs of quantiles, the median, and the mean, over a vector's elements."""
    statistics = subject.statistics(name)
    quantiles = sorted(statistics["quantiles"], key=lambda quantile: float(quantile["p"]))
    x = range(statistics["length"])
    marker = "o" if len(x) == 1 else None
    pairs = [(low, quantiles[-1 - k]) for k, low in enumerate(quantiles[: len(quantiles) // 2])]
    for k, (low, high) in enumerate(pairs):
        label = f"{low['p']:.4g} to {high['p']:.4g} quantile"
        shade = 0.18 + 0.22 * k / max(1, len(pairs) - 1)
        axes.fill_between(
            x, _numbers(low["value"]), _numbers(high["value"]), color=INK, alpha=shade, linewidth=0, label=label
        )
    if len(quantiles) % 2:
        middle = quantiles[len(quantiles) // 2]
        label = "median" if middle["p"] == 0.5 else f"{middle['p']:.4g} quantile"
        axes.plot(x, _numbers(middle["value"]), color=INK, linewidth=2, label=label, marker=marker)
    axes.plot(x, _numbers(statistics["mean"]), color=ACCENT, linewidth=1.5, linestyle="--", label="mean", marker=marker)
    axes.margins(x=0 if len(x) > 1 else 0.5)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    label_axes(axes, subject.elements(name), subject.axis(name))
    note(axes, excluded(statistics))
    legend_above(axes)


def _numbers(values: Sequence[float | None]) -> list[float]:
    return [math.nan if value is None else value for value in values]
