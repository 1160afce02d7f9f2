"""One schedule, played."""

import random
import signal
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
from stack import Stack

from faults.answers import check_run, summary
from faults.disks import Disks
from faults.history import History
from faults.injectors import Injector
from faults.leftovers import Leftovers
from faults.observer import FINAL, ORDER, Observer
from faults.processes import Processes, send
from faults.schedule import BEFORE, Fault, Schedule, Submission, Thrown, When
from faults.stored import Stored
from faults.switches import Switchboard
from faults.workloads import MODELS, WORKLOADS

Document = dict[str, Any]

ACCEPT_SECONDS = 120.0
END_SECONDS = 240.0
CLEAN_SECONDS = 60.0


@dataclass(frozen=True)
class Verdict:
    """How a trial went.

    Attributes
    ----------
    wrong
        what was not as it must be; empty if the trial passed
    told
        what happened, a line each
    over_after
        seconds from the begin until the last run was over
    leaderless
        seconds for which nobody was seen to lead the framework and to be subscribed, at a stretch
    executors
        how many executors ran, one after the other or at the same time
    """

    wrong: list[str]
    told: list[str]
    seconds: float
    over_after: float = 0.0
    leaderless: float = 0.0
    executors: int = 0


class Arena:
    """A stack that is up, the models it knows, and what undisturbed runs look like."""

    def __init__(self, stack: Stack, disks: Disks) -> None:
        self.stack = stack
        self.disks = disks
        self.leftovers = Leftovers(stack.home, stack.port_offset)
        self.mesos_port = 5050 + stack.port_offset
        self.cassandra_port = 9042 + stack.port_offset
        self.models: dict[str, str] = {}
        self.references: dict[str, str | None] = {}

    def prepare(self) -> None:
        """Upload the models, and run every workload once with nothing in the way."""
        with self.stack.client() as client:
            for name in {workload.model for workload in WORKLOADS.values()}:
                self.models[name] = self.stack.upload(MODELS / name)
            runs = {name: self._submit(client, name) for name in WORKLOADS}
            for name, run in runs.items():
                done = self.stack.await_run(run, lambda it: it["state"] in FINAL, END_SECONDS)
                assert done["state"] == WORKLOADS[name].ends, (
                    f"undisturbed, {name} is {done['state']}: {done['reason']}"
                )
                self.references[name] = summary(client, run) if done["state"] == "COMPLETED" else None

    def heal(self) -> None:
        """Undo what a trial that was broken off may have left: stopped processes, a full disk."""
        send(Processes(self.stack.home).all(), signal.SIGCONT)
        self.disks.free_all()

    def _submit(self, client: httpx.Client, name: str) -> str:
        workload = WORKLOADS[name]
        answer = client.post("/runs", json=workload.body(self.models[workload.model])).raise_for_status()
        return str(answer.json()["id"])


class Trial:
    """A schedule that is being played against an arena."""

    def __init__(self, arena: Arena, schedule: Schedule) -> None:
        self._arena = arena
        self._schedule = schedule
        self._observer = Observer(arena.stack.client)
        self._history = History(Processes(arena.stack.home))
        self._switchboard = Switchboard(arena.mesos_port, self._say)
        self._disturbed: list[tuple[float, float]] = []
        self._runs: dict[int, str] = {}
        self._cancelled: set[int] = set()
        self._power = threading.Lock()
        self._wrong: list[str] = []
        self._told: list[str] = []
        self._begin = time.monotonic()

    def play(self) -> Verdict:
        """Play it, wait until all is over and quiet, and check."""
        try:
            return self._play()
        finally:
            self._arena.heal()
            self._switchboard.forget()

    def _play(self) -> Verdict:
        self._observer.start()
        self._history.start()
        hands = [self._hand(self._submit, *numbered) for numbered in enumerate(self._schedule.submissions)]
        hands += [
            self._hand(self._inject, number, fault)
            for number, fault in enumerate(self._schedule.faults)
            if fault.when.state != BEFORE
        ]
        for hand in hands:
            hand.join()
        self._check()
        self._observer.stop()
        self._history.stop()
        ends = self._observer.ends
        self._wrong += self._observer.wrong + self._history.check(ends, self._disturbed)
        over_after = max((end - self._begin for end in ends.values()), default=0.0)
        return Verdict(
            self._wrong,
            self._told,
            time.monotonic() - self._begin,
            over_after,
            self._history.longest_without_leader(),
            self._history.executors(),
        )

    def _hand(self, do: Callable[[int, Any], None], number: int, what: Any) -> threading.Thread:
        def work() -> None:
            try:
                do(number, what)
            except Exception as error:
                self._wrong.append(f"{do.__name__} {number}: {type(error).__name__}: {error}")

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        return thread

    # --- What happens ---

    def _submit(self, number: int, submission: Submission) -> None:
        self._sleep_until(submission.at)
        for fault_number, fault in enumerate(self._schedule.faults):
            if fault.when == When(number, BEFORE, 0.0):
                self._do(fault_number, fault)
        workload = WORKLOADS[submission.workload]
        body = workload.body(self._arena.models[workload.model])
        if submission.executors is not None:
            body["executors"] = {"count": submission.executors, "mem_mib": 512}
        run = self._persist("/runs", body)
        self._observer.watch(run)
        self._runs[number] = run["id"]
        self._say(f"run {number} is {run['id']}")
        if submission.cancel and self._reached(submission.cancel):
            self._say(f"cancelling run {number}")
            self._cancelled.add(number)
            self._persist(f"/runs/{run['id']}/cancel", None)

    def _persist(self, path: str, body: Document | None) -> Document:
        """Ask until there is an answer; once more is never twice."""
        key = {"Idempotency-Key": str(uuid.uuid4())}
        deadline = time.monotonic() + ACCEPT_SECONDS
        said = ""
        while time.monotonic() < deadline:
            try:
                with self._arena.stack.client() as client:
                    answer = client.post(path, json=body, headers=key, timeout=20)
            except httpx.TransportError as error:
                said = repr(error)
            else:
                if answer.status_code in (200, 201, 202):
                    document: Document = answer.json()
                    return document
                if answer.status_code == 409 and path.endswith("/cancel"):
                    return {}  # It is over.
                said = f"{answer.status_code} {answer.text[:500]}"
                if answer.status_code != 503:
                    break
            time.sleep(0.2)
        raise AssertionError(f"POST {path} was not accepted: {said}")

    def _inject(self, number: int, fault: Fault | Thrown) -> None:
        self._reached(fault.when)
        self._do(number, fault)

    def _do(self, number: int, fault: Fault | Thrown) -> None:
        dice = random.Random(f"{self._schedule.seed} {number}")
        begin = time.monotonic()
        if isinstance(fault, Thrown):
            self._switchboard.throw(fault.switch, dice, self._over)
        else:
            Injector(self._arena.stack, self._arena.disks, self._power, self._say).inject(fault, dice, self._over)
        self._disturbed.append((begin, time.monotonic()))

    def _reached(self, when: When) -> bool:
        """Wait for a moment of a run's life; whether it came before the run's end."""
        deadline = time.monotonic() + ACCEPT_SECONDS + END_SECONDS
        while time.monotonic() < deadline:
            run = self._runs.get(when.run)
            state = self._observer.state(run) if run else ""
            if state in FINAL:
                break
            if state and ORDER.index(state) >= ORDER.index(when.state):
                time.sleep(when.delay)
                return True
            time.sleep(0.05)
        return False

    def _over(self) -> bool:
        """Whether every run is submitted and over."""
        everything = len(self._runs) == len(self._schedule.submissions)
        return everything and all(self._observer.state(run) in FINAL for run in self._runs.values())

    # --- What is checked ---

    def _check(self) -> None:
        running = self._observer.await_end(list(self._runs.values()), END_SECONDS)
        for run in running:
            self._wrong.append(f"run {run} is not over: {self._observer.seen(run)}")
        self._say("all runs are over" if not running else "runs are not over")
        left = self._arena.leftovers.await_none(CLEAN_SECONDS)
        self._wrong += [f"left behind: {what}" for what in left]
        for ghost in self._arena.leftovers.ghosts() if not left else ():
            self._say(f"Kafka believes that {ghost} has a member")
        self._say("checking")
        try:
            self._check_stored()
        except Exception as error:
            self._wrong.append(f"it cannot be checked: {type(error).__name__}: {error}")

    def _check_stored(self) -> None:
        with self._arena.stack.client() as client, Stored(self._arena.cassandra_port, self._arena.stack.home) as stored:
            for number in self._runs:
                self._check_run(client, stored, number)
            self._wrong += [f"run {run} is kept as unfinished" for run in stored.unfinished()]
            self._wrong += [f"the scheduler still remembers {what}" for what in stored.remembered()]

    def _check_run(self, client: httpx.Client, stored: Stored, number: int) -> None:
        identity = self._runs[number]
        run = client.get(f"/runs/{identity}").raise_for_status().json()
        workload = WORKLOADS[self._schedule.submissions[number].workload]
        wanted = {workload.ends, "CANCELLED"} if number in self._cancelled else {workload.ends}
        if run["state"] not in wanted:
            self._wrong.append(f"run {identity} is {run['state']}, not {' or '.join(wanted)}: {run['reason']}")
            return
        reference = self._arena.references[workload.name]
        for checks in (check_run(client, run, workload, reference), stored.check_run(run, workload)):
            self._wrong += [f"run {identity}, {workload.name}: {what}" for what in checks]

    def _sleep_until(self, at: float) -> None:
        time.sleep(max(0.0, self._begin + at - time.monotonic()))

    def _say(self, what: str) -> None:
        self._told.append(f"{time.strftime('%H:%M:%S')} {time.monotonic() - self._begin:6.1f} s  {what}")
