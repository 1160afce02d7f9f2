"""``ancho clean``."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.table import Table

from ancho._cache import CacheEntry, cache_entries, remove_entry, remove_folder, size_of
from ancho._home import home
from ancho._requirements import REQUIREMENTS
from ancho.cli._confirmation import check_can_ask, confirm
from ancho.cli._options import json_option
from ancho.cli._output import document, err, out, tell

_AGE = re.compile(r"(\d+)(d|h|w)")
_HOURS = {"h": 1, "d": 24, "w": 7 * 24}
_DEMO = "demo"
_SECONDS_OF_HOUR = 3600.0
_SECONDS_OF_DAY = 24 * _SECONDS_OF_HOUR
_MAX_TOLD = 40


def _age(text: str) -> float:
    found = _AGE.fullmatch(text)
    if not found:
        raise click.BadParameter(f"{text!r} is not an age such as 30d, 12h or 8w")
    return int(found[1]) * _HOURS[found[2]] * _SECONDS_OF_HOUR


@click.command()
@click.option("--older-than", metavar="AGE", type=_age, default="30d", help="Unused for longer than that (30d).")
@click.option("--all", "everything", is_flag=True, help="Whatever nobody uses at the moment, and the demo's pictures.")
@click.option("--dry-run", is_flag=True, help="Show what would be removed, and remove nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
def clean(older_than: float, everything: bool, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Remove models and environments that were not used for long.

    They are in $ANCHO_HOME/cache and are made or fetched again when they are needed. What a run uses at the moment is
    kept. Runs and models at the service are not touched; see ancho delete.

    \b
    Examples:
      ancho clean --dry-run
      ancho clean --older-than 7d
      ancho clean --all --yes
    """
    chosen = _chosen(0.0 if everything else older_than, everything=everything)
    if chosen and not dry_run:
        check_can_ask(yes=yes)
    if chosen and not as_json:
        (out if dry_run else err).print(_table(chosen))
    size = sum(entry.size for entry in chosen)
    removed = [] if dry_run or not chosen else _removed(chosen, size, yes=yes)
    freed = sum(entry.size for entry in removed)
    if as_json:
        found = [{"path": str(entry.path), "kind": entry.kind, "bytes": entry.size} for entry in chosen]
        document({"found": found, "found_bytes": size, "removed": len(removed), "freed_bytes": freed})
    elif not chosen:
        tell("nothing to remove")
    elif dry_run:
        tell(f"{_size(size)} would be freed; nothing was removed")
    else:
        in_use = len(chosen) - len(removed)
        tell(f"freed {_size(freed)}" + (f"; {in_use} in use were kept" if in_use else ""))


def _chosen(older_than: float, *, everything: bool) -> list[CacheEntry]:
    entries = [entry for entry in cache_entries() if entry.age >= _least_age(entry, older_than)]
    demo = home() / _DEMO
    if demo.is_dir() and (everything or _age_of(demo) >= older_than):
        entries.append(CacheEntry(demo, "demo", demo.stat().st_mtime, size_of(demo)))
    return sorted(entries, key=lambda entry: entry.last_use)


def _least_age(entry: CacheEntry, older_than: float) -> float:
    """What looks like a leftover may be about to become an entry."""
    return _SECONDS_OF_HOUR if entry.kind == "leftover" else older_than


def _age_of(path: Path) -> float:
    return CacheEntry(path, _DEMO, path.stat().st_mtime, 0).age


def _removed(chosen: Sequence[CacheEntry], size: int, *, yes: bool) -> list[CacheEntry]:
    if not confirm(f"Remove these, {_size(size)}?", yes=yes):
        tell("nothing was removed")
        sys.exit(1)
    return [entry for entry in chosen if _remove(entry)]


def _remove(entry: CacheEntry) -> bool:
    if entry.kind in (_DEMO, "leftover"):
        remove_folder(entry.path)
        return True
    return remove_entry(entry.path)


def _table(entries: Sequence[CacheEntry]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("what", no_wrap=True)
    table.add_column("name", no_wrap=True, overflow="ellipsis")
    table.add_column("unused for", no_wrap=True, justify="right")
    table.add_column("size", no_wrap=True, justify="right")
    for entry in entries:
        table.add_row(entry.kind, _name(entry), _shown_age(entry.age), _size(entry.size))
    return table


def _name(entry: CacheEntry) -> str:
    """What a person knows it by: the packages of an environment, the module files of a model."""
    if entry.kind == "environment":
        requirements = entry.path / REQUIREMENTS
        lines = requirements.read_text(encoding="utf-8").split() if requirements.is_file() else []
        return " ".join(lines)[:_MAX_TOLD]
    if entry.kind == "model":
        files = sorted(path.name for path in entry.path.glob("*.py"))
        return f"{entry.path.name[:12]} {' '.join(files)}"[:_MAX_TOLD]
    return entry.path.name


def _shown_age(seconds: float) -> str:
    days = seconds / _SECONDS_OF_DAY
    return f"{days:.0f} d" if days >= 1 else f"{seconds / _SECONDS_OF_HOUR:.0f} h"


def _size(size: int) -> str:
    return f"{size / 2**20:,.1f} MiB"
