import csv
import json
from pathlib import Path

import numpy as np
import pytest

import ancho
from ancho import Failure

FAILURE = Failure(1, "ValueError", "no", None)


@pytest.fixture
def results() -> ancho.Results:
    outputs = {"x": np.array([0.1, np.nan, 1 / 3]), "v": np.array([[1.0, 2], [3, 4], [5, np.inf]])}
    return ancho.Results(outputs, np.array([0, 2, 3]), [FAILURE], seed=5)


def test_results_are_a_mapping_of_arrays(results: ancho.Results) -> None:
    assert list(results) == ["x", "v"]
    assert results["v"].shape == (3, 2)
    assert repr(results) == "<ancho.Results of 3 sequences, 1 failed (first: sequence 1, ValueError): x (3,), v (3, 2)>"
    with pytest.raises(KeyError, match="there is no output 'y'; there are x, v"):
        results["y"]


def test_npz_gives_the_arrays_back(results: ancho.Results, tmp_path: Path) -> None:
    results.save(tmp_path / "r.npz")
    with np.load(tmp_path / "r.npz") as arrays:
        assert arrays.files == ["sequence", "x", "v", "ancho"]
        assert arrays["sequence"].tolist() == [0, 2, 3]
        assert np.array_equal(arrays["x"], results["x"], equal_nan=True)
        assert np.array_equal(arrays["v"], results["v"])
        assert json.loads(str(arrays["ancho"])) == {**results.provenance, "failures": [vars(FAILURE)]}


def test_csv_keeps_every_digit_and_spreads_vectors(results: ancho.Results, tmp_path: Path) -> None:
    results.save(tmp_path / "r.csv")
    with (tmp_path / "r.csv").open(newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["sequence", "x", "v[0]", "v[1]"]
    assert rows[1:] == [["0", "0.1", "1.0", "2.0"], ["2", "nan", "3.0", "4.0"], ["3", repr(1 / 3), "5.0", "inf"]]


def test_json_has_null_for_what_is_not_finite(results: ancho.Results, tmp_path: Path) -> None:
    results.save(tmp_path / "r.json")
    assert json.loads((tmp_path / "r.json").read_text()) == {
        "provenance": results.provenance,
        "sequence": [0, 2, 3],
        "outputs": {"x": [0.1, None, 1 / 3], "v": [[1.0, 2.0], [3.0, 4.0], [5.0, None]]},
        "failures": [vars(FAILURE)],
    }


def test_pandas_has_a_row_a_sequence(results: ancho.Results) -> None:
    frame = results.to_pandas()
    assert frame.columns.tolist() == ["x", "v[0]", "v[1]"]
    assert frame.index.tolist() == [0, 2, 3]
    assert frame.loc[3, "v[0]"] == 5.0
    assert frame.attrs == {"provenance": results.provenance, "failures": [vars(FAILURE)]}
    assert frame.attrs["provenance"]["failed"] == 1


def test_a_plot_shows_every_output(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    outputs = {"x": rng.standard_cauchy(500), "v": rng.standard_normal((500, 9)).cumsum(axis=1), "c": np.ones(500)}
    figure = ancho.Results(outputs, np.arange(500), seed=1).plot()
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["x", "v", "c"]
    figure.savefig(tmp_path / "plot.png")
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")
