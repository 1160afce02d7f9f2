"""Faults, done."""

import random
import signal
import threading
import time
from collections.abc import Callable

from stack import Stack

from faults.disks import Disks
from faults.processes import Processes, alive, send
from faults.schedule import Fault, Kind

_BACK = 40.0
"""Seconds to wait for a victim that is not there, or not there again."""


class Injector:
    """Does to a stack what a fault says.

    While ``./ancho up`` brings the stack back after lost power nothing else is done to it: a part that dies three times
    in its first start is one that cannot be started, and ``up`` rightly gives up.
    """

    def __init__(self, stack: Stack, disks: Disks, power: threading.Lock, say: Callable[[str], None]) -> None:
        self._stack = stack
        self._processes = Processes(stack.home)
        self._disks = disks
        self._power = power
        self._say = say

    def inject(self, fault: Fault, dice: random.Random, over: Callable[[], bool]) -> None:
        """Do it, and return when it is over.

        Parameters
        ----------
        dice
            draws the process where a victim's name stands for several
        over
            whether there is nothing left to disturb
        """
        if fault.kind is Kind.POWER:
            self._power_loss()
        elif fault.kind is Kind.DISK:
            self._full_disk(fault.victims[0], fault.seconds)
        elif fault.kind is Kind.STALL:
            self._stall(fault, dice, over)
        elif fault.seconds:
            self._keep_away(fault)
        else:
            for _ in range(fault.times):
                self._kill(fault, dice, over)

    def _kill(self, fault: Fault, dice: random.Random, over: Callable[[], bool]) -> None:
        pids = self._find(fault, dice, over)
        with self._power:
            send(pids, signal.SIGKILL)
        self._say(f"killed {'+'.join(fault.victims)} {pids}")
        deadline = time.monotonic() + 5
        while any(alive(pid) for pid in pids) and time.monotonic() < deadline:
            time.sleep(0.02)
        if fault.times > 1:
            time.sleep(dice.uniform(0, 2))

    def _stall(self, fault: Fault, dice: random.Random, over: Callable[[], bool]) -> None:
        pids = self._find(fault, dice, over)
        with self._power:
            send(pids, signal.SIGSTOP)
        self._say(f"stopped {'+'.join(fault.victims)} {pids}")
        try:
            time.sleep(fault.seconds)
        finally:
            send(pids, signal.SIGCONT)
            self._say(f"continued {'+'.join(fault.victims)} {pids}")

    def _keep_away(self, fault: Fault) -> None:
        """Kill all victims, and again whenever they are back: to the others they are gone all the time."""
        self._say(f"keeping {'+'.join(fault.victims)} away")
        deadline = time.monotonic() + fault.seconds
        while time.monotonic() < deadline:
            for victim in fault.victims:
                with self._power:
                    send(self._alive(victim), signal.SIGKILL)
            time.sleep(0.1)
        self._say(f"letting {'+'.join(fault.victims)} come back")

    def _find(self, fault: Fault, dice: random.Random, over: Callable[[], bool]) -> list[int]:
        """One living process for each victim; none where there is none in time."""
        found = []
        for victim in fault.victims:
            deadline = time.monotonic() + _BACK
            candidates = self._alive(victim)
            while not candidates and time.monotonic() < deadline and not over():
                time.sleep(0.1)
                candidates = self._alive(victim)
            if candidates:
                found.append(dice.choice(candidates))
        return found

    def _alive(self, victim: str) -> list[int]:
        return [pid for pid in self._processes.find(victim) if alive(pid)]

    def _power_loss(self) -> None:
        with self._power:
            supervisor = self._processes.status()["supervisor_pid"]
            send([supervisor] if supervisor else [], signal.SIGKILL)
            while everything := self._processes.all():
                send(everything, signal.SIGKILL)
                time.sleep(0.05)
            self._say("the power was lost")
            self._stack.up()
            self._say("up again")

    def _full_disk(self, part: str, seconds: float) -> None:
        self._disks.fill(part)
        self._say(f"the disk of {part} is full")
        try:
            time.sleep(seconds)
        finally:
            self._disks.free(part)
            self._say(f"the disk of {part} has space again")
