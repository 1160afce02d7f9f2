"""``offers_*``: how fast scheduler-service decides in a large cluster, without Mesos and Cassandra."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from measuring.figures import Figure, Target, say
from measuring.stack import java

from cases.setting import Setting

AGENTS = 50_000
GIB = 2**30


def offers_round(setting: Setting) -> Iterator[Figure]:
    """One offer of each of 50,000 agents, for 100 runs of 20 users that want 100 executors each."""
    found = _measured("round", AGENTS, 100, 100, setting.size(7, 3))
    detail = {"agents": AGENTS, "executors": 10_000, "first_seconds": found["seconds"][0]}
    yield Figure("offers_round", "s", found["seconds"], Target("<=", 2.0), None, detail)
    yield Figure("offers_memory", "GiB", [found["peak_kib"] * 1024 / GIB], Target("<=", 1.0))


def offers_200(setting: Setting) -> Iterator[Figure]:
    """One offer of each of 10,000 agents, for a run that wants 200 executors."""
    found = _measured("round", 10_000, 1, 200, setting.size(51, 21))
    milliseconds = [second * 1000 for second in found["seconds"]]
    yield Figure("offers_200", "ms", milliseconds, Target("<=", 60.0), None, {"first_milliseconds": milliseconds[0]})


def offers_latency(setting: Setting) -> Iterator[Figure]:
    """From an offer's arrival to the decision to accept it, 1,000 offers a second, 10,000 executors wanted."""
    tails, middles = [], []
    for _ in range(setting.size(3, 1)):
        found = _measured("rate", AGENTS, 1000, 10, 1000, setting.size(20, 10))
        tails.append(_percentile(found["milliseconds"], 99))
        middles.append(_percentile(found["milliseconds"], 50))
    detail = {"accepted": len(found["milliseconds"]), "median_milliseconds": middles}
    yield Figure("offers_latency", "ms", tails, Target("<=", 50.0), None, detail)


def _measured(*arguments: object) -> dict[str, Any]:
    answer = java("Offers", *arguments, service="scheduler-service", heap="900m")
    found: dict[str, Any] = json.loads(answer)
    say(f"offers {' '.join(map(str, arguments))}: {found['peak_kib'] // 1024} MiB")
    return found


def _percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that so many percent do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
