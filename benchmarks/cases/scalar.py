"""``scalar_1ms`` and ``scalar_10us``: how much of two cores reaches the model."""

from collections.abc import Iterator

from measuring import plain
from measuring.figures import Document, Figure, Target, say
from measuring.runs import MeasuredRun, measured, starting

from cases.setting import CORES, Setting

PLAIN_SECONDS = 3.0
WARM_UP_SECONDS = 4.0


def scalar_1ms(setting: Setting) -> Iterator[Figure]:
    """A model of 1 ms of pure Python a sequence."""
    yield _scalar(setting, "scalar_1ms", 1e-3, setting.size(100_000, 16_000), 0.90)


def scalar_10us(setting: Setting) -> Iterator[Figure]:
    """A model of 10 µs of pure Python a sequence."""
    yield _scalar(setting, "scalar_10us", 1e-5, setting.size(5_000_000, 1_000_000), 0.65)


def _scalar(setting: Setting, name: str, seconds: float, sequences: int, bound: float) -> Figure:
    setting.stack.ensure_up()
    model, steps = setting.upload("scalar"), setting.steps(seconds)
    measured(setting.stack, model, int(WARM_UP_SECONDS / seconds), starting_values=starting(steps))
    calls = [plain.seconds_per_call(steps, PLAIN_SECONDS)]
    samples: list[float] = []
    runs: list[MeasuredRun] = []
    for _ in range(setting.size(3, 2)):
        run = measured(setting.stack, model, sequences, starting_values=starting(steps))
        calls.append(plain.seconds_per_call(steps, PLAIN_SECONDS))
        call = (calls[-2] + calls[-1]) / 2
        samples.append(run.per_second * call / CORES)
        runs.append(run)
        say(f"{name}: {run.per_second:,.0f} sequences/s at {call * 1e6:.2f} µs a call, {samples[-1]:.3f} of the cores")
    baseline = {
        "what": f"{CORES} cores / CPU seconds of a plain-Python call, before and after each run",
        "value": CORES / sorted(calls)[len(calls) // 2],
        "unit": "sequences/s",
        "call_seconds": calls,
        "two_at_once": CORES / plain.seconds_per_call(steps, PLAIN_SECONDS, CORES),
    }
    return Figure(name, "ratio", samples, Target(">=", bound), baseline, _detail(sequences, steps, calls, runs))


def _detail(sequences: int, steps: int, calls: list[float], runs: list[MeasuredRun]) -> Document:
    call = sum(calls) / len(calls)
    accounts = [run.account() for run in runs]
    for run, account in zip(runs, accounts, strict=True):
        inside = sum(chunk.seconds for chunk in run.chunks) / sequences
        account["per_sequence_in_process"] = inside
        account["process_efficiency"] = call / inside
        used = sum(seconds for part, seconds in run.cpu().items() if part != "others")
        account["cpu_efficiency"] = call * sequences / used
    return {"sequences": sequences, "steps": steps, "runs": accounts}
