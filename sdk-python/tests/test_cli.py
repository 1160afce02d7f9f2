"""The command line, as a user or a script sees it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

import ancho
from ancho._home import home
from ancho.cli import main
from conftest import WriteModel
from fake_service import TOKEN, FakeService

FAILING = """
@ancho.model
def sequence(rng, start):
    if rng.random() < 0.5:
        raise ValueError("low")
    return {"x": 1}
"""
# With the seed 1 none of those that are tried before a submission fails, but 95 does.
RARELY_FAILING = FAILING.replace("0.5", "0.01")


def ancho_(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def document(*arguments: object) -> Any:
    result = ancho_(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def at_service(service: FakeService, monkeypatch: pytest.MonkeyPatch) -> FakeService:
    monkeypatch.setenv("ANCHO_URL", service.url)
    monkeypatch.setenv("ANCHO_TOKEN", TOKEN)
    return service


def test_run_writes_the_summary_and_the_outputs(walk: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.npz"
    given = [
        "--sequences",
        "2e3",
        "--seed",
        "1_0",
        "--set",
        "steps=1e1",
        "--set",
        "drift=0.5",
        "--target",
        "up: end > 0",
    ]
    summary = document("run", walk, *given, "--workers", 2, "-o", file)
    expected = ancho.simulate(
        walk, sequences=2000, seed=10, starting_values={"steps": 10, "drift": 0.5}, targets=["up: end > 0"]
    )
    assert summary == expected.summary()
    with np.load(file) as arrays:
        assert np.array_equal(arrays["path"], expected["path"])


@pytest.mark.parametrize("format", ["csv", "npz", "jsonl"])
def test_run_writes_outputs_to_standard_output(walk: Path, tmp_path: Path, format: str) -> None:
    result = ancho_("run", walk, "--sequences", 50, "--seed", 1, "--format", format)
    assert result.exit_code == 0
    ancho.simulate(walk, sequences=50, seed=1).save(tmp_path / f"expected.{format}")
    if format == "npz":
        assert result.stdout_bytes.startswith(b"PK")
    else:
        assert result.stdout_bytes == (tmp_path / f"expected.{format}").read_bytes()


def test_run_shows_a_table(walk: Path) -> None:
    result = ancho_("run", walk, "--sequences", 1000, "--seed", 1, "--target", "up: end > 0")
    lines = result.stdout.splitlines()
    assert lines[0] == "1,000 sequences"
    assert lines[1].split() == ["end", "95%", "interval", "path[4]", "95%", "interval"]
    assert " ".join(line.split()[0] for line in lines[2:11]) == "mean std min 5% 25% 50% 75% 95% max"
    assert lines[11] == "(path[4] is the last of 5 elements; others: --show path, or 'path[2]')"
    assert [line.split()[0] for line in lines[12:]] == ["target", "up"]


def test_run_shows_the_outputs_that_are_wanted(walk: Path) -> None:
    options = ("run", walk, "--sequences", 100, "--seed", 1)
    one = ancho_(*options, "--show", "path[1]").stdout.splitlines()
    assert one[1].split() == ["path[1]", "95%", "interval"]
    every = json.loads(ancho_(*options, "--show", "path", "--show", "end", "--json").stdout)["outputs"]
    assert list(every) == [*(f"path[{k}]" for k in range(5)), "end"]
    assert every["path[4]"]["mean"] == every["end"]["mean"]
    wrong = ancho_(*options, "--show", "pth")
    assert (wrong.exit_code, wrong.stdout.splitlines()[0]) == (2, "100 sequences"), "the run is not lost for a slip"
    assert "there is no output 'pth'; there are end, path[0] to path[4]" in wrong.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--sequences", "1.5"], "'1.5' is not a whole number"),
        (["--sequences", "many"], "'many' is not a whole number"),
        (["--sequences", "0"], "must be at least 1"),
        ([], "Missing option"),
        (["--sequences", "5", "--set", "steps"], "'steps' is not name=value"),
        (["--sequences", "5", "--set", "stebs=1"], "there is no starting value 'stebs'; there are steps, drift"),
        (["--sequences", "5", "--set", "steps=1.5"], "starting value 'steps': must be a whole number, not 1.5"),
        (["--sequences", "5", "--set", "drift=fast"], "starting value 'drift': must be a number, not 'fast'"),
        (["--sequences", "5", "--target", "end"], 'must be like "solvent: final_balance > 0"'),
        (["--sequences", "5", "--target", "ende > 0"], "there is no output 'ende'"),
        (["--sequences", "5", "--quantiles", "0.5,2"], "must be between 0 and 1"),
        (["--sequences", "5", "--format", "csv", "--json"], "give -o FILE"),
        (["--sequences", "5", "-o", "x.doc"], "the name must end in .csv, .jsonl, .json or .npz"),
        (["--sequences", "5", "-o", "x.csv", "--format", "npz"], "the name says csv, the format asked for is npz"),
        (["--sequences", "5", "-o", "."], "the name has no ending"),
        (["--sequences", "5", "-o", "no-such-folder/x.csv"], "there is no folder no-such-folder"),
        (["--sequences", "5", "--set", "drift=nan"], "starting value 'drift': must be a number, not 'nan'"),
        (["--sequences", "5", "--target", "end > inf"], "the value must be finite"),
        (["--sequences", "1e13"], "sequences: must be at most 1000000000000"),
        (["--sequences", "1e12"], "do not fit into this machine's memory"),
        (["--sequence", "5"], "No such option"),
    ],
)
def test_bad_input_exits_with_2_and_one_clear_message(walk: Path, arguments: list[str], message: str) -> None:
    result = ancho_("run", walk, *arguments)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1].startswith("ancho: ")
    assert message in result.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [("ANCHO_URL", "nonsense", "is not the address of a service"), ("ANCHO_TOKEN", "schlüssel", "has characters")],
)
def test_an_address_or_a_token_that_is_none_exits_with_2(
    variable: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    result = ancho_("runs")
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_folder_that_is_no_model_exits_with_2(tmp_path: Path) -> None:
    result = ancho_("run", tmp_path / "nowhere", "--sequences", 5)
    assert result.exit_code == 2
    assert "there is no such folder or file" in result.stderr


def test_an_unreachable_service_exits_with_3(walk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANCHO_URL", "http://127.0.0.1:1")
    for arguments in (["runs"], ["submit", str(walk), "--sequences", "5"], ["show", "a"], ["watch", "a"]):
        result = ancho_(*arguments)
        assert result.exit_code == 3
        assert result.stderr.count("\n") == 1
        assert "http://127.0.0.1:1 cannot be reached" in result.stderr


def test_a_run_from_submission_to_results(at_service: FakeService, walk: Path, tmp_path: Path) -> None:
    options = ["--seed", 3, "--target", "up: end > 0", "--executors", 2, "--mem-mib", 256, "--name", "my walk"]
    options += ["--label", "study=a", "--max-failures", 5, "--sequence-timeout", "2m", "--quantiles", "0.1,0.9"]
    run = document("submit", walk, "--sequences", "1_000", *options, "--wait")
    assert run["state"] == "COMPLETED"
    assert run["executors"] == {"count": 2, "mem_mib": 256}
    assert (run["name"], run["labels"], run["max_failures"]) == ("my walk", {"study": "a"}, 5)
    assert (run["sequence_timeout"], run["quantiles"]) == ("PT2M", [0.1, 0.9])
    assert document("show", run["id"]) == run
    assert [found["id"] for found in document("runs")["items"]] == [run["id"]]
    assert document("summary", run["id"])["run_id"] == run["id"]
    assert document("failures", run["id"]) == {"items": [], "next": None}
    assert document("logs", run["id"])["text"] == "printed by the model\n"
    file = tmp_path / "r.npz"
    written = document("results", run["id"][:5], "-o", file)
    assert written == {"run_id": run["id"], "format": "npz", "file": str(file), "size_bytes": file.stat().st_size}
    with np.load(file) as arrays:
        assert np.array_equal(arrays["end"], ancho.simulate(walk, sequences=1000, seed=3)["end"])
    assert ancho_("results", run["id"]).stdout_bytes.startswith(b"sequence,end,path[0]")


@pytest.mark.parametrize("format", ["csv", "jsonl", "json", "npz"])
def test_the_ending_says_the_format_of_results(
    at_service: FakeService, walk: Path, tmp_path: Path, format: str
) -> None:
    run = document("submit", walk, "--sequences", 50, "--seed", 3, "--target", "up: end > 0", "--wait")
    file = tmp_path / f"r.{format}"
    assert ancho_("results", "@last", "-o", file).exit_code == 0
    read, results = ancho.Results.load(file), at_service.compute(at_service.runs[run["id"]])
    assert read == results
    assert (read.provenance["run_id"], read.provenance["seed"]) == (run["id"], 3)
    assert ancho_("results", "@last", "--format", format).stdout_bytes == file.read_bytes()


@pytest.mark.parametrize("name", ["r.parquet", "r.arrow", "r", "r.xlsx"])
def test_results_refuse_another_ending_by_name(at_service: FakeService, tmp_path: Path, name: str) -> None:
    result = ancho_("results", "@last", "-o", tmp_path / name)
    assert result.exit_code == 2
    assert "the name must end in .csv, .jsonl, .json or .npz" in result.stderr
    result = ancho_("results", "@last", "-o", tmp_path / "r.csv", "--format", "npz")
    assert "the name says csv, the format asked for is npz" in result.stderr
    assert (at_service.requests, list(tmp_path.glob("r*"))) == ([], [])


def test_show_says_why_executors_fail_and_what_the_latest_wrote(at_service: FakeService, walk: Path) -> None:
    run_id = ancho_("submit", walk, "--sequences", 1000, "--executors", 2).stdout.strip()
    trouble: dict[str, Any] = {"executor": "e.3", "agent": "agent-1", "state": "TASK_FAILED", "advice": None}
    trouble |= {
        "reason": "REASON_EXECUTOR_TERMINATED",
        "message": "Executor terminated",
        "attempts": 3,
        "given_up": False,
    }
    trouble |= {
        "log": ["Starting", "no \x1b[2J cgroups"],
        "at": "2026-11-21T09:00:07Z",
        "since": "2026-11-21T09:00:00Z",
    }
    at_service.runs[run_id]["executors"]["trouble"] = trouble | {"next_attempt": "2026-11-21T09:00:11Z"}
    shown = ancho_("show", run_id).stdout
    assert "3 failed in a row since 2026-11-21T09:00:00Z" in shown
    assert "agent-1: Executor terminated (TASK_FAILED, REASON_EXECUTOR_TERMINATED)" in shown
    assert "next attempt 2026-11-21T09:00:11Z" in shown
    assert "| Starting" in shown
    assert r"| no \x1b[2J cgroups" in shown


def test_what_people_see_of_a_run(at_service: FakeService, walk: Path) -> None:
    run_id = ancho_("submit", walk, "--sequences", 1000, "--seed", 3, "--set", "drift=0.1").stdout.strip()
    watched = ancho_("watch", run_id)
    assert watched.stdout.startswith("1,000 sequences")
    assert "COMPLETED" in watched.stderr
    assert run_id in ancho_("runs").stdout
    shown = ancho_("show", run_id).stdout
    assert "starting values  drift=0.1" in shown
    assert "1,000 of 1,000, 0 failed" in shown
    assert ancho_("summary", run_id).stdout == watched.stdout
    assert ancho_("logs", run_id).stdout == "printed by the model\n"


def test_pictures_of_a_run_have_names_of_their_own(
    at_service: FakeService, walk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ancho_("submit", walk, "--sequences", 50, "--wait")
    for options in ((), ("--kind", "cdf"), ("--kind", "cdf", "--outputs", "path[2]")):
        assert ancho_("plot", "@last", *options).exit_code == 0
    assert sorted(path.name for path in tmp_path.glob("*.png")) == [
        "walk-f1-cdf-path-2.png",
        "walk-f1-cdf.png",
        "walk-f1.png",
    ]


def test_submit_and_watch_shows_the_summary(at_service: FakeService, walk: Path) -> None:
    result = ancho_("submit", walk, "--sequences", 100, "--watch")
    assert result.exit_code == 0
    assert result.stdout.startswith("100 sequences")
    assert "100 of 100 sequences" in result.stderr


def test_submit_takes_a_model_from_git(at_service: FakeService, walk: Path) -> None:
    run_id = ancho_("submit", walk, "--sequences", 10).stdout.strip()
    result = ancho_("submit", "--git", "https://example.org/r.git", "--ref", "v1", "--sequences", 10)
    assert result.exit_code == 0, result.output
    assert f"commit {'c0' * 20}" in result.stderr
    assert at_service.runs[result.stdout.strip()]["model"] == at_service.runs[run_id]["model"]


@pytest.mark.parametrize("given", [[], ["walk", "--git", "https://a/b"], ["walk", "--sha256", "0"]])
def test_submit_takes_one_model(given: list[str]) -> None:
    result = ancho_("submit", *given, "--sequences", 10)
    assert result.exit_code == 2
    assert "give either DIR, --git URL or --http URL" in result.output


def test_a_failed_run_exits_with_1(at_service: FakeService, write_model: WriteModel) -> None:
    result = ancho_("submit", write_model(RARELY_FAILING), "--sequences", 100, "--seed", 1, "--wait", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["state"] == "FAILED"
    run_id = json.loads(result.stdout)["id"]
    assert ancho_("watch", run_id).exit_code == 1
    assert "ValueError: low" in ancho_("failures", run_id).stdout


def test_cancelling(at_service: FakeService, walk: Path) -> None:
    run_id = document("submit", walk, "--sequences", 100)["id"]
    assert document("cancel", run_id)["state"] == "CANCELLED"
    assert ancho_("watch", run_id).exit_code == 1


def test_a_refusal_of_the_service_exits_with_2(at_service: FakeService, walk: Path) -> None:
    for arguments in (["show", "nothing"], ["submit", "sha256:0", "--sequences", "5"], ["show", "a b"]):
        result = ancho_(*arguments)
        assert result.exit_code == 2
        assert result.stderr.count("\n") == 1


def test_replay_gives_the_sequence_as_the_api_does(at_service: FakeService, walk: Path) -> None:
    run_id = document("submit", walk, "--sequences", 100, "--wait")["id"]
    result = ancho_("replay", run_id, 17, "--json")
    assert json.loads(result.stdout) == document_of(at_service, run_id, 17)
    assert "the same as the run stored" in result.stderr
    assert ancho_("replay", run_id, 17).stdout.startswith("end = ")


def document_of(service: FakeService, run_id: str, index: int) -> dict[str, Any]:
    results = service.compute(service.runs[run_id])
    return {"sequence": index, "outputs": {name: values[index].tolist() for name, values in results.items()}}


def test_replay_under_the_debugger_stops_in_the_model(at_service: FakeService, walk: Path) -> None:
    run_id = document("submit", walk, "--sequences", 100, "--wait")["id"]
    command = [sys.executable, "-c", "from ancho.cli import main; main()", "replay", run_id, "17", "--pdb"]
    done = subprocess.run(command, input="next\np path[-1]\ncontinue\n", capture_output=True, text=True)
    assert "walk.py" in done.stdout
    assert str(document_of(at_service, run_id, 17)["outputs"]["end"]) in done.stdout
    assert done.returncode == 0


def test_demo_runs_the_example_and_draws_it(
    at_service: FakeService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANCHO_REPO", str(Path(__file__).parents[2]))
    monkeypatch.setattr("ancho.cli.stack.ensure_up", lambda: False)
    monkeypatch.chdir(tmp_path)
    result = ancho_("demo", "--sequences", 2000, "--seed", 4)
    assert result.exit_code == 0, result.output
    assert "final_balance" in result.stdout
    assert "solvent" in result.stdout
    assert "ancho replay f1 1999" in result.stderr
    assert not list(tmp_path.glob("*.png"))
    assert (home() / "demo" / "retirement.png").stat().st_size > 10_000


def test_help_lists_every_command_in_order() -> None:
    lines = ancho_("--help").stdout.partition("Commands:\n")[2].splitlines()
    commands = "demo up down status run check submit runs show watch cancel delete models summary results plot "
    commands += (
        "lock replay reproduce failures logs clean images deploy undeploy scale login logout whoami users tokens "
    )
    commands += "completion"
    assert " ".join(line.split()[0] for line in lines) == commands
