"""``latency_1``: how long the smallest run takes."""

import time
from collections.abc import Iterator

from measuring.figures import Figure, Target, say
from measuring.runs import starting

from cases.setting import Setting

WARM_UPS = 3


def latency_1(setting: Setting) -> Iterator[Figure]:
    """A run of one sequence in the pool, from its submission until the client hears of its completion."""
    setting.stack.ensure_up()
    model = setting.upload("scalar")
    seconds: list[float] = []
    with setting.stack.client() as client:
        for _ in range(WARM_UPS + setting.size(20, 8)):
            began = time.monotonic()
            client.submit(model, sequences=1, starting_values=starting(10)).wait()
            seconds.append(time.monotonic() - began)
    seconds = seconds[WARM_UPS:]
    say(f"latency_1: median {sorted(seconds)[len(seconds) // 2]:.2f} s, longest {max(seconds):.2f} s")
    yield Figure("latency_1", "s", seconds, Target("<=", 2.0), None, {"longest": max(seconds), "runs": len(seconds)})
