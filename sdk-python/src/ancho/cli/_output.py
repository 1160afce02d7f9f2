"""What the commands show: documents for programs, tables for people."""

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import click
from rich.console import Console
from rich.table import Table

_UNBOUNDED = 200
_LABELS = 8

err = Console(stderr=True, highlight=False)
out = Console(highlight=False, width=None if sys.stdout.isatty() else _UNBOUNDED)


def tell(text: str) -> None:
    """A line for the person at the terminal, on standard error."""
    click.echo(text, err=True)


def document(value: Any) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2))


def summary_tables(summary: Mapping[str, Any], console: Console = out) -> None:
    """A summary as tables: a column for each output, as many side by side as fit, and then the targets."""
    failed = f", {summary['failed']:,} failed" if summary["failed"] else ""
    console.print(f"{summary['sequences']:,} sequences{failed}")
    columns = [_column(name, output) for name, output in summary["outputs"].items()]
    for some in _fitting(columns, console.width - _LABELS):
        console.print(_statistics_table(some))
    if summary["targets"]:
        console.print(_target_table(summary["targets"]))


Column = tuple[str, dict[str, str]]


def _column(name: str, output: Mapping[str, Any]) -> Column:
    """An output's figures; of a vector output, its last element's."""
    vector = "length" in output

    def shown(value: Any) -> str:
        return figure(value[-1] if vector and value is not None else value)

    rows = {"mean": shown(output["mean"])}
    if output.get("ci95") is not None:
        rows["± 95%"] = figure(half_width(output["ci95"][-1] if vector else output["ci95"]))
    rows["std"] = shown(output["std"])
    if output.get("min") is not None:
        rows["min"] = shown(output["min"])
    rows |= {f"{quantile['p'] * 100:g}%": shown(quantile["value"]) for quantile in output["quantiles"]}
    if output.get("max") is not None:
        rows["max"] = shown(output["max"])
    return f"{name}[{output['length'] - 1}]" if vector else name, rows


def _fitting(columns: list[Column], width: int) -> Iterator[list[Column]]:
    some: list[Column] = []
    for column in columns:
        if some and sum(map(_width, [*some, column])) > width:
            yield some
            some = []
        some.append(column)
    if some:
        yield some


def _width(column: Column) -> int:
    return max(map(len, (column[0], *column[1].values()))) + 2


def _statistics_table(columns: list[Column]) -> Table:
    table = _table("", *(name for name, _ in columns))
    for label in dict.fromkeys(label for _, rows in columns for label in rows):
        table.add_row(label, *(rows.get(label, "") for _, rows in columns))
    return table


def _target_table(targets: Mapping[str, Any]) -> Table:
    table = _table("target", "probability", "95% interval")
    for name, target in targets.items():
        probability = target["probability"]
        low, high = target["ci95"]
        table.add_row(name, "–" if probability is None else f"{probability:.4%}", f"{low:.4%} to {high:.4%}")
    return table


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(first, no_wrap=True)
    for name in others:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def half_width(interval: Any) -> float | None:
    """Half of an interval's width, or None if it has none."""
    low, high = interval
    return None if low is None or high is None else (high - low) / 2


def figure(value: float | None) -> str:
    """A number with about six digits that count."""
    if value is None:
        return "–"
    if value and not 1e-4 <= abs(value) < 1e9:
        return f"{value:.4g}"
    digits = 0 if abs(value) >= 10_000 else 2 if abs(value) >= 100 else 4
    return f"{value:,.{digits}f}"
