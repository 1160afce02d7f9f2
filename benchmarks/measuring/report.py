"""The table that a person reads."""

from collections.abc import Sequence

from measuring.figures import Figure, NoFigure

HEADINGS = ("benchmark", "figure", "target", "", "from … to", "baseline")


def table(figures: Sequence[Figure | NoFigure]) -> str:
    rows = [HEADINGS, *(_row(figure) for figure in figures)]
    widths = [max(len(row[k]) for row in rows) for k in range(len(HEADINGS))]
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _row(figure: Figure | NoFigure) -> tuple[str, ...]:
    if isinstance(figure, NoFigure):
        return figure.name, "–", "", "", "", figure.reason
    unit = "" if figure.unit == "ratio" else f" {figure.unit}"
    met = {True: "met", False: "MISSED", None: ""}[figure.met]
    spread = f"{min(figure.samples):.3g} … {max(figure.samples):.3g}" if len(figure.samples) > 1 else ""
    baseline = figure.baseline or {}
    beside = f"{baseline['value']:,.4g} {baseline['unit']}: {baseline['what']}" if baseline else ""
    return figure.name, f"{figure.middle:.3g}{unit}", str(figure.target or ""), met, spread, beside
