"""How a run's outputs are laid out on one picture."""

import io
from collections.abc import Callable, Sequence
from itertools import combinations, pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ancho._errors import InvalidRequest
from ancho._plotting import curves
from ancho._plotting.fans import fan
from ancho._plotting.histograms import histogram
from ancho._plotting.style import FAINT, TEXT, dress, plain
from ancho._plotting.subject import Subject

Panel = tuple[str, Callable[[Axes], None]]

KINDS = ("histogram", "cdf", "exceedance", "fan", "convergence", "scatter")
_SCALAR = {
    "histogram": histogram,
    "cdf": curves.cdf,
    "exceedance": curves.exceedance,
    "convergence": curves.convergence,
}
FROM_SUMMARY = ("histogram", "fan")
_MOST_PANELS = 24
_MOST_SCATTERED = 4


class Picture(Figure):
    """A figure that a notebook shows by itself, whether or not ``%matplotlib`` has been called."""

    def _repr_png_(self) -> bytes:
        file = io.BytesIO()
        self.savefig(file, format="png", dpi=110)
        return file.getvalue()


def plot(
    subject: Subject, outputs: Sequence[str] | None = None, kind: str | None = None, title: str | None = None
) -> Picture:
    """One panel for each output, side by side.

    Parameters
    ----------
    subject
        the run
    outputs
        which of its outputs, or elements of vectors such as ``path[10]``; all if None, of which the first 24 are drawn
    kind
        one of ``KINDS``; if None, a fan chart of each vector output and a histogram of each scalar one
    title
        above the whole; else the run's model, sequences and seed are

    Raises
    ------
    InvalidRequest
        if there is no such output or kind, or none of the outputs can be drawn in that kind, or the values are needed
        and only the summary is known
    """
    subject = subject.with_elements(outputs or ())
    names = list(subject.summary["outputs"] if outputs is None else outputs)
    panels = _panels(subject, names, kind)
    drawn = panels if outputs is not None else panels[:_MOST_PANELS]
    figure = _figure(len(drawn))
    columns = _columns(len(drawn))
    rows = -(-len(drawn) // columns)
    for k, (name, draw) in enumerate(drawn, 1):
        axes = figure.add_subplot(rows, columns, k)
        draw(axes)
        dress(axes, name)
    figure.suptitle(plain(title or subject.caption()), x=0.02, ha="left", **_heading(title))
    notes = [subject.caption()] if title else []
    if len(drawn) < len(panels):
        notes.append(f"{len(drawn)} of {len(panels)} outputs; choose others with outputs=[…]")
    if notes:
        figure.supxlabel(plain("\n".join(notes)), x=0.02, ha="left", fontsize=9, color=FAINT)
    return figure


def _panels(subject: Subject, names: Sequence[str], kind: str | None) -> list[Panel]:
    if kind is not None and kind not in KINDS:
        raise InvalidRequest(f"kind: there is no {kind!r}; there are {', '.join(KINDS)}")
    if kind is not None and kind not in FROM_SUMMARY and subject.values is None:
        raise InvalidRequest(f"kind: a {kind} needs every value; a summary alone can be drawn as a histogram or a fan")
    vectors = [name for name in names if subject.is_vector(name)]
    scalars = [name for name in names if not subject.is_vector(name)]
    panels: list[Panel] = []
    if kind is None:
        panels = [_panel(subject, name, fan if name in vectors else histogram) for name in names]
    elif kind == "fan":
        panels = [_panel(subject, name, fan) for name in vectors]
    elif kind == "scatter":
        panels = [_pair(subject, x, y) for x, y in _pairs(scalars)]
    else:
        panels = [_panel(subject, name, _SCALAR[kind]) for name in scalars]
    if not panels:
        needs = {"fan": "a vector output", "scatter": "two scalar outputs"}.get(kind or "", "a scalar output")
        raise InvalidRequest(f"kind: a picture of the kind {kind or 'histogram'} needs {needs}; there is none")
    return panels


def _panel(subject: Subject, name: str, draw: Callable[[Axes, Subject, str], None]) -> Panel:
    if subject.reaches_too_far(name):
        return subject.label(name), _too_far
    return subject.label(name), lambda axes: draw(axes, subject, name)


def _pair(subject: Subject, x: str, y: str) -> Panel:
    title = f"{subject.label(y)} against {subject.label(x)}"
    if subject.reaches_too_far(x) or subject.reaches_too_far(y):
        return title, _too_far
    return title, lambda axes: curves.scatter(axes, subject, x, y)


def _too_far(axes: Axes) -> None:
    words = "values of 1e300 and more\ncannot be drawn; divide them"
    axes.text(0.5, 0.5, words, ha="center", va="center", transform=axes.transAxes, color=FAINT)
    axes.set_yticks([])


def _pairs(scalars: Sequence[str]) -> list[tuple[str, str]]:
    """Every pair of a few outputs, each with the next of many."""
    return list(combinations(scalars, 2) if len(scalars) <= _MOST_SCATTERED else pairwise(scalars))


def _columns(panels: int) -> int:
    return 1 if panels == 1 else 2 if panels <= 6 else 3


def _figure(panels: int) -> Picture:
    columns = _columns(panels)
    rows = -(-panels // columns)
    width, height = (6.5, 4.4) if columns < 3 else (5.2, 3.9)
    figure = Picture(figsize=(width * columns, height * rows + 0.5), layout="constrained")
    figure.get_layout_engine().set(w_pad=0.12, h_pad=0.1, wspace=0.03, hspace=0.03)  # type: ignore[union-attr, call-arg]
    return figure


def _heading(title: str | None) -> dict[str, object]:
    if title:
        return {"fontsize": 14, "fontweight": "bold", "color": TEXT}
    return {"fontsize": 11, "color": FAINT}
