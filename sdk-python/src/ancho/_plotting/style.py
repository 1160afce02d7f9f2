"""What all pictures share: colours, axes, notes."""

import math
from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.legend import Legend
from matplotlib.ticker import EngFormatter, PercentFormatter

INK = "#1f4e79"
ACCENT = "#c8553d"
TARGET = "#2a7f62"
TEXT = "#222222"
FAINT = "#666666"

_LONG = 22


def dress(axes: Axes, title: str) -> None:
    """The title, quiet spines and grid, and large numbers with their unit's prefix."""
    legend = axes.get_legend()
    lines = -(-len(legend.get_texts()) // _per_line(legend)) if legend else 0
    axes.set_title(plain(title), loc="left", fontsize=12, color=TEXT, pad=6 + 14 * lines)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(axis="y", color="#e5e5e5", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(color="#888888", labelcolor="#444444")
    for axis in (axes.xaxis, axes.yaxis):
        low, high = axis.get_view_interval()
        if max(abs(low), abs(high)) >= 10_000 and not isinstance(axis.get_major_formatter(), PercentFormatter):
            axis.set_major_formatter(EngFormatter(sep=""))


def label_axes(axes: Axes, x: str, y: str) -> None:
    """What the axes show."""
    axes.set_xlabel(plain(x), color="#444444", fontsize=10)
    axes.set_ylabel(plain(y), color="#444444", fontsize=10)


def legend_above(axes: Axes) -> None:
    """A legend between the title and the axes, where it can lie on no data."""
    handles, labels = axes.get_legend_handles_labels()
    if handles:
        axes.legend(
            handles,
            [plain(label) for label in labels],
            loc="lower left",
            bbox_to_anchor=(0, 1),
            ncols=2 if max(map(len, labels)) > _LONG else 4,
            frameon=False,
            fontsize=8.5,
            borderaxespad=0.1,
            borderpad=0.2,
            labelspacing=0.25,
            handlelength=1.6,
        )


def note(axes: Axes, lines: list[str]) -> None:
    """What a picture leaves out, under its axis."""
    if lines:
        axes.set_xlabel("\n".join([axes.get_xlabel(), *map(plain, lines)]))


def excluded(statistics: Mapping[str, Any]) -> list[str]:
    """How many values an output has that are not numbers or not finite, in words."""
    words = []
    for key, name in (("nan", "not a number"), ("infinite", "infinite")):
        count = _total(statistics.get(key))
        if count:
            words.append(f"{count:,} {'value is' if count == 1 else 'values are'} {name}, not shown")
    return words


def threshold(axes: Axes, asked: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
    """A target's threshold, with its probability in the legend."""
    probability = answer["probability"]
    said = "–" if probability is None else percent(probability)
    low, high = answer["ci95"]
    if probability is not None and low is not None and high is not None:
        said += f" ({percent(low)} to {percent(high)})"
    name = asked["name"]
    condition = f"{asked['op']} {number(asked['value'])}"
    axes.axvline(
        asked["value"],
        color=TARGET,
        linewidth=1.5,
        linestyle=(0, (4, 2)),
        label=f"P({condition if asked['output'] in name else name}) = {said}",
    )


def percent(share: float) -> str:
    """A probability in percent, with as many digits as tell it from 0 and 1."""
    distance = min(share, 1 - share)
    digits = 1 if distance >= 0.01 or distance == 0 else min(8, 1 - math.floor(math.log10(distance * 100)))
    return f"{share * 100:.{digits}f}%"


def number(value: float) -> str:
    """A number with four digits that count, large ones with their unit's prefix as on an axis."""
    return EngFormatter(places=1, sep="")(value) if 10_000 <= abs(value) < 1e15 else f"{value:,.4g}"


def plain(text: str) -> str:
    """A text that matplotlib shows as it is: no mathematics between dollar signs, nothing that cannot be drawn."""
    return "".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in text).replace("$", r"\$")


def _per_line(legend: Legend) -> int:
    return 2 if max(len(text.get_text()) for text in legend.get_texts()) > _LONG else 4


def _total(counts: Any) -> int:
    return sum(counts) if isinstance(counts, list) else int(counts or 0)
