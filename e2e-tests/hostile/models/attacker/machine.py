"""The machine as a whole."""

import os
import resource
import time
from pathlib import Path

from kinds import attack, deed


@attack
def set_the_clock(start):
    return [deed(time.clock_settime, time.CLOCK_REALTIME, 0)]


@attack
def turn_the_kernels_knobs(start):
    knobs = ("kernel/core_pattern", "kernel/hostname", "vm/overcommit_memory", "kernel/pid_max", "net/ipv4/ip_forward")
    return [deed(_write, Path("/proc/sys", knob)) for knob in knobs] + [deed(_write, Path("/proc/sysrq-trigger"))]


@attack
def raise_its_limits(start):
    limits = (
        resource.RLIMIT_NOFILE,
        resource.RLIMIT_NPROC,
        resource.RLIMIT_FSIZE,
        resource.RLIMIT_DATA,
        resource.RLIMIT_CORE,
    )
    most = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    return [deed(resource.setrlimit, limit, most) for limit in limits]


@attack
def be_more_important(start):
    return [deed(os.nice, -5), deed(os.sched_setscheduler, 0, os.SCHED_FIFO, os.sched_param(1))]


@attack
def be_killed_last(start):
    return [deed(_write_text, "/proc/self/oom_score_adj", "-1000")]


def _write(path):
    with path.open("w") as file:
        file.write("1")


def _write_text(path, text):
    with Path(path).open("w") as file:
        file.write(text)
