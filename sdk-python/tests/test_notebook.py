"""What a person sees in a notebook, by a real kernel."""

from collections.abc import Mapping
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

MODEL = """
import ancho

@ancho.model(outputs={"end": ancho.Output(unit="m", label="Where it <ends>")})
def walk(rng, start):
    steps = rng.standard_normal(20)
    return {"end": steps.sum(), "path": steps.cumsum(), "rose": float(steps.sum() > 0)}

r = ancho.simulate(walk, sequences=200, seed=7, targets=["far: end > 3"])
"""
CELLS = (MODEL, "r.plot()", "r", "r.summary()", 'r.plot(["end"], kind="exceedance")')


@pytest.fixture(scope="module")
def shown() -> list[Mapping[str, Any]]:
    """What the last line of each cell has put on the page, by media type; there is no magic in any of them."""
    cells = [nbformat.v4.new_code_cell(cell) for cell in CELLS]  # type: ignore[no-untyped-call]
    notebook = nbformat.v4.new_notebook(cells=cells)  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    return [cell.outputs[-1].data if cell.outputs else {} for cell in notebook.cells]


def test_a_plot_is_a_picture_without_any_magic(shown: list[Mapping[str, Any]]) -> None:
    assert "image/png" in shown[1]
    assert "image/png" in shown[4]


def test_results_are_a_table_with_small_pictures(shown: list[Mapping[str, Any]]) -> None:
    page = shown[2]["text/html"]
    assert page.count("<svg") == 3
    assert "walk" in page
    assert "200 sequences" in page
    assert "seed 7" in page
    assert "P(far)" in page or "far" in page


def test_a_summary_is_the_same_table_and_still_a_dict(shown: list[Mapping[str, Any]]) -> None:
    assert shown[3]["text/html"] == shown[2]["text/html"]


def test_nothing_but_the_values_is_on_the_page(shown: list[Mapping[str, Any]]) -> None:
    assert shown[0] == {}, "a run in a notebook prints nothing of its own"
