"""What a notebook shows of results, summaries and runs: tables with a small picture for each output."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from ancho._figures import NOTHING, half_width, percentage, percentages
from ancho._selection import selected
from ancho._summary_text import Entry, Figures, figures_of
from ancho._text import shown

Document = Mapping[str, Any]

_MOST_ROWS = 60
_WIDTH, _HEIGHT = 120, 28
_INK, _ACCENT = "#4f81b5", "#c8553d"
_CELL = "text-align:right;padding:2px 8px;white-space:nowrap"
_FIRST = "text-align:left;padding:2px 8px;white-space:nowrap"


class Summary(dict[str, Any]):
    """A summary document, that is a dict, which a notebook shows as a table."""

    def select(self, *outputs: str) -> "Summary":
        """The summary of some outputs alone: ``"path"`` for all elements of a vector, ``"path[10]"`` for one of them.

        Raises
        ------
        InvalidRequest
            if there is no such output or element
        """
        return Summary(selected(self, outputs))

    def _repr_html_(self) -> str:
        return summary_html(self)


def summary_html(summary: Document) -> str:
    """A summary as tables: a row for each output, a row for each target."""
    outputs: Document = summary["outputs"]
    first = dict(list(outputs.items())[:_MOST_ROWS])
    told = [figures_of(name, output) for name, output in first.items()]
    rows = [_output_row(output, figures) for output, figures in zip(first.values(), told, strict=True)]
    columns = ("mean", "± 95%", "std", "min", "5%", "median", "95%", "max", "")
    parts = [_line(_heading(summary)), _table(("output", *columns), rows)]
    if len(outputs) > len(rows):
        parts.append(_line(f"{len(rows)} of {len(outputs):,} outputs"))
    parts += map(_line, _remarks(first, told))
    if targets := summary.get("targets"):
        rows = [_target_row(name, target) for name, target in targets.items()]
        parts.append(_table(("target", "probability", "95% interval", "of"), rows))
    return f'<div class="ancho">{"".join(parts)}</div>'


def run_html(run: Document, summary: Document | None) -> str:
    """A run as a table of what it is and how far, and then its summary if there is one."""
    progress = run["progress"]
    state = run["state"] + (f": {run['reason']}" if run.get("reason") else "")
    share = progress["completed"] / max(1, progress["total"])
    how_far = f"{progress['completed']:,} of {progress['total']:,} ({share:.0%})"
    if progress["failed"]:
        how_far += f", {progress['failed']:,} failed"
    rows = {
        "run": run["id"],
        "name": run["name"],
        "state": state,
        "model": f"{run['model']['name']} {run['model']['id'][:19]}…",
        "sequences": how_far,
        "seed": run["seed"],
        "starting values": _pairs(run["starting_values"]),
        "labels": _pairs(run["labels"]),
    }
    told = [(_cell(name, _FIRST), _cell(str(value), _FIRST)) for name, value in rows.items() if value not in ("", None)]
    return _table((), told) + (summary_html(summary) if summary else "")


def _heading(summary: Document) -> str:
    provenance = summary.get("provenance") or {}
    model = provenance.get("model")
    name = model.get("name") if isinstance(model, Mapping) else None
    failed = f", <b>{summary['failed']:,} failed and left out</b>" if summary["failed"] else ""
    sequences = f"{summary['sequences']:,} {'sequence' if summary['sequences'] == 1 else 'sequences'}{failed}"
    seed = f", seed {provenance['seed']}" if provenance.get("seed") is not None else ""
    warning = "" if provenance.get("reproducible") is not False else ", <b>NOT REPRODUCIBLE</b>"
    return (f"<b>{_text(name)}</b>: " if name else "") + sequences + seed + warning


def _output_row(output: Document, told: Figures) -> Sequence[str]:
    """Figures of a scalar output; of a vector output, its last element's."""
    picture = _mean_line(output) if "length" in output else _sparkline(output)
    nothing = Entry(NOTHING)
    mean, *others = (told.entries.get(label, nothing) for label in ("mean", "std", "min", "5%", "50%", "95%", "max"))
    texts = (mean.value, mean.half or NOTHING, *(entry.value for entry in others))
    return (
        _cell(told.name, _FIRST),
        *(_cell(text, _CELL) for text in texts),
        f'<td style="{_FIRST}">{picture}</td>',
    )


def _target_row(name: str, target: Document) -> Sequence[str]:
    interval, trials = target["ci95"], target.get("trials")
    told = percentage(target["probability"], half_width(interval))
    of = "" if trials is None else f"{trials:,}"
    return _cell(name, _FIRST), _cell(told, _CELL), _cell(percentages(interval), _CELL), _cell(of, _CELL)


def _remarks(outputs: Document, told: Sequence[Figures]) -> list[str]:
    """What figures do not say by themselves."""
    remarks = [f"{_text(figures.name)}: {_text(note)}" for figures in told for note in figures.notes]
    vector = next((name for name, output in outputs.items() if output.get("length", 1) > 1), None)
    if vector is not None:
        select = f".select({f'{vector}[0]'!r})"
        remarks.append(f"Of vectors the last element is shown; the summary's <code>{_text(select)}</code> is another.")
    return remarks


def _sparkline(output: Document) -> str:
    """A scalar's histogram, without the wide bins of far tails."""
    histogram = output.get("histogram")
    if not histogram:
        return ""
    edges, counts = histogram["edges"], histogram["counts"]
    widths = [right - left for left, right in pairwise(edges)]
    usual = sorted(widths)[len(widths) // 2]
    kept = [k for k, width in enumerate(widths) if width <= 3 * usual] or list(range(len(widths)))
    left, right = edges[kept[0]], edges[kept[-1] + 1]
    top, scale = max(counts[k] for k in kept) or 1, _WIDTH / ((right - left) or 1)
    bars = "".join(
        f'<rect x="{(edges[k] - left) * scale:.1f}" y="{_HEIGHT - counts[k] / top * _HEIGHT:.1f}" '
        f'width="{max(0.5, widths[k] * scale - 0.3):.1f}" height="{counts[k] / top * _HEIGHT:.1f}"/>'
        for k in kept
    )
    return _svg(f'<g fill="{_INK}">{bars}</g>', "histogram")


def _mean_line(output: Document) -> str:
    """A vector's mean over its elements."""
    values = [value for value in output["mean"] if value is not None]
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    across, up = _WIDTH / (len(values) - 1), (_HEIGHT - 4) / ((high - low) or 1)
    step = max(1, len(values) // _WIDTH)
    points = " ".join(
        f"{k * across:.1f},{_HEIGHT - 2 - (values[k] - low) * up:.1f}" for k in range(0, len(values), step)
    )
    return _svg(f'<polyline points="{points}" fill="none" stroke="{_ACCENT}" stroke-width="1.5"/>', "mean by element")


def _svg(content: str, title: str) -> str:
    return f'<svg width="{_WIDTH}" height="{_HEIGHT}" role="img" aria-label="{title}">{content}</svg>'


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    names = "".join(f'<th style="{_FIRST if k == 0 else _CELL}">{escape(name)}</th>' for k, name in enumerate(header))
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return f"<table>{f'<thead><tr>{names}</tr></thead>' if header else ''}<tbody>{body}</tbody></table>"


def _cell(text: str, style: str) -> str:
    return f'<td style="{style}">{_text(text)}</td>'


def _line(html: str) -> str:
    return f'<div style="padding:2px 8px">{html}</div>'


def _pairs(values: Document) -> str:
    return ", ".join(f"{name}={value}" for name, value in values.items())


def _text(text: object) -> str:
    return escape(shown(str(text)))
