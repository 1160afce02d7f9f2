"""Answers requests to run sequences; ``docs/architecture.md`` has the requests and replies."""

import fcntl
import gc
import os
import platform
import resource
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from ancho import _blackbox, _loading, _numerics, _protocol
from ancho._errors import ModelError, OutputsError
from ancho._failures import grouped
from ancho._layout import Floats, Output
from ancho._model import Model
from ancho._module_randomness import drawn_from
from ancho._output import documents
from ancho._private_copy import private_copy
from ancho._sequences import Place, Sequences
from ancho._streams import MAX_SEED, Streams
from ancho._surroundings import environment_of
from ancho._text import encodable

_PIPE_BYTES = 2**20
# A reply's header has a mebibyte at most: half of it for these, and less than that for failures.
_MAX_OUTPUTS_BYTES = 2**19
_MAX_MESSAGE = 16_000
_getpid, _exit = os.getpid, os._exit  # a model may put something else in place of them

Reply = tuple[dict[str, Any], list[Floats]]


class Runner:
    """Turns requests into replies; holds the model that was loaded last."""

    def __init__(self, streams: Streams | None = None, environment: Mapping[str, Any] | None = None) -> None:
        self._environment = environment or environment_of(_numerics.NATIVE)
        self._streams = streams or Streams()
        self._sequences: Sequences | None = None
        self._mark: memoryview | None = None
        self._described: dict[str, dict[str, str]] = {}
        self._told_outputs: tuple[tuple[Output, ...], list[dict[str, Any]]] = (), []
        self._operations: dict[str, Callable[[dict[str, Any], bytes], Reply]] = {
            "hello": lambda request, payload: ({"ok": True}, []),
            "load": self._load,
            "run": self._run,
        }

    def answer(self, request: dict[str, Any], payload: bytes = b"") -> Reply:
        """The reply to one request; a refusal leaves the process usable."""
        try:
            return self._operations[request["op"]](request, payload)
        except OutputsError as error:
            return {"ok": False, "kind": "OUTPUTS", "message": encodable(str(error))[:_MAX_MESSAGE]}, []
        except ModelError as error:
            return {"ok": False, "kind": "MODEL", "message": encodable(str(error))[:_MAX_MESSAGE]}, []

    def _load(self, request: dict[str, Any], payload: bytes) -> Reply:
        self._sequences = None
        self._told_outputs = (), []
        place = self._place(request)
        _check_seed(request["seed"])
        self._streams.begin(request["seed"])
        model, folder = _model_asked_for(request, payload)
        start = model.start(request["starting_values"])
        self._described = documents(model.outputs)
        if (size := _protocol.size_of(self._described)) > _MAX_OUTPUTS_BYTES:
            what = f"the descriptions have {size:,} bytes in all"
            raise ModelError(f"outputs: {what}; they can have {_MAX_OUTPUTS_BYTES:,} at most")
        self._sequences = Sequences(model, start, self._streams, request["block_size"], folder, place)
        gc.collect()
        gc.freeze()  # the collector need not look at the imported modules again and again
        return {
            "ok": True,
            "batch": model.batch,
            "python": platform.python_version(),
            "packages": _loading.packages(folder),
            "environment": self._environment,
            "described": self._described,
            "declared": dict(model.starting_values),
        }, []

    def _place(self, request: dict[str, Any]) -> Place:
        if (box := request.get("black_box")) and self._mark is None:
            self._mark = _blackbox.record(Path(box))
            # A fork that goes on like its parent stops at its next sequence, and never writes what its parent is at.
            os.register_at_fork(after_in_child=self._mark.release)
        mark = self._mark or _blackbox.private_mark()
        mark[0] = _blackbox.LOADING
        if memory := request.get("memory"):
            resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        return Place(mark, memory, own=True)

    def _run(self, request: dict[str, Any], _: bytes) -> Reply:
        if self._sequences is None:
            raise ModelError("no model is loaded")
        chunk = self._sequences.run(request["first"], request["count"], request.get("seconds"), request.get("bytes"))
        if chunk.outputs is not self._told_outputs[0]:
            self._told_outputs = chunk.outputs, self._documents(chunk.outputs)
        return {
            "ok": True,
            "first": chunk.first,
            "count": chunk.count,
            "seconds": chunk.seconds,
            "outputs": self._told_outputs[1],
            "failures": list(grouped(chunk.failures)),
            "worn": chunk.worn,
        }, chunk.columns

    def _documents(self, outputs: tuple[Output, ...]) -> list[dict[str, Any]]:
        told = [asdict(output) | self._described.get(output.name, {}) for output in outputs]
        if (size := _protocol.size_of(told)) > _MAX_OUTPUTS_BYTES:
            what = "the outputs' names and descriptions"
            raise OutputsError(f"{what} have {size:,} bytes in all; they can have {_MAX_OUTPUTS_BYTES:,} at most")
        return told


def _model_asked_for(request: dict[str, Any], payload: bytes) -> tuple[Model, Path | None]:
    """The model, and the folder that its files are in, if it is not a function."""
    if "function" in request:
        from ancho._functions import unpickled

        return unpickled(payload, request["function"]), None
    folder = Path(request["path"]).resolve()
    if "copy" in request:
        folder = private_copy(folder, Path(request["copy"]))
    return _loading.load(folder, request["entrypoint"]), folder


def serve(runner: Runner, requests: IO[bytes], replies: IO[bytes]) -> None:
    """Answer requests until they end or nobody reads the replies any more; in this process, not in a fork of it."""
    process = os.getpid()
    while (message := _protocol.read(requests)) is not None:
        try:
            header, columns = runner.answer(*message)
        finally:
            if _getpid() != process:
                _exit(0)
        try:
            _protocol.write(replies, header, columns)
        except BrokenPipeError:
            return


def serve_standard_streams(numerics: str) -> None:
    """Serve standard input and output, with the numerics that this process has been given."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.dont_write_bytecode = True
    requests, replies = _take_standard_streams()
    streams, environment = Streams(), environment_of(numerics)
    try:
        with drawn_from(streams):
            serve(Runner(streams, environment), requests, replies)
    except (EOFError, ValueError) as error:
        sys.exit(f"ancho.runner: {error}")
    except MemoryError:
        sys.exit("ancho.runner: no memory is left to hand over the outputs")
    except OSError as error:
        sys.exit(f"ancho.runner: the outputs cannot be handed over ({error.strerror}): did the model close them?")


def _take_standard_streams() -> tuple[IO[bytes], IO[bytes]]:
    """Move standard input and output out of the model's reach: it reads nothing, and writes to standard error."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with suppress(AttributeError, OSError):
        fcntl.fcntl(replies, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)
    return requests, replies


def _check_seed(seed: Any) -> None:
    if type(seed) is not int or not 0 <= seed <= MAX_SEED:
        raise ModelError(f"seed: must be a whole number from 0 to 2**63 - 1, not {seed!r}")
