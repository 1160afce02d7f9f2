"""Processes that run sequences for a local run, each spoken to by the runner's protocol."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ancho import _blackbox, _numerics, _protocol
from ancho._activity import activity
from ancho._conversation import Conversation, Ended, Late, Message, ProtocolBroken
from ancho._deaths import Death, ProcessLost, SequenceTimeout, ending_of, memory_kills
from ancho._durations import iso_of
from ancho._errors import ModelError, OutputsError, RunFailed
from ancho._failures import sequences_of, ungrouped
from ancho._layout import Output
from ancho._patience import Patience
from ancho._private_copy import delete
from ancho._sequences import Chunk
from ancho._starting_values import plain
from ancho.runner import LIFELINE

if TYPE_CHECKING:
    from ancho._functions import Pickled

_REFUSALS: Mapping[str, type[ModelError]] = {"MODEL": ModelError, "OUTPUTS": OutputsError}
_KEPT_BACK = ("ANCHO_TOKEN",)
_LOADING_SECONDS = 120.0
_HANDOVER_SECONDS = 10.0
_LAST_WORDS_SECONDS = 0.3
_OBEY_PERMISSIONS = ("setpriv", "--bounding-set=-dac_override")


class Worker(Protocol):
    """Something that runs ranges of sequences, one at a time."""

    def run(self, first: int, count: int, seconds: float | None = None) -> Chunk:
        """Run a range; see :meth:`ancho._sequences.Sequences.run`."""

    def close(self) -> None:
        """End it, at once."""


class RunnerProcess:
    """A runner, the same process that an executor uses.

    It leads a group and a session of its own, which end with it, and with the process that started it.

    Parameters
    ----------
    python
        the interpreter
    sequence_timeout
        how many seconds one sequence (of a batch model, one block) may take, if not any time
    of_folder
        whether it will load models of folders: it then works in a scratch folder, and on a copy of the model's files
        that it cannot write to. A function's process works where this one does
    numerics
        ``portable`` or ``native``
    variables
        further environment variables
    """

    def __init__(
        self,
        python: Path | str,
        *,
        sequence_timeout: float | None = None,
        of_folder: bool = True,
        numerics: str = _numerics.PORTABLE,
        variables: Mapping[str, str] | None = None,
    ) -> None:
        self._sequence_timeout = sequence_timeout
        self._scratch = Path(tempfile.mkdtemp(prefix="ancho-")).resolve()
        self._copy = self._scratch / ".model"
        self._folders: tuple[Path, ...] | None = None
        self._unit = 1
        self._memory_kills = memory_kills()
        self._box = _blackbox.BlackBox()
        theirs, self._lifeline = os.pipe()
        self._process = subprocess.Popen(
            [*(_obeying_permissions() if of_folder else ()), str(python), "-m", "ancho.runner", numerics],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            cwd=self._scratch if of_folder else None,
            env=self._variables(numerics) | {**(variables or {}), LIFELINE: str(theirs)},
            pass_fds=[theirs],
            start_new_session=True,
        )
        os.close(theirs)
        self._conversation = Conversation(self._process)

    def _variables(self, numerics: str) -> dict[str, str]:
        variables = {name: value for name, value in os.environ.items() if name not in _KEPT_BACK}
        return {**variables, **_numerics.settings(numerics), "TMPDIR": str(self._scratch)}

    def load(
        self, folder: Path, entrypoint: str, starting_values: Mapping[str, Any], seed: int, block_size: int
    ) -> dict[str, Any]:
        """Load the model of a folder; what the runner tells about it."""
        folder = folder.resolve()
        self._folders = (folder, self._copy)
        request = {"path": str(folder), "entrypoint": entrypoint, "copy": str(self._copy)}
        return self._load(request, starting_values, seed, block_size)

    def load_function(
        self, function: "Pickled", starting_values: Mapping[str, Any], seed: int, block_size: int
    ) -> dict[str, Any]:
        """Load a model that is a function; what the runner tells about it."""
        return self._load({"function": function.context}, starting_values, seed, block_size, function.model)

    def _load(
        self,
        request: dict[str, Any],
        starting_values: Mapping[str, Any],
        seed: int,
        block_size: int,
        payload: bytes = b"",
    ) -> dict[str, Any]:
        settings = {"starting_values": plain(starting_values), "seed": seed, "block_size": block_size}
        request = {"op": "load", **request, **settings, "black_box": str(self._box.path)}
        patience = Patience(lambda: _blackbox.LOADING, range(0), None, _LOADING_SECONDS)
        with activity("loading the model"):
            told = self._ask(request, None, patience, payload)[0]
        self._unit = block_size if told.get("batch") else 1
        return told

    def run(self, first: int, count: int, seconds: float | None = None) -> Chunk:
        """Run a range.

        Raises
        ------
        ProcessLost
            if the process ends, breaks the protocol or takes too long over a sequence, with its death
        RunFailed
            if it is silent between sequences
        """
        asked = range(first, first + count)
        limit = {} if seconds is None else {"seconds": seconds}
        patience = Patience(lambda: self._box.index, asked, self._sequence_timeout, _HANDOVER_SECONDS + (seconds or 0))
        return _chunk(*self._ask({"op": "run", "first": first, "count": count, **limit}, asked, patience))

    def _ask(self, request: dict[str, Any], asked: range | None, patience: Patience, payload: bytes = b"") -> Message:
        """What the runner answers; ``asked`` are the sequences asked for, or None if it is to load the model."""
        try:
            message = self._conversation.ask(request, patience, lambda reply: _size(reply, asked), payload)
        except ProtocolBroken as error:
            broken = f"the model's process broke Ancho's protocol: {error}"
            raise self._lost(asked, "ProtocolBroken", broken) from None
        except Ended:
            raise self._lost(asked, *self._ending()) from None
        except Late:
            raise self._late(patience, asked) from None
        if not message[0]["ok"]:
            raise _REFUSALS.get(str(message[0].get("kind")), ModelError)(message[0]["message"])
        return message

    def _late(self, patience: Patience, asked: range | None) -> RunFailed:
        if asked is None:
            return RunFailed(f"the model did not load within {_LOADING_SECONDS:g} s")
        if not patience.is_in_sequence or self._sequence_timeout is None:
            silent = f"the model's process gave no answer within {_HANDOVER_SECONDS:g} s"
            return RunFailed(str(ProcessLost(self._death("ProtocolBroken", silent), asked)))
        self._process.terminate()  # so that it tells where it was
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_LAST_WORDS_SECONDS)
        limit = f"it took longer than sequence_timeout, {iso_of(self._sequence_timeout)}"
        message = f"{limit}: look for what makes it slow, or submit with a longer one"  # an executor's words
        return SequenceTimeout(self._death("SequenceTimeout", message), asked)

    def _lost(self, asked: range | None, error_type: str, message: str) -> RunFailed:
        death = self._death(error_type, message)
        if asked is not None:
            return ProcessLost(death, asked)
        lines = f"\n{death.traceback}" if death.traceback else ""
        return RunFailed(f"while the model was loaded, {message}{lines}")

    def _death(self, error_type: str, message: str) -> Death:
        trace = self._box.author_traceback(self._folders)
        return Death(error_type, message, trace, self._box.index, self._unit)

    def _ending(self) -> tuple[str, str]:
        try:
            status = self._process.wait(1)
        except subprocess.TimeoutExpired:
            return "ProtocolBroken", "the model's process closed its output"
        return ending_of(status, memory_kills() - self._memory_kills)

    def close(self) -> None:
        """Kill the process and all that it has started, and wait for it."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._conversation.close()
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1
        self._box.close()
        delete(self._scratch)


def _size(reply: dict[str, Any], asked: range | None) -> int:
    """How many bytes of outputs a reply has; whatever it raises, it is no reply to the request."""
    if asked is None:
        return 0
    if reply["first"] != asked.start or not 0 < reply["count"] <= len(asked):
        raise ValueError
    if not all(told and told[0] in asked and told[-1] in asked for told in map(sequences_of, reply["failures"])):
        raise ValueError
    return sum(8 * reply["count"] * Output(o["name"], o["length"]).width for o in reply["outputs"])


def _chunk(reply: dict[str, Any], payload: bytes | bytearray) -> Chunk:
    outputs = tuple(Output(output["name"], output["length"]) for output in reply["outputs"])
    columns = _protocol.columns_of(payload, reply["count"], [o.length for o in outputs]) if outputs else []
    failures = list(ungrouped(reply["failures"]))
    return Chunk(reply["first"], reply["count"], reply["seconds"], outputs, columns, failures)


@lru_cache
def _obeying_permissions() -> tuple[str, ...]:
    """What makes root's processes obey the permissions of files, where that is needed and can be done."""
    if os.geteuid() != 0 or shutil.which(_OBEY_PERMISSIONS[0]) is None:
        return ()
    tried = subprocess.run([*_OBEY_PERMISSIONS, "true"], stdin=subprocess.DEVNULL, capture_output=True)
    return _OBEY_PERMISSIONS if tried.returncode == 0 else ()
