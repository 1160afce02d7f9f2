"""Quotas as they are typed and shown."""

import re
from collections.abc import Mapping
from typing import Any

import click
from rich.table import Table

from ancho._text import shown

_AMOUNT = re.compile(r"(\d{1,15})([kMGT]?)")
_UNITS = {"": 1, "k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}

quota_option = click.option(
    "--quota",
    metavar="NAME=NUMBER,…",
    callback=lambda context, parameter, text: None if text is None else parsed(text),
    help="The most the user may have: runs, values, slots, executors, stored_bytes, model_bytes; 'default' for as "
    "configured; k, M, G and T are understood.",
)
weight_option = click.option(
    "--weight",
    type=click.FloatRange(0.01, 100),
    help="The user's share of what all use, relative to that of others (1).",
)


def parsed(text: str) -> dict[str, int | None]:
    """``runs=20,stored_bytes=10G,slots=default`` as the API has it; which quotas there are, the service says."""
    quota: dict[str, int | None] = {}
    for part in text.split(","):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        amount = _AMOUNT.fullmatch(value)
        if not name or not equals or not (amount or value == "default"):
            raise click.BadParameter(f"{part.strip()!r} is not like runs=20, stored_bytes=10G or slots=default")
        quota[name] = int(amount[1]) * _UNITS[amount[2]] if amount else None
    return quota


def quotas_table(usage: Mapping[str, Mapping[str, Any]]) -> Table:
    """A row for each quota: the most, what is used, what is left."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("quota")
    for title in ("may have", "has", "left"):
        table.add_column(title, justify="right")
    for name, amount in usage.items():
        table.add_row(shown(name), _number(amount["limit"]), _number(amount["used"]), _number(amount["left"]))
    return table


def _number(amount: int | None) -> str:
    return "any" if amount is None else f"{amount:,}"
