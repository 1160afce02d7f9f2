"""Has workers run a plan, until it is done or too many sequences have failed."""

from collections.abc import Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from threading import Lock

from ancho._assembly import Assembly, Plan
from ancho._workers import Worker


def run_all(workers: Sequence[Worker], plan: Plan, assembly: Assembly) -> None:
    """Run the plan's ranges, one at a time in each worker, and hand over what they give.

    When too many sequences have failed no more ranges are begun. Those that lie before the failure that is one too many
    are ended first, because an earlier one may be in them; the others are broken off.
    """
    work = _Work(plan, assembly)
    if len(workers) == 1:
        work.run(workers[0])
        return
    with ThreadPoolExecutor(len(workers)) as pool:
        working = [pool.submit(work.run, worker) for worker in workers]
        try:
            done, _ = wait(working, return_when=FIRST_EXCEPTION)
            for one in done:
                one.result()
        except BaseException:
            plan.stop()
            for worker in workers:
                worker.close()
            raise


class _Work:
    """What the workers' threads share."""

    def __init__(self, plan: Plan, assembly: Assembly) -> None:
        self._plan = plan
        self._assembly = assembly
        self._under_way: dict[Worker, int] = {}
        self._lock = Lock()

    def run(self, worker: Worker) -> None:
        while (chunk := self._plan.next()) is not None:
            self._under_way[worker] = chunk[0]
            try:
                done = worker.run(*chunk)
            except Exception:
                if self._is_needless(chunk[0]):  # and was broken off
                    return
                raise
            del self._under_way[worker]
            self._plan.measured(done)
            self._assembly.add(done)
            if self._assembly.one_too_many is not None:
                self._plan.stop()
                self._break_off()

    def _break_off(self) -> None:
        with self._lock:
            for worker, first in list(self._under_way.items()):
                if self._is_needless(first):
                    worker.close()

    def _is_needless(self, first: int) -> bool:
        return self._assembly.one_too_many is not None and first > self._assembly.one_too_many
