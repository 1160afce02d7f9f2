"""Has workers run a plan, until it is done or too many sequences have failed."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from threading import Lock

from ancho._assembly import Assembly, Plan
from ancho._errors import RunFailed
from ancho._sequences import Chunk
from ancho._workers import Worker


class Lane:
    """A worker that is replaced when one of its sequences has ended it.

    Parameters
    ----------
    start
        starts a worker, its model loaded
    """

    def __init__(self, start: Callable[[], Worker]) -> None:
        self._start = start
        self._worker = start()

    def chunks(self, first: int, count: int) -> Iterator[Chunk]:
        """Run a range, in as many parts as need be: a sequence that has taken too long is a part of its own.

        The failures of a :class:`RunFailed` are those of the sequences that ended the worker; those before them are run
        again.
        """
        end = first + count
        while first < end:
            try:
                chunk = self._worker.run(first, end - first)
            except RunFailed as lost:
                if not lost.failures:
                    raise
                failures = lost.failures
            else:
                yield chunk
                return
            self._worker.close()
            self._worker = self._start()
            guilty = failures[0].sequence
            if guilty > first:
                yield from self.chunks(first, guilty - first)
            yield Chunk(guilty, len(failures), 0.0, (), [], failures)
            first = guilty + len(failures)

    def close(self) -> None:
        """End the worker, at once."""
        self._worker.close()


def run_all(lanes: Sequence[Lane], plan: Plan, assembly: Assembly) -> None:
    """Run the plan's ranges, one at a time in each lane, and hand over what they give.

    When too many sequences have failed no more ranges are begun. Those that lie before the failure that is one too many
    are ended first, because an earlier one may be in them; the others are broken off.
    """
    work = _Work(plan, assembly)
    if len(lanes) == 1:
        work.run(lanes[0])
        return
    with ThreadPoolExecutor(len(lanes)) as pool:
        working = [pool.submit(work.run, lane) for lane in lanes]
        try:
            done, _ = wait(working, return_when=FIRST_EXCEPTION)
            for one in done:
                one.result()
        except BaseException:
            plan.stop()
            for lane in lanes:
                lane.close()
            raise


class _Work:
    """What the lanes' threads share."""

    def __init__(self, plan: Plan, assembly: Assembly) -> None:
        self._plan = plan
        self._assembly = assembly
        self._under_way: dict[Lane, int] = {}
        self._lock = Lock()

    def run(self, lane: Lane) -> None:
        while (chunk := self._plan.next()) is not None:
            self._under_way[lane] = chunk[0]
            try:
                for part in lane.chunks(*chunk):
                    self._take(part)
            except Exception:
                if self._is_needless(chunk[0]):  # and was broken off
                    return
                raise
            del self._under_way[lane]

    def _take(self, part: Chunk) -> None:
        if part.outputs or part.seconds:
            self._plan.measured(part)
        self._assembly.add(part)
        if self._assembly.one_too_many is not None:
            self._plan.stop()
            self._break_off()

    def _break_off(self) -> None:
        with self._lock:
            for lane, first in list(self._under_way.items()):
                if self._is_needless(first):
                    lane.close()

    def _is_needless(self, first: int) -> bool:
        return self._assembly.one_too_many is not None and first > self._assembly.one_too_many
