"""Processes that run sequences for a local run, each spoken to by the runner's protocol."""

import multiprocessing
import os
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Protocol

from ancho import _blackbox, _protocol
from ancho._activity import activity
from ancho._errors import AnchoError, InvalidRequest, ModelError, OutputsError, RunFailed
from ancho._layout import Output
from ancho._sequences import Chunk, Failure, Sequences
from ancho._starting_values import plain
from ancho.runner import SETTLED

_REFUSALS: Mapping[str, type[ModelError]] = {"MODEL": ModelError, "OUTPUTS": OutputsError}
_KEPT_BACK = ("ANCHO_TOKEN",)


class Worker(Protocol):
    """Something that runs ranges of sequences, one at a time."""

    def run(self, first: int, count: int, seconds: float | None = None) -> Chunk:
        """Run a range; see :meth:`ancho._sequences.Sequences.run`."""

    def close(self) -> None:
        """End it, at once."""


class _Conversation:
    """Requests to a runner, and its replies."""

    def __init__(self, requests: IO[bytes], replies: IO[bytes]) -> None:
        self._requests = requests
        self._replies = replies

    def ask(self, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        try:
            _protocol.write(self._requests, request)
            message = _protocol.read(self._replies)
        except (OSError, EOFError, ValueError):
            message = None
        if message is None:
            raise RunFailed("the model's process ended")
        if not message[0]["ok"]:
            raise _REFUSALS[message[0]["kind"]](message[0]["message"])
        return message

    def run(self, first: int, count: int, seconds: float | None) -> Chunk:
        limit = {} if seconds is None else {"seconds": seconds}
        reply, payload = self.ask({"op": "run", "first": first, "count": count, **limit})
        outputs = tuple(Output(output["name"], output["length"]) for output in reply["outputs"])
        columns = _protocol.columns_of(payload, reply["count"], [o.length for o in outputs]) if outputs else []
        failures = [Failure(**failure) for failure in reply["failures"]]
        return Chunk(reply["first"], reply["count"], reply["seconds"], outputs, columns, failures)

    def close(self) -> None:
        for stream in (self._requests, self._replies):
            with suppress(OSError):
                stream.close()


class RunnerProcess:
    """A runner of a model's folder, the same process that an executor uses."""

    def __init__(self, python: Path | str) -> None:
        self._box = _blackbox.BlackBox()
        self._folder = Path()
        environment = {name: value for name, value in os.environ.items() if name not in _KEPT_BACK}
        self._process = subprocess.Popen(
            [str(python), "-m", "ancho.runner"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment | SETTLED,
        )
        assert self._process.stdin
        assert self._process.stdout
        self._conversation = _Conversation(self._process.stdin, self._process.stdout)

    def load(
        self, folder: Path, entrypoint: str, starting_values: Mapping[str, Any], seed: int, block_size: int
    ) -> dict[str, Any]:
        """Load a model; what the runner tells about it."""
        self._folder = folder.resolve()
        request = {
            "op": "load",
            "path": str(self._folder),
            "entrypoint": entrypoint,
            "starting_values": plain(starting_values),
            "seed": seed,
            "block_size": block_size,
            "black_box": str(self._box.path),
        }
        try:
            with activity("loading the model"):
                return self._conversation.ask(request)[0]
        except RunFailed:
            raise RunFailed(self._obituary("while it was loaded")) from None

    def run(self, first: int, count: int, seconds: float | None = None) -> Chunk:
        """Run a range; tells how the process ended, and at which sequence, if it did."""
        try:
            return self._conversation.run(first, count, seconds)
        except RunFailed:
            raise RunFailed(self._obituary(_where(self._box.index, first, count))) from None

    def _obituary(self, where: str) -> str:
        trace = self._box.author_traceback(self._folder)
        return f"the model's process {_ending(self._process.wait())} {where}" + (f"\n{trace}" if trace else "")

    def close(self) -> None:
        """Kill the process and wait for it."""
        self._process.kill()
        self._process.wait()
        self._conversation.close()
        self._box.close()


class ForkedWorker:
    """A fork of this process that runs sequences of a model that is in its memory."""

    def __init__(self, sequences: Sequences) -> None:
        if "fork" not in multiprocessing.get_all_start_methods():
            raise InvalidRequest("workers: this system cannot fork; give the model's folder instead of the function")
        ours, theirs = multiprocessing.Pipe()
        self._mark = _blackbox.shared_mark()
        self._process = multiprocessing.get_context("fork").Process(
            target=_answer, args=(sequences, self._mark, theirs, ours), daemon=True
        )
        self._process.start()
        theirs.close()
        self._pipe = ours

    def run(self, first: int, count: int, seconds: float | None = None) -> Chunk:
        """Run a range."""
        try:
            self._pipe.send((first, count, seconds))
            answer = self._pipe.recv()
        except (EOFError, OSError):
            self._process.join()
            where = _where(self._mark[0], first, count)
            raise RunFailed(f"the model's process {_ending(self._process.exitcode or 0)} {where}") from None
        if isinstance(answer, AnchoError):
            raise answer
        assert isinstance(answer, Chunk)
        return answer

    def close(self) -> None:
        """Kill the process and wait for it."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _ending(status: int) -> str:
    if status >= 0:
        return f"exited with status {status}"
    with suppress(ValueError):
        return f"was ended by {signal.Signals(-status).name}"
    return f"was ended by signal {-status}"


def _where(index: int, first: int, count: int) -> str:
    if first <= index < first + count:
        return f"in sequence {index}"
    return f"in the sequences from {first} to {first + count - 1}"


def _answer(sequences: Sequences, mark: memoryview, pipe: Any, other_end: Any) -> None:
    other_end.close()
    sequences.mark_in(mark)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            pipe.send(sequences.run(*pipe.recv()))
        except AnchoError as error:
            pipe.send(error)
        except (EOFError, BrokenPipeError):
            return
