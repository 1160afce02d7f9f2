"""What pictures show, read from the figures themselves."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes

from ancho import InvalidRequest
from ancho._plotting import Picture, Subject, plot
from ancho._summary import summarize
from ancho._targets import targets_of

N = 2_000
PROVENANCE = {"model": {"name": "a $tudy"}, "seed": 42}


def subject(
    values: dict[str, Any], targets: tuple[str, ...] = (), failed: int = 0, described: Mapping[str, Any] | None = None
) -> Subject:
    asked = targets_of(targets)
    summary = summarize(values, sequences=N + failed, failed=failed, targets=asked)
    documents = [target.document() for target in asked]
    return Subject(summary, {**PROVENANCE, "targets": documents, "outputs": described or {}}, values)


def drawn(of: Subject, *arguments: Any, **options: Any) -> list[Axes]:
    figure = plot(of, *arguments, **options)
    assert figure._repr_png_().startswith(b"\x89PNG")
    assert_nothing_overlaps(figure)
    return list(figure.axes)


def assert_nothing_overlaps(figure: Picture) -> None:
    """No legend lies on the data, and no title on a legend."""
    figure.canvas.draw()
    for axes in figure.axes:
        inside = axes.get_window_extent()
        title = axes._left_title.get_window_extent()  # type: ignore[attr-defined]
        if legend := axes.get_legend():
            box = legend.get_window_extent()
            assert box.y0 >= inside.y1 - 1, "the legend lies on the data"
            assert title.y0 >= box.y1 - 3, "the title lies on the legend"
        else:
            assert title.y0 >= inside.y1 - 1


def words(axes: Axes) -> str:
    legend = axes.get_legend()
    texts = [axes.get_xlabel(), axes.get_ylabel(), *(text.get_text() for text in axes.texts)]
    return "\n".join(texts + [text.get_text() for text in (legend.get_texts() if legend else [])])


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def test_every_picture_names_model_sequences_and_seed(rng: np.random.Generator) -> None:
    of = subject({"x": rng.normal(size=N)}, failed=3)
    for kind in ("histogram", "cdf", "exceedance", "convergence"):
        heading = plot(of, kind=kind).get_suptitle()
        assert heading == r"a \$tudy  ·  2,003 sequences  ·  3 failed and left out  ·  seed 42"
    assert "seed 42" in plot(of, title="Mine").get_supxlabel()


def test_axes_have_labels_and_units_where_the_model_gives_them(rng: np.random.Generator) -> None:
    outputs = {"x": rng.normal(size=N), "v": rng.normal(size=(N, 3)), "bare": rng.normal(size=N)}
    described = {"x": {"label": "Balance", "unit": "USD"}, "v": {"unit": "m", "elements": "year"}}
    x, v, bare = drawn(subject(outputs, described=described))
    assert x.get_title(loc="left") == "Balance"
    assert x.get_xlabel() == "Balance (USD)"
    assert (v.get_xlabel(), v.get_ylabel()) == ("year", "v (m)")
    assert bare.get_xlabel() == "bare"


def test_zeros_and_ones_are_two_bars_with_their_interval(rng: np.random.Generator) -> None:
    (axes,) = drawn(subject({"solvent": (rng.random(N) < 0.9).astype(float)}))
    assert len(axes.patches) == 2
    assert len(axes.containers) == 4  # two bars, two intervals
    assert axes.get_xticks().tolist() == [0, 1]


@pytest.mark.parametrize("mean", [3, 30])
def test_whole_numbers_have_bars_of_whole_numbers(rng: np.random.Generator, mean: int) -> None:
    (axes,) = drawn(subject({"n": rng.poisson(mean, N).astype(float)}))
    bars: list[Any] = list(axes.patches)
    middles = [bar.get_x() + bar.get_width() / 2 for bar in bars]
    doubled = np.multiply(middles, 2 if mean == 30 else 1)  # bars of two values each stand between them
    assert np.allclose(doubled, np.round(doubled)), "a bar of one value stands on it"
    common = [bar.get_height() for bar, middle in zip(bars, middles, strict=True) if abs(middle - mean) < mean / 2]
    assert min(common) > 0, "no notches"


def test_a_target_is_drawn_with_its_probability(rng: np.random.Generator) -> None:
    (axes,) = drawn(subject({"x": rng.normal(size=N)}, ("far: x > 1",)))
    assert any(line.get_xdata()[0] == 1 for line in axes.lines)  # type: ignore[index]
    assert "P(far) = 1" in words(axes)


def test_what_a_picture_leaves_out_is_said(rng: np.random.Generator) -> None:
    x = rng.normal(size=N)
    x[:7], x[7:9] = np.nan, np.inf
    (axes,) = drawn(subject({"x": x}))
    assert "7 values are not a number, not shown" in words(axes)
    assert "2 values are infinite, not shown" in words(axes)


def test_a_cut_tail_and_an_atom_are_labelled(rng: np.random.Generator) -> None:
    x = rng.lognormal(0, 2, N)
    x[: N // 5] = 0
    (axes,) = drawn(subject({"x": x}))
    assert "20.0% of all are exactly 0" in words(axes)
    assert "lies above, up to" in words(axes)


def test_a_constant_says_so(rng: np.random.Generator) -> None:
    (axes,) = drawn(subject({"c": np.full(N, 3.25)}))
    assert "all 2,000 values are 3.25" in words(axes)


def test_nothing_finite_is_said() -> None:
    for kind in (None, "cdf", "exceedance", "convergence"):
        (axes,) = drawn(subject({"x": np.full(N, np.nan)}), kind=kind)
        assert "2,000 values are not a number" in words(axes)


def test_twenty_one_outputs_are_readable_and_a_hundred_say_which_are_shown(rng: np.random.Generator) -> None:
    assert len(drawn(subject({f"x{k}": rng.normal(size=N) for k in range(21)}))) == 21
    many = subject({f"x{k}": rng.normal(size=N) for k in range(100)})
    figure = plot(many)
    assert len(figure.axes) == 24
    assert "24 of 100 outputs" in figure.get_supxlabel()
    assert len(plot(many, [f"x{k}" for k in range(30)]).axes) == 30


def test_a_convergence_narrows_towards_the_mean(rng: np.random.Generator) -> None:
    x = rng.normal(10, 1, N)
    (axes,) = drawn(subject({"x": x}), kind="convergence")
    assert axes.lines[0].get_ydata()[-1] == pytest.approx(x.mean())  # type: ignore[index]
    assert axes.get_xlabel() == "sequences"


def test_a_distribution_function_is_that_of_all_numbers(rng: np.random.Generator) -> None:
    x = np.append(rng.normal(size=N - 500), np.full(500, np.inf))
    (axes,) = drawn(subject({"x": x}), kind="cdf")
    assert np.max(np.asarray(axes.lines[0].get_ydata())) == pytest.approx(0.75, abs=1e-9)


def test_an_exceedance_has_every_value_of_the_tail_and_an_interval_that_is_one_there(rng: np.random.Generator) -> None:
    from ancho._statistics import wilson

    x = rng.pareto(1.1, 20_000)
    (axes,) = drawn(subject({"x": x}), kind="exceedance")
    values, shares = (np.asarray(data) for data in axes.lines[0].get_data())
    tail = np.sort(x)[-500:]
    assert np.array_equal(values[-500:], tail)
    assert shares[-500:] * len(x) == pytest.approx(np.arange(499, -1, -1))
    band = axes.collections[0].get_paths()[0].vertices
    told = {round(float(y), 12) for at, y in np.asarray(band) if at == tail[-11]}
    assert told.issuperset(round(bound, 12) for bound in wilson(10, len(x))), "ten values are above it"


@pytest.mark.parametrize("kind", [None, "cdf", "exceedance", "convergence", "scatter"])
@pytest.mark.parametrize("scale", [1.7e308, 1.7e299, 1e-308])
@pytest.mark.filterwarnings("error")
def test_numbers_of_any_size_are_drawn_or_said_not_to_be(
    rng: np.random.Generator, kind: str | None, scale: float
) -> None:
    of = subject({"x": scale * rng.choice([-1, 0.3, 0.9, 1], 100), "y": rng.normal(size=100)})
    axes = drawn(of, kind=kind)
    assert ("cannot be drawn; divide them" in words(axes[0])) == (scale > 1e300)


def test_an_element_of_a_vector_is_drawn_as_an_output_of_its_own(rng: np.random.Generator) -> None:
    path = rng.normal(size=(N, 100)).cumsum(axis=1)
    of = subject({"path": path}, targets=("far: path[90] > 10",))
    (histogram,) = drawn(of, ["path[90]"])
    assert "P(far)" in words(histogram)
    assert histogram.get_xlabel() == "path[90]"
    (curve,) = drawn(of, ["path[3]"], kind="cdf")
    assert curve.get_xlabel() == "path[3]"
    for wrong in ("path[100]", "path[x]", "pth[3]"):
        with pytest.raises(InvalidRequest, match="there is no output"):
            plot(of, [wrong])


def test_pairs_are_scattered(rng: np.random.Generator) -> None:
    outputs = {name: rng.normal(size=20_000) for name in "abc"}
    of = Subject(summarize(outputs, sequences=20_000, failed=0), PROVENANCE, outputs)
    axes = drawn(of, kind="scatter")
    assert [one.get_title(loc="left") for one in axes] == ["b against a", "c against a", "c against b"]
    assert "one sequence in 4 is drawn" in words(axes[0])


@pytest.mark.parametrize(
    ("outputs", "kind", "said"),
    [
        (["y"], None, "there is no output 'y'; there are x, v"),
        (None, "pie", "there is no 'pie'; there are histogram, cdf"),
        (["x"], "fan", "needs a vector output"),
        (["x"], "scatter", "needs two scalar outputs"),
        (["v"], "cdf", "needs a scalar output"),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    rng: np.random.Generator, outputs: list[str] | None, kind: str | None, said: str
) -> None:
    of = subject({"x": rng.normal(size=N), "v": rng.normal(size=(N, 2))})
    with pytest.raises(InvalidRequest, match=said):
        plot(of, outputs, kind)


def test_a_summary_alone_is_drawn_but_for_what_needs_every_value(rng: np.random.Generator) -> None:
    of = subject({"x": rng.normal(size=N)})
    alone = Subject(of.summary, of.provenance)
    assert len(drawn(alone)) == 1
    with pytest.raises(InvalidRequest, match="a cdf needs every value"):
        plot(alone, kind="cdf")


def test_names_are_shown_as_they_are(rng: np.random.Generator) -> None:
    (axes,) = drawn(subject({"$x_1$ <b>": rng.normal(size=N)}))
    assert axes.get_title(loc="left") == r"\$x 1\$ <b>"


def test_without_matplotlib_the_command_that_installs_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "matplotlib.py").write_text('raise ModuleNotFoundError("none", name="matplotlib")')
    source = "import ancho\nancho.simulate(lambda rng, start: {'x': rng.random()}, sequences=3).plot()"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    done = subprocess.run([sys.executable, "-c", source], env=environment, capture_output=True, text=True)
    assert "MissingPackage: none; install it with: pip install 'ancho[plot]'" in done.stderr
