"""A summary as tables for people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.table import Table

from ancho._counts import Counts, equal_note
from ancho._figures import INFINITY, MINUS_INFINITY, figure, half_width, interval_text, percentage, percentages

_GAP = 2
_LABELS = 6
_MOST_NAME = 24
_EXTREMES_PRECISION = 100  # minimum and maximum are told to a hundredth of the standard deviation
# The columns of a table whose rows are outputs, the most wanted first: what does not fit is left out from the end.
_BY_IMPORTANCE = ("mean", "50%", "5%", "95%", "std", "min", "max")


@dataclass(frozen=True)
class _Entry:
    """A figure and its interval, as text."""

    value: str
    interval: str = ""
    half: str = ""

    @property
    def compact(self) -> str:
        return f"{self.value} ±{self.half}" if self.half else self.value


@dataclass
class _Column:
    """What is shown of an output: of a vector output, its last element."""

    name: str
    entries: dict[str, _Entry]
    notes: list[str] = field(default_factory=list)

    @property
    def width(self) -> int:
        values = max(len(self.name), *(len(entry.value) for entry in self.entries.values()))
        intervals = max(len(entry.interval) for entry in self.entries.values())
        return values + _GAP + (intervals + _GAP if intervals else 0)


def summary_tables(summary: Mapping[str, Any], console: Console, heading: str = "") -> None:
    """Print a summary.

    A column for each output if all fit side by side, else a row for each with as many figures as fit; then what the
    figures do not say by themselves, and the targets.
    """
    console.print(heading or _heading(summary), soft_wrap=True)
    columns = [_column(name, output) for name, output in summary["outputs"].items()]
    if columns and sum(column.width for column in columns) <= console.width - _LABELS - _GAP:
        console.print(_outputs_as_columns(columns))
    elif columns:
        _print_outputs_as_rows(columns, console)
    for column in columns:
        for note in column.notes:
            console.print(f"{column.name}: {note}", soft_wrap=True)
    if summary["targets"]:
        console.print(_target_table(summary["targets"], console.width))
        for note in _target_notes(summary):
            console.print(note, soft_wrap=True)


def _heading(summary: Mapping[str, Any]) -> str:
    sequences, failed = summary["sequences"], summary["failed"]
    if not failed:
        return f"{sequences:,} sequences"
    return f"{sequences:,} sequences, {failed:,} failed; the figures are over the other {sequences - failed:,}"


def _column(name: str, output: Mapping[str, Any]) -> _Column:
    if "length" in output:
        last = output["length"] - 1
        return _column(f"{name}[{last}]", _element(output, last))
    counts = Counts.of(output)
    scale = (output["std"] or 0) / _EXTREMES_PRECISION
    entries = {
        "mean": _mean(output),
        "std": _Entry(figure(output["std"])),
        "min": _Entry(counts.least(output.get("min"), scale)),
    }
    for quantile in output["quantiles"]:
        entries[f"{quantile['p'] * 100:g}%"] = _quantile(counts, quantile)
    entries["max"] = _Entry(counts.greatest(output.get("max"), scale))
    notes = (counts.note(), equal_note(counts, output.get("min"), output.get("max")))
    return _Column(name, entries, [note for note in notes if note])


def _mean(output: Mapping[str, Any]) -> _Entry:
    half = half_width(output.get("ci95"))
    if not half:  # a single value, or all values are equal: there is nothing to be uncertain of
        return _Entry(figure(output["mean"]))
    return _Entry(figure(output["mean"], half), interval_text(output["ci95"]), figure(half, half))


def _element(output: Mapping[str, Any], k: int) -> dict[str, Any]:
    """One element of a vector output in the shape of a scalar's."""
    lists = {key: value for key, value in output.items() if isinstance(value, list) and key != "quantiles"}
    quantiles = [{key: _at(value, k) for key, value in quantile.items()} for quantile in output["quantiles"]]
    return {**{key: _at(value, k) for key, value in lists.items()}, "quantiles": quantiles}


def _at(value: Any, k: int) -> Any:
    return value[k] if isinstance(value, list) else value


def _quantile(counts: Counts, quantile: Mapping[str, Any]) -> _Entry:
    interval, value = quantile.get("ci95"), quantile["value"]
    half = half_width(interval)
    shown = counts.quantile(quantile["p"], value, half)
    if interval is None or half == 0:
        return _Entry(shown)
    if shown in (INFINITY, MINUS_INFINITY):  # and so is each bound that JSON has no number for
        return _Entry(shown, "" if interval == [None, None] else interval_text(interval))
    if half is None or value is None:
        return _Entry(shown, interval_text(interval))
    return _Entry(shown, interval_text(interval), figure(max(value - interval[0], interval[1] - value), half))


def _outputs_as_columns(columns: list[_Column]) -> Table:
    table = _table()
    table.add_column("", no_wrap=True)
    for column in columns:
        table.add_column(column.name, justify="right", no_wrap=True)
        if _has_intervals(column):
            table.add_column("95% interval", no_wrap=True)
    for label in dict.fromkeys(label for column in columns for label in column.entries):
        table.add_row(label, *(text for column in columns for text in _cells(column, label)))
    return table


def _has_intervals(column: _Column) -> bool:
    return any(entry.interval for entry in column.entries.values())


def _cells(column: _Column, label: str) -> tuple[str, ...]:
    entry = column.entries.get(label, _Entry(""))
    return (entry.value, entry.interval) if _has_intervals(column) else (entry.value,)


def _print_outputs_as_rows(columns: list[_Column], console: Console) -> None:
    longest = max(len("output"), *(len(column.name) for column in columns))
    name_width = min(longest, _MOST_NAME, max(8, console.width // 3))
    labels = list(dict.fromkeys(label for column in columns for label in column.entries))
    chosen = _fitting(columns, labels, console.width - name_width - _GAP)
    table = _table()
    table.add_column("output", no_wrap=True, overflow="ellipsis", max_width=name_width)
    for label in chosen:
        table.add_column(label, justify="right", no_wrap=True)
    for column in columns:
        table.add_row(column.name, *(column.entries.get(label, _Entry("")).compact for label in chosen))
    console.print(table)
    left_out = [label for label in labels if label not in chosen]
    if left_out:
        console.print(f"({', '.join(left_out)}: in a wider window, or with --json)", soft_wrap=True)


def _fitting(columns: list[_Column], labels: list[str], room: int) -> list[str]:
    chosen: list[str] = []
    for label in sorted(labels, key=_importance):
        cells = (column.entries[label].compact for column in columns if label in column.entries)
        width = max(len(label), *map(len, cells)) + _GAP
        if width <= room:
            chosen.append(label)
            room -= width
    return [label for label in labels if label in chosen]


def _importance(label: str) -> int:
    return _BY_IMPORTANCE.index(label) if label in _BY_IMPORTANCE else len(_BY_IMPORTANCE)


def _target_table(targets: Mapping[str, Any], width: int) -> Table:
    table = _table()
    table.add_column("target", overflow="fold", max_width=max(8, width - 36))
    table.add_column("probability", justify="right", no_wrap=True)
    table.add_column("95% interval", no_wrap=True)
    for name, target in targets.items():
        interval = target["ci95"]
        table.add_row(name, percentage(target["probability"], half_width(interval)), percentages(interval))
    return table


def _target_notes(summary: Mapping[str, Any]) -> Iterator[str]:
    succeeded = summary["sequences"] - summary["failed"]
    for name, target in summary["targets"].items():
        trials = target.get("trials", succeeded)
        if trials != succeeded:
            yield f"{name}: over the {trials:,} of {succeeded:,} values that are numbers"


def _table() -> Table:
    return Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, header_style="bold")
