"""``up`` and ``idle``: what the stack costs before it does anything."""

import time
from collections.abc import Iterator

from measuring.figures import Figure, NoFigure, Target, say
from measuring.processes import Sampler, proportional_memory

from cases.setting import Setting

GIB = 2**30


def up(setting: Setting) -> Iterator[Figure | NoFigure]:
    """From ``./ancho up`` of a built, stopped stack until it is ready."""
    if setting.borrowed:
        yield NoFigure("up", "not measured: the stack that runs is not stopped")
        return
    seconds = []
    setting.stack.ensure_up()
    for _ in range(setting.size(3, 1)):
        setting.stack.down()
        seconds.append(setting.stack.up())
        say(f"up: {seconds[-1]:.1f} s")
    yield Figure("up", "s", seconds, Target("<=", 40.0))


def idle(setting: Setting) -> Iterator[Figure]:
    """Memory and CPU time of a stack that has no run, once its JVMs have compiled what they use."""
    setting.stack.ensure_up()
    settling = setting.size(300, 20)
    say(f"idle: waiting for {settling} s")
    time.sleep(settling)
    sampler = Sampler(setting.stack.home)
    shares, window = [], setting.size(30, 15)
    for _ in range(setting.size(3, 2)):
        begin = sampler.look().at
        time.sleep(window)
        end = sampler.look().at
        cpu = sampler.cpu_between(begin, end)
        others = cpu.pop("others")
        shares.append({part: 100 * used / (end - begin) for part, used in cpu.items()})
        ours, theirs = sum(shares[-1].values()), 100 * others / (end - begin)
        say(f"idle: {ours:.1f}% of a core; others on the machine {theirs:.0f}%")
    yield _memory(sampler)
    parts = {part: sorted(share[part] for share in shares)[len(shares) // 2] for part in shares[0]}
    totals = [sum(share.values()) for share in shares]
    yield Figure("idle_cpu", "% of a core", totals, Target("<=", 5.0), None, {"parts": parts})


def _memory(sampler: Sampler) -> Figure:
    parts: dict[str, float] = {}
    for pid, part in sampler.pids().items():
        parts[part] = parts.get(part, 0.0) + proportional_memory(pid) / GIB
    resident = sum(sampler.samples[-1].resident.values()) / GIB
    detail = {"parts": parts, "resident": resident}
    say(f"idle: {sum(parts.values()):.2f} GiB")
    return Figure("idle_memory", "GiB", [sum(parts.values())], Target("<=", 3.5), None, detail)
