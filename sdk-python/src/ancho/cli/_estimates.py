"""What a run's live statistics say, in a few lines."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.table import Table

from ancho._counts import Counts
from ancho._figures import figure, half_width, percentage, percentages

_MOST_NAME = 24
_GAP = 2


def live_estimates(statistics: Mapping[str, Any], width: int, height: int) -> Table:
    """Targets' probabilities and outputs' means so far, as many as there are lines for."""
    rows = [*_targets(statistics.get("targets") or {}), *_outputs(statistics.get("outputs") or {})]
    hidden = len(rows) - height + 1 if len(rows) > height else 0
    table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, show_header=False)
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=min(_MOST_NAME, width // 3))
    table.add_column(no_wrap=True, justify="right")
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, overflow="ellipsis", style="dim")
    for row in rows[: len(rows) - hidden]:
        table.add_row(*row)
    if hidden:
        table.add_row(f"… {hidden:,} more")
    return table


def _targets(targets: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for name, target in targets.items():
        interval = target.get("ci95")
        probability = percentage(target.get("probability"), half_width(interval))
        yield f"P({name})", probability, percentages(interval)


def _outputs(outputs: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for name, output in outputs.items():
        if isinstance(output.get("mean"), list):
            continue
        half = half_width(output.get("ci95"))
        uncertainty = "" if half is None else f"± {figure(half, half)}"
        yield name, figure(output.get("mean"), half), uncertainty, Counts.of(output).short_note()
