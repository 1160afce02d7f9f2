"""The parts of the embedded stack as a table."""

from collections.abc import Mapping
from typing import Any

from rich.table import Table
from rich.text import Text

from ancho.cli._runs_table import age
from ancho.cli._terminal import out

_STATE_COLOURS = {"up": "green", "failed": "red", "restarting": "red", "unready": "yellow"}


def print_status(found: Mapping[str, Any]) -> None:
    """Print each part, why those that are not up are not, and the whole."""
    if not found["parts"]:
        print(f"Ancho is {found['state']}.")
        return
    table = Table(box=None, pad_edge=False)
    for title in ("part", "state", "pid", "port", "memory", "restarts", "for"):
        table.add_column(title, overflow="fold", justify="left" if title in ("part", "state") else "right")
    for part in found["parts"]:
        colour = _STATE_COLOURS.get(part["state"], "default")
        table.add_row(
            part["name"],
            Text(part["state"], style=colour),
            str(part["pid"] or ""),
            str(part["port"] or ""),
            f"{part['memory_bytes'] / 2**20:.0f} MiB",
            str(part["restarts"]),
            age(part["since"]),
        )
    total = sum(part["memory_bytes"] for part in found["parts"])
    out.print(table)
    for part in found["parts"]:
        if part["state"] != "up" and part["reason"]:
            out.print(f"{part['name']}: {part['reason']}", soft_wrap=True)
    if found.get("sandbox") == "none":
        out.print("Models run without a wall (ANCHO_SANDBOX=none).", soft_wrap=True)
    out.print(f"Ancho is {found['state']} at {found['url']}, with {total / 2**30:.1f} GiB of memory in use.")
