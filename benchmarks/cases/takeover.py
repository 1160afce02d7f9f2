"""``takeover``: how long a large cluster is without a scheduler that knows it."""

import time
from collections.abc import Iterator

from measuring.figures import Figure, Target, say
from measuring.framework import Framework, framework

from cases.setting import Setting

AGENTS = 1_000
RUNS = 100
LAUNCH_SECONDS = 600.0
TAKEOVER_SECONDS = 120.0


def takeover(setting: Setting) -> Iterator[Figure]:
    """From ``kill -9`` of the leader until the standby leads and knows from Mesos of each of 10,000 executors."""
    setting.stack.ensure_up()
    each = setting.size(100, 10)
    seconds: list[float] = []
    elections: list[float] = []
    with framework(setting.stack, AGENTS) as cluster:
        cluster.want(RUNS, each)
        began = time.monotonic()
        cluster.await_gauges("first", lambda gauges: gauges["RUNNING"] == RUNS * each, LAUNCH_SECONDS)
        launched = time.monotonic() - began
        say(f"takeover: {RUNS * each} executors run after {launched:.0f} s")
        leader, standby = "first", "second"
        for _ in range(setting.size(3, 1)):
            election, whole = _taken_over(cluster, leader, standby, RUNS * each)
            seconds.append(whole)
            elections.append(election)
            say(f"takeover: elected after {election:.1f} s, all known after {whole:.1f} s")
            cluster.start_scheduler(leader)
            leader, standby = standby, leader
            cluster.await_gauges(standby, lambda gauges: gauges["leader"] == 0, TAKEOVER_SECONDS)
    detail = {"executors": RUNS * each, "agents": AGENTS, "launch_seconds": launched, "election_seconds": elections}
    yield Figure("takeover", "s", seconds, Target("<=", 8.0), None, detail)


def _taken_over(cluster: Framework, leader: str, standby: str, executors: int) -> tuple[float, float]:
    began = time.monotonic()
    cluster.kill(leader)
    cluster.await_gauges(standby, lambda gauges: gauges["leader"] == 1, TAKEOVER_SECONDS)
    elected = time.monotonic() - began
    cluster.await_gauges(
        standby,
        lambda gauges: gauges["subscribed"] == 1 and gauges["unconfirmed"] == 0 and gauges["RUNNING"] == executors,
        TAKEOVER_SECONDS,
    )
    return elected, time.monotonic() - began
