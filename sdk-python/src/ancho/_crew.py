"""Has workers run a plan, until it is done or too many sequences have failed."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from threading import Lock

from ancho._assembly import Assembly, Plan
from ancho._deaths import ProcessLost
from ancho._sequences import Chunk
from ancho._suspicion import Suspicion
from ancho._workers import Worker


class Lane:
    """A worker that is replaced when it is lost.

    Parameters
    ----------
    start
        starts a worker, its model loaded
    """

    def __init__(self, start: Callable[[], Worker]) -> None:
        self._start = start
        self._worker = start()
        self._is_fresh = True
        self._is_lost = False
        self._is_closed = False

    def chunks(self, first: int, count: int) -> Iterator[Chunk]:
        """Run a range, in as many parts as need be: a sequence (of a batch model, a block) that ends every process is a
        part of its own, that has failed.
        """
        end = first + count
        suspicion = Suspicion(end)
        while first < end:
            if failures := suspicion.convicted(first):
                yield Chunk(first, len(failures), 0.0, (), [], failures)
                first += len(failures)
                suspicion = Suspicion(end)
                continue
            asked, is_alone = suspicion.next(first)
            try:
                chunk = self._worker_for(is_alone).run(asked.start, len(asked))
            except ProcessLost as lost:
                if self._is_closed:
                    raise
                self._is_lost = True
                suspicion.lost(asked, lost.death)
                continue
            suspicion.survived(asked.stop)
            yield chunk
            first = asked.stop

    def _worker_for(self, is_alone: bool) -> Worker:
        if self._is_lost or (is_alone and not self._is_fresh):
            self._worker.close()
            self._worker = self._start()
            self._is_lost = False
            if self._is_closed:  # meanwhile, by another thread
                self._worker.close()
        self._is_fresh = False
        return self._worker

    def close(self) -> None:
        """End the worker, at once."""
        self._is_closed = True
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
                    if self._is_needless(part.first + part.count):
                        return
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
