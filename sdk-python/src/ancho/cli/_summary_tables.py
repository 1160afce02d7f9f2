"""A summary as tables for people."""

from collections.abc import Iterator, Mapping
from shlex import quote
from typing import Any

from rich.console import Console
from rich.table import Table

from ancho._figures import half_width, percentage, percentages
from ancho._summary_text import Entry, Figures, figures_of

_GAP = 2
_LABELS = 6
_MOST_NAME = 24
# The columns of a table whose rows are outputs, the most wanted first: what does not fit is left out from the end.
_BY_IMPORTANCE = ("mean", "50%", "5%", "95%", "std", "min", "max")


def summary_tables(summary: Mapping[str, Any], console: Console, heading: str = "", more: str = "--show") -> None:
    """Print a summary.

    A column for each output if all fit side by side, else a row for each with as many figures as fit; then what the
    figures do not say by themselves, and the targets. Of a vector output the last element is shown; ``more`` is how the
    others can be seen.
    """
    console.print(heading or _heading(summary), soft_wrap=True)
    columns = [figures_of(name, output) for name, output in summary["outputs"].items()]
    if columns and sum(_width(column) for column in columns) <= console.width - _LABELS - _GAP:
        console.print(_outputs_as_columns(columns))
    elif columns:
        _print_outputs_as_rows(columns, console)
    for column in columns:
        for note in column.notes:
            console.print(f"{column.name}: {note}", soft_wrap=True)
    if hint := _hint(summary["outputs"], more):
        console.print(hint, soft_wrap=True)
    if (summary.get("provenance") or {}).get("sandbox") == "none":
        console.print("The model ran without a wall (ANCHO_SANDBOX=none).", soft_wrap=True)
    if (summary.get("provenance") or {}).get("reproducible") is False:
        console.print("NOT REPRODUCIBLE: the model does not give the same numbers each time.", soft_wrap=True)
    if summary["targets"]:
        console.print(_target_table(summary["targets"], console.width))
        for note in _target_notes(summary):
            console.print(note, soft_wrap=True)


def _hint(outputs: Mapping[str, Any], more: str) -> str:
    vectors = [(name, output["length"]) for name, output in outputs.items() if output.get("length", 1) > 1]
    if not vectors:
        return ""
    name, length = vectors[0]
    of = f"{name}[{length - 1}] is the last of {length:,} elements"
    if len(vectors) > 1:
        of = "of vectors the last element is shown"
    return f"({of}; others: {more} {quote(name)}, or {quote(f'{name}[{length // 2}]')})"


def _heading(summary: Mapping[str, Any]) -> str:
    sequences, failed = summary["sequences"], summary["failed"]
    if not failed:
        return f"{sequences:,} sequences"
    return f"{sequences:,} sequences, {failed:,} failed; the figures are over the other {sequences - failed:,}"


def _width(column: Figures) -> int:
    values = max(len(column.name), *(len(entry.value) for entry in column.entries.values()))
    intervals = max(len(entry.interval) for entry in column.entries.values())
    return values + _GAP + (intervals + _GAP if intervals else 0)


def _outputs_as_columns(columns: list[Figures]) -> Table:
    table = _table()
    table.add_column("", no_wrap=True)
    for column in columns:
        table.add_column(column.name, justify="right", no_wrap=True)
        if _has_intervals(column):
            table.add_column("95% interval", no_wrap=True)
    for label in dict.fromkeys(label for column in columns for label in column.entries):
        table.add_row(label, *(text for column in columns for text in _cells(column, label)))
    return table


def _has_intervals(column: Figures) -> bool:
    return any(entry.interval for entry in column.entries.values())


def _cells(column: Figures, label: str) -> tuple[str, ...]:
    entry = column.entries.get(label, Entry(""))
    return (entry.value, entry.interval) if _has_intervals(column) else (entry.value,)


def _print_outputs_as_rows(columns: list[Figures], console: Console) -> None:
    longest = max(len("output"), *(len(column.name) for column in columns))
    name_width = min(longest, _MOST_NAME, max(8, console.width // 3))
    labels = list(dict.fromkeys(label for column in columns for label in column.entries))
    chosen = _fitting(columns, labels, console.width - name_width - _GAP)
    table = _table()
    table.add_column("output", no_wrap=True, overflow="ellipsis", max_width=name_width)
    for label in chosen:
        table.add_column(label, justify="right", no_wrap=True)
    for column in columns:
        table.add_row(column.name, *(column.entries.get(label, Entry("")).compact for label in chosen))
    console.print(table)
    left_out = [label for label in labels if label not in chosen]
    if left_out:
        console.print(f"({', '.join(left_out)}: in a wider window, or with --json)", soft_wrap=True)


def _fitting(columns: list[Figures], labels: list[str], room: int) -> list[str]:
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
