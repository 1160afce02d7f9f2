"""What people read of a summary, of live estimates and of a list of runs, in windows of any width."""

import io
import math
from typing import Any

import numpy as np
import pytest

from ancho._errors import InvalidRequest
from ancho._html import Summary
from ancho._summary import summarize
from ancho._targets import Target
from ancho.cli._estimates import live_estimates
from ancho.cli._output import summary_tables
from ancho.cli._pace import Pace, duration
from ancho.cli._runs_table import runs_table
from ancho.cli._terminal import Terminal


def lines_of(width: int, show: Any) -> list[str]:
    file = io.StringIO()
    console = Terminal(file=file, width=width)
    show(console)
    lines = [line.rstrip() for line in file.getvalue().splitlines()]
    assert max(map(len, lines)) <= width or width < 200
    return lines


def summary_of(outputs: dict[str, Any], targets: tuple[str, ...] = ()) -> dict[str, Any]:
    values = {name: np.asarray(value, dtype=float) for name, value in outputs.items()}
    count = len(next(iter(values.values())))
    return summarize(values, sequences=count, failed=0, targets=[Target.parse(target) for target in targets])


def table(width: int, outputs: dict[str, Any], targets: tuple[str, ...] = ()) -> list[str]:
    return lines_of(width, lambda console: summary_tables(summary_of(outputs, targets), console))


NORMAL = np.random.default_rng(1).standard_normal(10_000)


def test_every_figure_has_its_interval_and_the_digits_that_it_leaves() -> None:
    lines = table(80, {"x": 1e4 + NORMAL}, ("up: x > 10001",))
    assert lines[0] == "10,000 sequences"
    mean = next(line for line in lines if line.startswith("mean")).split()
    low, high = float(mean[2].replace(",", "")), float(mean[4].replace(",", ""))
    assert low < 1e4 < high
    assert mean[1].partition(".")[2].__len__() == 3, "the interval is 0.04 wide: three decimals, not six digits"
    assert all(len(line.split()) == 5 for line in lines if line.startswith(("5%", "50%", "95%")))
    assert lines[-1].split()[0] == "up"
    assert lines[-1].count("%") == 3


def test_more_outputs_than_fit_side_by_side_are_rows_and_what_is_left_out_is_named() -> None:
    outputs = {f"output_{k}": NORMAL * k for k in range(1, 22)}
    for width in (80, 50):
        lines = table(width, outputs)
        assert lines[1].split()[:2] == ["output", "mean"]
        assert all(f"output_{k} " in "\n".join(lines) for k in range(1, 22))
        assert any("in a wider window, or with --json" in line for line in lines)
        assert all("±" in line for line in lines[2:23])
    wide = table(200, outputs)
    assert wide[1].split() == ["output", "mean", "std", "min", "5%", "25%", "50%", "75%", "95%", "max"]


def test_an_interval_of_which_nothing_is_uncertain_is_not_shown() -> None:
    lines = table(80, {"same": np.full(10_000, 3.5)})
    assert "same: all 10,000 values are equal: 3.5" in lines
    assert "mean  3.5000" in lines


def test_whole_numbers_are_shown_whole_but_for_their_mean_and_deviation() -> None:
    arrivals = np.random.default_rng(1).poisson(30, 10_000)
    lines = table(100, {"arrivals": arrivals})
    cells = {line.split()[0]: line.split()[1:] for line in lines[2:]}
    assert cells["min"] == [str(arrivals.min())]
    assert cells["max"] == [str(arrivals.max())]
    assert cells["50%"][0] == "30"
    assert [cell.isdigit() for label in ("5%", "95%") for cell in cells[label] if cell != "to"] == [True] * len(
        [cell for label in ("5%", "95%") for cell in cells[label] if cell != "to"]
    )
    assert "." in cells["mean"][0]
    assert "." in cells["std"][0]


def test_figures_without_an_interval_have_the_digits_that_the_deviation_leaves() -> None:
    balance = np.maximum(0, 500_000 + 400_000 * NORMAL)
    cells = {line.split()[0]: line.split()[1:] for line in table(100, {"balance": balance})[2:]}
    assert (cells["5%"], cells["min"]) == (["0"], ["0"]), "a tenth of the balances is nothing, for certain"
    ratios = {line.split()[0]: line.split()[1] for line in table(100, {"ratio": balance / 1e6})[2:]}
    assert (ratios["5%"], ratios["min"]) == ("0.0000", "0.0000")


@pytest.mark.parametrize("scale", [1.7e308, 1.5e308, 1e-308, 5e-324, 1e-82, 1e78])
@pytest.mark.parametrize("width", [60, 200])
def test_numbers_of_any_size_can_be_shown(scale: float, width: int) -> None:
    signs = np.where(NORMAL[:101] > 0, 1.0, -1.0)
    outputs = {"both": scale * signs, "one": scale * np.where(signs > 0, 1, 0.9), "same": np.full(101, scale)}
    summary = summary_of(outputs)
    told = "\n".join(lines_of(width, lambda console: summary_tables(summary, console)))
    assert f"all 101 values are equal: {scale!r}" in told
    assert "both" in Summary(summary)._repr_html_()


def test_of_a_vector_the_last_element_is_shown_and_how_others_are() -> None:
    path = np.cumsum(np.random.default_rng(1).standard_normal((100, 31)), axis=1)
    lines = table(80, {"path": path})
    assert "path[30]" in lines[1]
    assert lines[-1] == "(path[30] is the last of 31 elements; others: --show path, or 'path[15]')"
    summary = Summary(summary_of({"path": path, "end": path[:, -1]}))
    lines = lines_of(80, lambda console: summary_tables(summary.select("path[3]", "end"), console))
    assert lines[1].split() == ["path[3]", "95%", "interval", "end", "95%", "interval"]
    assert "others" not in lines[-1]
    lines = lines_of(80, lambda console: summary_tables(summary.select("path"), console))
    assert [line.split()[0] for line in lines[2:33]] == [f"path[{k}]" for k in range(31)]
    for wrong in ("path[31]", "pth", "end[0]", "path[-1]"):
        with pytest.raises(InvalidRequest, match=r"there is no output '.*'; there are path\[0\] to path\[30\], end"):
            summary.select(wrong)


def test_values_that_are_not_finite_are_counted_and_said_to_be_left_out() -> None:
    with_nan = np.where(NORMAL > 1, math.nan, NORMAL)
    finite = int(np.isfinite(with_nan).sum())
    lines = "\n".join(table(80, {"x": with_nan}, ("up: x > 0",)))
    assert f"x: of 10,000 values {10_000 - finite:,} not a number (NaN)" in lines
    assert f"mean and std are over the {finite:,} finite" in lines


def infinite_output() -> dict[str, Any]:
    """A document as the service gives it of 100 values, 10 of them −∞ and 30 of them ∞."""
    output = summary_of({"x": NORMAL[:60]})["outputs"]["x"]
    quantiles = [{"p": p, "value": value, "ci95": ends, "exact": True} for p, value, ends in QUANTILES]
    return {**output, "infinite": 40, "positive_infinite": 30, "min": None, "max": None, "quantiles": quantiles}


QUANTILES = [(0.05, None, [None, -2.0]), (0.5, 0.1, [-0.1, 0.3]), (0.95, None, [1.5, None])]


def test_infinite_quantiles_and_extremes_are_shown_as_infinite() -> None:
    document = {"sequences": 100, "failed": 0, "outputs": {"x": infinite_output()}, "targets": {}}
    lines = lines_of(80, lambda console: summary_tables(document, console))
    cells = {line.split()[0]: line.split()[1:] for line in lines[2:]}
    assert cells["min"] == ["−∞"]
    assert cells["5%"] == ["−∞", "−∞", "to", "-2.0000"]
    assert cells["50%"] == ["0.10", "-0.10", "to", "0.30"]
    assert cells["95%"] == ["∞", "1.5000", "to", "∞"]
    assert cells["max"] == ["∞"]
    assert "30 ∞ and 10 −∞" in lines[-1]
    assert "quantiles over 100, the infinite included" in lines[-1]


def test_a_target_over_fewer_values_says_over_how_many() -> None:
    targets = {"up": {"probability": 0.5, "ci95": [0.4, 0.6], "count": 45, "trials": 90}}
    document = {"sequences": 100, "failed": 0, "outputs": {}, "targets": targets}
    lines = lines_of(80, lambda console: summary_tables(document, console))
    assert lines[-1] == "up: over the 90 of 100 values that are numbers"


def test_failed_sequences_are_in_the_heading() -> None:
    document = {**summary_of({"x": NORMAL}), "sequences": 10_007, "failed": 7}
    lines = lines_of(80, lambda console: summary_tables(document, console))
    assert lines[0] == "10,007 sequences, 7 failed; the figures are over the other 10,000"


@pytest.mark.parametrize("statistics", [{}, {"outputs": None, "targets": None}, {"outputs": {"v": {"mean": [1.0]}}}])
def test_live_estimates_of_what_is_not_known_yet_are_nothing(statistics: dict[str, Any]) -> None:
    assert live_estimates(statistics, 80, 10).row_count == 0


def test_live_estimates_are_cut_to_the_window_and_count_what_is_not_finite() -> None:
    output = {"mean": 1.2345678, "ci95": [1.2, 1.3], "count": 90, "nan": 10, "infinite": 0}
    statistics = {"outputs": {f"[b]o{k}": output for k in range(30)}, "targets": {}}
    lines = lines_of(50, lambda console: console.print(live_estimates(statistics, 50, 8)))
    assert len(lines) == 8
    assert lines[0].split() == ["[b]o0", "1.235", "±", "0.050", "10", "NaN"]
    assert lines[-1] == "… 23 more"


def run_document(run_id: str, **fields: Any) -> dict[str, Any]:
    fixed = {"id": run_id, "name": "retirement", "labels": {}, "starting_values": {}, "state": "COMPLETED"}
    progress = {"completed": 1000, "total": 1000}
    return {**fixed, "sequences": 1000, "progress": progress, "created_at": "2026-11-21T09:00:00Z", **fields}


def test_runs_are_told_apart_by_a_prefix_labels_and_values() -> None:
    found = [
        run_document("3f2a91b0-1111-11f0-8000-000000000001", labels={"study": "a"}),
        run_document("3f2a91b0-2222-11f0-8000-000000000002", starting_values={"withdrawal": 50000}),
    ]
    for width in (80, 50):
        lines = lines_of(width, lambda console, width=width: console.print(runs_table(found, width, is_short=True)))
        assert [line.split()[0] for line in lines[1:]] == ["3f2a91b0-1", "3f2a91b0-2"]
        assert all("COMPLETED" in line and "retirem" in line for line in lines[1:])
        if width == 80:
            assert "study:a" in lines[1]
            assert "withdrawal=50000" in lines[2]


def test_runs_on_a_pipe_have_their_whole_ids() -> None:
    found = [run_document("3f2a91b0-1111-11f0-8000-000000000001")]
    [_, line] = lines_of(200, lambda console: console.print(runs_table(found, 200, is_short=False)))
    assert line.startswith("3f2a91b0-1111-11f0-8000-000000000001 ")


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_time_left_is_said_only_when_it_is_known() -> None:
    clock = Clock()
    pace = Pace(clock)
    said = []
    for second in range(12):  # nothing while executors start, then 100 a second
        clock.now = second
        pace.measured(max(0, second - 3) * 100)
        said.append(pace.seconds_left(2000))
    assert said[:6] == [None] * 6, "not before five seconds, and not while it gets faster"
    assert said[-1] == pytest.approx((2000 - 800) / 100)


def test_durations() -> None:
    assert [duration(seconds) for seconds in (0.4, 59.6, 3600, 90_061)] == ["0:00", "1:00", "1:00:00", "1 d 1:01:01"]


def test_an_infinite_quantile_has_no_interval_that_is_not_there() -> None:
    quantiles = [{"p": 0.5, "value": None, "ci95": [None, None]}, {"p": 0.9, "value": None, "ci95": [3.5, None]}]
    output: dict[str, Any] = {
        "count": 2,
        "nan": 0,
        "infinite": 8,
        "positive_infinite": 8,
        "mean": 1.0,
        "std": 1.0,
        "ci95": None,
    }
    output |= {"min": 0.0, "max": None, "quantiles": quantiles}
    summary = {"sequences": 10, "failed": 0, "outputs": {"x": output}, "targets": {}}
    told = "\n".join(lines_of(100, lambda terminal: summary_tables(summary, terminal)))
    assert "−∞" not in told
    assert "3.500 to ∞" in told
