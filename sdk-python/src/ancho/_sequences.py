"""Runs sequences of a loaded model in this process."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from ancho._blackbox import private_mark
from ancho._errors import OutputsError
from ancho._failures import Failure, Failures
from ancho._hints import with_way_out
from ancho._layout import Floats, Layout, Output, named
from ancho._model import Model
from ancho._numbers import Numbers, numbers
from ancho._starting_values import StartingValues
from ancho._streams import Streams
from ancho._text import encodable
from ancho._tracebacks import author_traceback

_MAX_MESSAGE = 1000
_MAX_TYPE = 200
_MAX_TRACEBACKS = 100
_MIB = 2**20
_UNLIMITED = 2**62


@dataclass(frozen=True)
class Chunk:
    """What a range of sequences gave.

    ``columns`` has one array for each of ``outputs``, of shape (count,) or (count, length), NaN where the sequence
    failed; both are empty while no sequence has succeeded. ``worn`` says that the process has no memory left for the
    sequence behind the last, which may be the doing of those before it: a fresh process should go on.
    """

    first: int
    count: int
    seconds: float
    outputs: tuple[Output, ...]
    columns: list[Floats]
    failures: list[Failure]
    worn: bool = False


@dataclass(frozen=True)
class Place:
    """The process that sequences run in.

    Attributes
    ----------
    mark
        an int64 that is kept at the index of the sequence under way (of a batch model, of the block's first), for
        whoever wants to know when the process is gone
    memory
        how many bytes the process may use, if it is one of its own, that another one can be started for
    own
        whether an interrupt can only be the model's own doing
    """

    mark: memoryview = field(default_factory=private_mark)
    memory: int | None = None
    own: bool = False


class Sequences:
    """The sequences of one model with one run's starting values, streams and block size.

    The first sequence that succeeds fixes what the outputs look like, for as long as this object lives.
    """

    def __init__(
        self,
        model: Model,
        start: StartingValues,
        streams: Streams,
        block_size: int,
        folder: Path | None,
        place: Place | None = None,
    ) -> None:
        self._model = model
        self._start = start
        self._streams = streams
        self._folder = folder
        self._place = place or Place()
        self._layout: Layout | None = None
        self._used = self._worn = self._is_reply = False
        self._unit = block_size if model.batch else 1
        self._compute = self._blocks if model.batch else self._scalars

    def run(self, first: int, count: int, seconds: float | None = None, max_bytes: int | None = None) -> Chunk:
        """Run ``count`` sequences from index ``first``, or as many as ``seconds`` and ``max_bytes`` of outputs allow.

        With ``seconds`` at least one sequence (of a batch model, one block) is run, and whole blocks always; and it
        ends sooner with as many failures as one reply can tell.

        Raises
        ------
        OutputsError
            if a sequence's outputs are not numbers or are not like those of the sequences before, or those of one
            sequence (or block) are larger than ``max_bytes``
        """
        began = perf_counter()
        failures = Failures()
        parts: list[Floats | int] = []
        done = 0
        self._is_reply = seconds is not None
        for step in self._steps(first, count, seconds, max_bytes):
            part = self._compute(first + done, step, failures)
            parts.append(part)
            done += part if isinstance(part, int) else len(part)
            if self._worn or self._is_over(failures):
                break
        self._place.mark[0] = first + done
        self._used = True
        columns = self._layout.columns(self._joined(parts, self._layout)) if self._layout else []
        outputs = self._layout.outputs if self._layout else ()
        return Chunk(first, done, perf_counter() - began, outputs, columns, failures, self._worn)

    def close(self) -> None:
        """Nothing is held."""

    def one(self, index: int, call: Callable[..., Any] | None = None) -> dict[str, Any]:
        """The outputs of one sequence as the model gives them, its exceptions let through.

        ``call(function, *arguments)`` calls the model's function, for instance under a debugger.
        """
        call = call or (lambda function, *arguments: function(*arguments))
        rng = self._streams.at(index // self._unit)
        if not self._model.batch:
            return dict(named(call(self._model.function, rng, self._start), f"sequence {index}"))
        where = f"block {index // self._unit}"
        block = _Block(named(call(self._model.function, rng, self._start, self._unit), where), self._unit, where)
        return block.row(index % self._unit)

    def _steps(self, first: int, count: int, seconds: float | None, max_bytes: int | None) -> Iterator[int]:
        if seconds is None:
            if count:
                yield count
            return
        began, done, step = perf_counter(), 0, self._unit - first % self._unit
        while done < count:
            step = min(step, count - done)
            yield step
            done += step
            left = seconds - (perf_counter() - began)
            room = self._room(done, max_bytes) // self._unit
            if left <= 0 or room <= 0:
                return
            affordable = done * left / (seconds - left) / self._unit
            step = self._unit * max(1, min(done // self._unit + 1, int(affordable), room))

    def _room(self, done: int, max_bytes: int | None) -> int:
        """How many more sequences' outputs fit."""
        if max_bytes is None or self._layout is None:
            return _UNLIMITED
        one = 8 * self._layout.width
        if done * one > max_bytes:
            what = f"{done} sequences of a block have" if self._model.batch else "a sequence has"
            raise OutputsError(
                f"{what} {done * one} bytes of outputs, more than the {max_bytes} that can be handed over at once: "
                f"return fewer numbers{' or choose a smaller block_size' if self._model.batch else ''}"
            )
        return max_bytes // one - done

    def _scalars(self, first: int, count: int, failures: Failures) -> Floats | int:
        at, function, start, mark = self._streams.at, self._model.function, self._start, self._place.mark
        rows, write, k = None, None, 0
        if self._layout:
            rows, write = self._rows(self._layout, count)
        for k in range(count):
            mark[0] = first + k
            try:
                returned = function(at(first + k), start)
            except BaseException as error:
                if self._wears_out(error, k):
                    return rows[:k] if rows is not None else k
                failures.append(self._failure(first + k, error, len(failures)))
                if rows is not None:
                    rows[k] = math.nan
                if self._is_over(failures):
                    return rows[: k + 1] if rows is not None else k + 1
                continue
            if write is None or rows is None:
                self._layout = Layout.of(returned, f"sequence {first + k}")
                rows, write = self._rows(self._layout, count)
                rows[:k] = math.nan
            try:
                write(k, returned)
            except Exception:
                assert self._layout
                raise self._layout.refusal(returned, f"sequence {first + k}") from None
        return rows if rows is not None else count

    def _blocks(self, first: int, count: int, failures: Failures) -> Floats | int:
        end, parts = first + count, list[Floats | int]()
        for block in range(first // self._unit, -(-end // self._unit)):
            begin = block * self._unit
            chosen = slice(max(first, begin) - begin, min(end, begin + self._unit) - begin)
            self._place.mark[0] = begin + chosen.start
            parts.append(self._block(block, chosen, failures, len(parts)))
            if self._worn or self._is_over(failures):
                break
        return self._joined(parts, self._layout) if self._layout else sum(part for part in parts if type(part) is int)

    def _block(self, index: int, chosen: slice, failures: Failures, before: int) -> Floats | int:
        where = f"block {index}"
        try:
            returned = self._model.function(self._streams.at(index), self._start, self._unit)
        except BaseException as error:
            if self._wears_out(error, before):
                return 0
            for k in range(chosen.start, chosen.stop):
                failures.append(self._failure(index * self._unit + k, error, len(failures)))
            return len(range(chosen.start, chosen.stop))
        block = _Block(named(returned, where), self._unit, where)
        if self._layout is None:
            self._layout = block.layout()
        elif self._layout.outputs != block.layout().outputs:
            raise self._layout.refusal(block.row(0), where)
        return block.rows(self._layout, chosen)

    def _is_over(self, failures: Failures) -> bool:
        """Whether what failed so far is to be told before more is run."""
        return self._is_reply and failures.is_full

    def _wears_out(self, error: BaseException, before: int) -> bool:
        """Whether an error may be the doing of earlier sequences in this process; lets through what is not caught."""
        if isinstance(error, KeyboardInterrupt) and not self._place.own:
            raise error
        used = self._used or before > 0
        self._worn = used and self._place.memory is not None and isinstance(error, MemoryError)
        return self._worn

    @staticmethod
    def _rows(layout: Layout, count: int) -> tuple[Floats, Callable[[int, Any], None]]:
        rows = np.empty((count, layout.width))
        return rows, layout.writer(rows)

    @staticmethod
    def _joined(parts: list[Floats | int], layout: Layout) -> Floats:
        if len(parts) == 1 and not isinstance(parts[0], int):
            return parts[0]
        failed = (np.full((part, layout.width), math.nan) if isinstance(part, int) else part for part in parts)
        return np.concatenate([np.empty((0, layout.width)), *failed])

    def _failure(self, sequence: int, error: BaseException, earlier: int) -> Failure:
        trace = author_traceback(error, self._folder) if earlier < _MAX_TRACEBACKS else None
        if isinstance(error, MemoryError) and self._place.memory:
            limit = f"its process may use {self._place.memory // _MIB} MiB; ask for more with executors.mem_mib"
            return Failure(sequence, "OutOfMemory", f"{_text(error) or 'no memory is left'}: {limit}", trace)
        message = encodable(with_way_out(_text(error), error, self._folder))
        return Failure(sequence, encodable(type(error).__name__)[:_MAX_TYPE], message, trace)


class _Block:
    """What a batch model returned for one block."""

    def __init__(self, returned: list[tuple[str, Any]], size: int, where: str) -> None:
        self._where = where
        self._arrays = {name: self._array(name, value, size) for name, value in returned}

    def _array(self, name: str, value: Any, size: int) -> Numbers:
        array = numbers(value, name, self._where)
        if array.ndim not in (1, 2) or array.shape[0] != size:
            shape = f"the shape {array.shape}, not ({size},) or ({size}, k)"
            raise OutputsError(f"{self._where}: output {name!r} has {shape}")
        return array

    def layout(self) -> Layout:
        return Layout.of(self.row(0), self._where)

    def row(self, k: int) -> dict[str, Any]:
        return {name: array[k] for name, array in self._arrays.items()}

    def rows(self, layout: Layout, chosen: slice) -> Floats:
        rows = np.empty((chosen.stop - chosen.start, layout.width))
        for output in layout.outputs:
            layout.part(rows, output)[...] = self._arrays[output.name][chosen]
        return rows


def _text(error: BaseException) -> str:
    try:
        return encodable(str(error))[:_MAX_MESSAGE]
    except Exception:
        return ""
