"""Results that are written and read back, in every format, whatever the outputs are called."""

import json
import resource
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import ancho
from ancho import Failure
from conftest import WriteModel

FAILURES = [
    Failure(1, "ValueError", "no \u2028 way", 'File "walk.py", line 3, in sequence\n    raise'),
    Failure(4, "X", "", None),
]
RUN = {
    "run_id": "0a",
    "model": {"id": "sha256:1", "name": "w", "entrypoint": "w:f"},
    "starting_values": {"drift": 0.5, "names": ["a", "é"]},
    "block_size": 128,
    "python": "3.11.7",
    "packages": {"numpy": "2.4.0"},
    "ancho": "0.1.0",
}
FORMATS = ["csv", "jsonl", "json", "npz"]
AWKWARD_NAMES = ["file", "allow_pickle", "self", "args", "kwds", "a/b", "../up", "x.npy", "x", "ancho", "ancho_"]
AWKWARD_NAMES += ["a\\b", "/root", "ü ñ", " ", "'", "x.npy.npy", "nan", "sequence ", "🎲", "a/", "C:"]


def results_of(outputs: dict[str, Any], failures: list[Failure] = FAILURES) -> ancho.Results:
    count = len(next(iter(outputs.values())))
    indices = np.setdiff1d(np.arange(count + len(failures)), [failure.sequence for failure in failures])[:count]
    targets = [ancho.Target("up", next(iter(outputs)), ">", 0.25)]
    return ancho.Results(outputs, indices, failures, seed=2**63 - 1, quantiles=[0.1], targets=targets, provenance=RUN)


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_written_is_read_back_whole(tmp_path: Path, format: str) -> None:
    rng = np.random.default_rng(1)
    outputs = {
        "x": rng.standard_normal(25_000),
        "v": rng.standard_normal((25_000, 3)),
        "one": rng.standard_normal((25_000, 1)),
    }
    written = results_of(outputs)
    written.save(tmp_path / f"r.{format}")
    read = ancho.Results.load(tmp_path / f"r.{format}")
    assert read == written
    assert read.summary() == written.summary()
    assert (read.seed, read.failures) == (2**63 - 1, FAILURES)
    assert [values.dtype for values in read.values()] == [np.float64] * 3


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", AWKWARD_NAMES)
def test_any_output_can_be_written_and_read_back(tmp_path: Path, format: str, name: str) -> None:
    written = results_of({name: np.array([0.5, 1.5]), "other": np.array([[1.0], [2.0]])})
    written.save(tmp_path / f"r.{format}")
    assert ancho.Results.load(tmp_path / f"r.{format}") == written


def test_awkward_names_do_not_disturb_each_other(tmp_path: Path) -> None:
    written = results_of({name: np.array([k, -k]) + 0.5 for k, name in enumerate(AWKWARD_NAMES)})
    for format in FORMATS:
        written.save(tmp_path / f"r.{format}")
        assert ancho.Results.load(tmp_path / f"r.{format}") == written


@pytest.mark.parametrize("name", ["file", "allow_pickle"])
def test_numpy_reads_what_savez_could_not_write(tmp_path: Path, write_model: WriteModel, name: str) -> None:
    model = write_model(f"@ancho.model\ndef sequence(rng, start):\n    return {{{name!r}: rng.random(), 'x': 1.0}}\n")
    results = ancho.simulate(model, sequences=3, seed=1)
    results.save(tmp_path / "out.npz")
    with np.load(tmp_path / "out.npz") as arrays:
        assert np.array_equal(arrays[name], results[name])


@pytest.mark.parametrize("format", ["csv", "npz"])
def test_numbers_that_are_not_finite_are_kept(tmp_path: Path, format: str) -> None:
    values = np.array([np.nan, np.inf, -np.inf, -0.0, 5e-324, 1.7976931348623157e308, 2**53 + 2.0])
    written = results_of({"x": values})
    written.save(tmp_path / f"r.{format}")
    read = ancho.Results.load(tmp_path / f"r.{format}")["x"]
    assert np.array_equal(read, values, equal_nan=True)
    assert np.array_equal(np.signbit(read[1:]), np.signbit(values[1:]))


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_json_has_null_for_them(tmp_path: Path, format: str) -> None:
    results_of({"x": np.array([np.nan, np.inf, 1.0]), "v": np.array([[1, np.nan]] * 3)}).save(tmp_path / f"r.{format}")
    read = ancho.Results.load(tmp_path / f"r.{format}")
    assert np.array_equal(read["x"], [np.nan, np.nan, 1.0], equal_nan=True)
    assert np.array_equal(read["v"], [[1, np.nan]] * 3, equal_nan=True)


def test_a_row_of_jsonl_is_an_object(tmp_path: Path) -> None:
    results_of({"x": np.array([0.5, np.inf]), "v": np.array([[1.0, 2], [3, 4]])}).save(tmp_path / "r.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    assert rows == [{"sequence": 0, "x": 0.5, "v": [1.0, 2.0]}, {"sequence": 2, "x": None, "v": [3.0, 4.0]}]


@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_the_provenance_of_a_table_is_beside_it(tmp_path: Path, format: str) -> None:
    written = results_of({"x": np.array([0.5, 1.0])})
    written.save(tmp_path / f"r.{format}")
    beside = json.loads((tmp_path / f"r.{format}.ancho.json").read_text())
    assert beside == {**written.provenance, "failures": [vars(failure) for failure in FAILURES]}
    (tmp_path / f"r.{format}.ancho.json").unlink()
    alone = ancho.Results.load(tmp_path / f"r.{format}")
    assert np.array_equal(alone["x"], written["x"])
    assert (alone.seed, alone.failures) == (None, [])


@pytest.mark.parametrize("format", FORMATS)
def test_no_sequence_at_all_is_read_back(tmp_path: Path, format: str) -> None:
    written = ancho.Results({}, np.array([], dtype=np.int64), FAILURES, seed=3, provenance=RUN)
    written.save(tmp_path / f"r.{format}")
    assert ancho.Results.load(tmp_path / f"r.{format}") == written


@pytest.mark.parametrize("name", ["r.xlsx", "r.parquet", "r.arrow", "r.csv.gz", "r", ".csv", "r.npy"])
def test_another_ending_is_refused_by_name(tmp_path: Path, name: str) -> None:
    results = results_of({"x": np.array([0.5])})
    for use in (results.save, ancho.Results.load):
        with pytest.raises(ancho.InvalidRequest, match=r"must end in \.csv, \.jsonl, \.json or \.npz"):
            use(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_an_ending_may_be_in_capitals(tmp_path: Path) -> None:
    results_of({"x": np.array([0.5])}).save(tmp_path / "R.CSV")
    assert ancho.Results.load(tmp_path / "R.CSV")["x"].tolist() == [0.5]


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_that_cannot_be_written_whole_leaves_the_one_before(tmp_path: Path, format: str) -> None:
    path = tmp_path / f"r.{format}"
    results_of({"x": np.array([0.5])}).save(path)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))  # as if the disk were full
    try:
        with pytest.raises(OSError, match="File too large"):
            results_of({"x": np.random.default_rng(1).random(20_000)}).save(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_a_file_keeps_its_mode_and_a_link_its_place(tmp_path: Path) -> None:
    (tmp_path / "real.csv").touch(mode=0o640)
    (tmp_path / "link.csv").symlink_to("real.csv")
    results_of({"x": np.array([0.5])}).save(tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "real.csv").read_text() == "sequence,x\n0,0.5\n"


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    "content", [b"", b"{", b"a,b\n1,2\n", b"PK\3\4", b'{"outputs": 3}', bytes(range(256)), b"sequence,x\n1\n"]
)
def test_what_is_no_file_of_results_is_told(tmp_path: Path, format: str, content: bytes) -> None:
    path = tmp_path / f"r.{format}"
    if format == "jsonl" and not content:
        pytest.skip("no rows are no mistake there")
    path.write_bytes(content)
    with pytest.raises(ancho.InvalidRequest, match=f"is not a file of results in the format {format}"):
        ancho.Results.load(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ancho.InvalidRequest, match="there is no such file"):
        ancho.Results.load(tmp_path / "r.csv")
    with pytest.raises(ancho.InvalidRequest, match="there is no folder"):
        results_of({"x": np.array([0.5])}).save(tmp_path / "no" / "r.csv")


def test_local_results_say_where_they_come_from(walk: Path, tmp_path: Path) -> None:
    given: dict[str, Any] = {"starting_values": {"drift": 0.5}, "targets": "up: end > 0", "block_size": 64}
    results = ancho.simulate(walk, sequences=20, seed=5, **given)
    said = results.provenance
    assert said["model"]["id"].startswith("sha256:")
    assert (said["model"]["name"], said["model"]["entrypoint"]) == ("walk", "walk:sequence")
    assert (said["run_id"], said["seed"], said["sequences"], said["failed"]) == (None, 5, 20, 0)
    assert (said["starting_values"], said["block_size"]) == ({"drift": 0.5}, 64)
    assert said["targets"] == [{"name": "up", "output": "end", "op": ">", "value": 0.0}]
    assert said["packages"]["numpy"] == np.__version__
    assert said["ancho"] == ancho.__version__
    assert results.summary()["provenance"] == said
    for format in FORMATS:
        results.save(tmp_path / f"r.{format}")
        read = ancho.Results.load(tmp_path / f"r.{format}")
        assert read == results
        again = {key: read.provenance[key] for key in ("sequences", "seed", "starting_values", "targets", "block_size")}
        assert ancho.simulate(walk, **again) == results
