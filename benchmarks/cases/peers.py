"""``peers``: the scalar models against other frameworks, the values gathered in the parent."""

from collections.abc import Iterator, Mapping
from statistics import median

from measuring.contestants import NAMES, Contestant, UnavailableError
from measuring.figures import Figure, NoFigure, Target, say
from measuring.runs import measured, starting

from cases.setting import CORES, Setting

SLOWER = Target(">=", 1.0)
TARGETS = {
    "multiprocessing_pool": Target(">=", 0.8),
    "dask_distributed": SLOWER,
    "ray_tasks": SLOWER,
    "pyspark_rdd": SLOWER,
}
MODELS = {"1ms": 1e-3, "10us": 1e-5}

Rates = dict[str, list[float]]


def peers(setting: Setting) -> Iterator[Figure | NoFigure]:
    """Sequences a second of ours over theirs.

    They compute before and after ours. A stack of the benchmark's own is down meanwhile: the machine is theirs.
    """
    sizes = {"1ms": setting.size(50_000, 8_000), "10us": setting.size(5_000_000, 600_000)}
    contestants, missing = _installed(setting)
    rates: Mapping[str, Rates] = {name: {} for name in MODELS}
    _round(setting, contestants, sizes, rates, missing)
    ours = _ours(setting, sizes)
    _round(setting, contestants, sizes, rates, missing)
    for model in MODELS:
        for name, theirs in rates[model].items():
            if name not in missing:
                yield _figure(f"peers/{name}/{model}", ours[model], theirs, TARGETS.get(name), sizes[model])
    yield from (NoFigure(f"peers/{name}", reason) for name, reason in missing.items())


def _installed(setting: Setting) -> tuple[list[Contestant], dict[str, str]]:
    contestants, missing = [], {}
    for name in NAMES:
        contestant = Contestant(name, setting.scratch)
        try:
            contestant.install()
            contestants.append(contestant)
        except UnavailableError as error:
            missing[name] = str(error)
    return contestants, missing


def _round(
    setting: Setting,
    contestants: list[Contestant],
    sizes: Mapping[str, int],
    rates: Mapping[str, Rates],
    missing: dict[str, str],
) -> None:
    if setting.stack.running and not setting.borrowed:
        setting.stack.down()
    for model, seconds in MODELS.items():
        for contestant in contestants:
            try:
                rate = contestant.per_second(sizes[model], setting.steps(seconds), CORES)
            except UnavailableError as error:
                missing[contestant.name] = str(error)
                continue
            rates[model].setdefault(contestant.name, []).append(rate)
            say(f"peers: {contestant.name}, {model}: {rate:,.0f} sequences/s")


def _ours(setting: Setting, sizes: Mapping[str, int]) -> Rates:
    setting.stack.ensure_up()
    identity, rates = setting.upload("scalar"), {}
    for model, seconds in MODELS.items():
        values = starting(setting.steps(seconds))
        measured(setting.stack, identity, int(4 / seconds), starting_values=values)
        runs = [measured(setting.stack, identity, sizes[model], starting_values=values) for _ in range(2)]
        rates[model] = [run.per_second for run in runs]
        say(f"peers: Ancho, {model}: {median(rates[model]):,.0f} sequences/s")
    return rates


def _figure(name: str, ours: list[float], theirs: list[float], target: Target | None, sequences: int) -> Figure:
    samples = [rate / median(theirs) for rate in ours]
    baseline = {"what": "theirs, before and after ours", "value": median(theirs), "unit": "sequences/s", "all": theirs}
    return Figure(name, "ratio", samples, target, baseline, {"sequences": sequences, "ours": ours})
