"""``growth``: time and memory of ever larger runs."""

from collections.abc import Iterator

from measuring.figures import Figure, Target, say
from measuring.runs import MeasuredRun, measured, starting

from cases.setting import Setting

SECONDS = 1e-5
MIB = 2**20


def growth(setting: Setting) -> Iterator[Figure]:
    """The model of 10 µs at 10⁴ … 10⁷ sequences.

    ``growth_time`` is the cost of a further sequence from the middle size to the largest over that below the middle
    (1 is linear, what a run costs at all left out), ``growth_memory`` the stack's peak at the largest over that at the
    middle one.
    """
    setting.stack.ensure_up()
    model, values = setting.upload("scalar"), starting(setting.steps(SECONDS))
    sizes = setting.size(10_000_000, 3_000_000), setting.size(1_000_000, 600_000), 100_000, 10_000
    measured(setting.stack, model, 400_000, starting_values=values)
    times, peaks, details = [], [], []
    for _ in range(setting.size(2, 1)):
        runs = [_run(setting, model, size, values) for size in reversed(sizes)]
        times.append(_slope(runs[2], runs[3]) / _slope(runs[1], runs[2]))
        memory = [_peaks(run)["stack"] for run in runs]
        peaks.append(memory[3] / memory[2])
        details.append([_detail(run) for run in runs])
    yield Figure("growth_time", "ratio", times, Target("<=", 1.1), None, {"runs": details})
    yield Figure("growth_memory", "ratio", peaks, Target("<=", 1.1), None, {})


def _run(setting: Setting, model: str, size: int, values: dict[str, int]) -> MeasuredRun:
    run = measured(setting.stack, model, size, starting_values=values)
    say(f"growth: {size:,} sequences in {run.running:.2f} s, {run.summarizing:.2f} s of summary")
    return run


def _slope(small: MeasuredRun, large: MeasuredRun) -> float:
    return (large.running - small.running) / (large.sequences - small.sequences)


def _peaks(run: MeasuredRun) -> dict[str, int]:
    return run.processes.peak_between(run.submitted, run.ended)


def _detail(run: MeasuredRun) -> dict[str, object]:
    return {
        "sequences": run.sequences,
        "running_seconds": run.running,
        "seconds_per_sequence": run.running / run.sequences,
        "summarizing_seconds": run.summarizing,
        "peak_mib": {part: size / MIB for part, size in _peaks(run).items()},
    }
