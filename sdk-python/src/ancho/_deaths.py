"""How a model's process was lost, and what is told of it: in an executor's words."""

import signal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ancho._errors import RunFailed
from ancho._failures import Failure

_OOM_KILLS = "oom_kill "
_COUNTERS = ("/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control", "/proc/vmstat")


@dataclass(frozen=True)
class Death:
    """What is known of the loss of a process.

    Attributes
    ----------
    index
        the sequence that it was at, by its own account; of a batch model, its block's first
    unit
        how many consecutive sequences can only be run together: 1, or those of a batch model's block
    """

    error_type: str
    message: str
    traceback: str | None
    index: int
    unit: int

    def failures(self, sequences: range) -> list[Failure]:
        """The failures of sequences that end every process."""
        return [Failure(k, self.error_type, self.message, self.traceback) for k in sequences]


class ProcessLost(RunFailed):
    """A process was lost while it ran sequences. It may be one's doing, those before it, or somebody else's."""

    def __init__(self, death: Death, asked: range) -> None:
        where = _where(death, asked)
        lines = f"\n{death.traceback}" if death.traceback else ""
        super().__init__(f"{where} failed with {death.error_type}: {death.message}{lines}")
        self.death = death


class SequenceTimeout(ProcessLost):
    """A sequence took longer than it may."""


def ending_of(status: int, memory_kills: int) -> tuple[str, str]:
    """The kind of a process's end, in a word, and what happened.

    Parameters
    ----------
    status
        as :mod:`subprocess` gives it: negative if a signal has ended the process
    memory_kills
        how many processes the kernel has killed meanwhile for lack of memory
    """
    if status >= 0:
        return "ProcessExited", f"the model's process exited with status {status}"
    if -status == signal.SIGKILL and memory_kills > 0:
        remedy = "run fewer processes at once (workers), or submit with a larger executors.mem_mib"
        return "OutOfMemory", f"the model's process was ended by the kernel because no memory was left: {remedy}"
    name = f"signal {-status}"
    with suppress(ValueError):
        name = signal.Signals(-status).name
    return "ProcessKilled", f"the model's process was ended by {name}"


def memory_kills(counters: Sequence[str] = _COUNTERS) -> int:
    """How often the kernel has killed a process for lack of memory, here or on this machine; Linux alone tells."""
    kills = 0
    for counter in counters:
        with suppress(OSError, ValueError):
            lines = Path(counter).read_text().splitlines()
            kills += sum(int(line.removeprefix(_OOM_KILLS)) for line in lines if line.startswith(_OOM_KILLS))
    return kills


def _where(death: Death, asked: range) -> str:
    if len(asked) == 1 or death.index in asked:
        return f"sequence {death.index if death.index in asked else asked.start}"
    return f"one of the sequences from {asked.start} to {asked.stop - 1}"
