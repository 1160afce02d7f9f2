"""``summary_10m``: Spark's summary against NumPy's."""

import time
from collections.abc import Iterator
from statistics import median
from typing import Any

import ancho
import numpy as np
from measuring.figures import Figure, say
from measuring.runs import measured

from cases.setting import Setting


def summary_10m(setting: Setting) -> Iterator[Figure]:
    """From all values stored to the run completed, against the same document computed from an array in memory."""
    setting.stack.ensure_up()
    model, sequences = setting.upload("arrays"), setting.size(10_000_000, 2_000_000)
    options: dict[str, Any] = {"starting_values": {"outputs": 1}, "block_size": 65_536}
    measured(setting.stack, model, 65_536, **options)
    seconds, numpy = [], [_numpy_seconds(sequences)]
    for _ in range(setting.size(3, 2)):
        seconds.append(measured(setting.stack, model, sequences, **options).summarizing)
        numpy.append(_numpy_seconds(sequences))
        say(f"summary_10m: {seconds[-1]:.2f} s, NumPy {numpy[-1]:.2f} s")
    baseline = {"what": "NumPy, the same document", "value": median(numpy), "unit": "s", "all": numpy}
    ratios = [ours / ((before + after) / 2) for ours, before, after in zip(seconds, numpy, numpy[1:], strict=False)]
    yield Figure("summary_10m", "ratio", ratios, None, baseline, {"values": sequences, "seconds": seconds})


def _numpy_seconds(count: int) -> float:
    values = np.random.default_rng(2).standard_normal(count)
    results = ancho.Results({"output_0": values}, np.arange(count), seed=1)
    began = time.perf_counter()
    results.summary()
    return time.perf_counter() - began
