"""How fast a run goes, and when that is known well enough to say how long it will still take."""

import time
from collections import deque
from collections.abc import Callable

_OBSERVED_SECONDS = 5.0
_WINDOW_SECONDS = 30.0
_MOST_DIFFERENCE = 1.5


class Pace:
    """Learns from how many sequences were completed when."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._points: deque[tuple[float, int]] = deque()

    def measured(self, completed: int) -> None:
        """Take in how many sequences are completed now."""
        now = self._clock()
        self._points.append((now, completed))
        while now - self._points[0][0] > _WINDOW_SECONDS:
            self._points.popleft()

    def seconds_left(self, total: int) -> float | None:
        """How long the rest takes, or None while that cannot be known.

        It can be known after five seconds, when the rate of all that was seen and that of its later half agree within
        a factor of 1.5: the first sequences of a run are slower than the rest, while its executors start.
        """
        if len(self._points) < 3 or self._points[-1][0] - self._points[0][0] < _OBSERVED_SECONDS:
            return None
        middle = (self._points[0][0] + self._points[-1][0]) / 2
        whole = self._rate_since(self._points[0])
        late = self._rate_since(max(point for point in self._points if point[0] <= middle))
        if not whole or not late or not 1 / _MOST_DIFFERENCE <= late / whole <= _MOST_DIFFERENCE:
            return None
        return max(0, total - self._points[-1][1]) / late

    def _rate_since(self, point: tuple[float, int]) -> float:
        seconds = self._points[-1][0] - point[0]
        return (self._points[-1][1] - point[1]) / seconds if seconds > 0 else 0.0


def duration(seconds: float) -> str:
    """Seconds as ``m:ss`` or ``h:mm:ss``, with days before them where there are any."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    clock = f"{hours}:{minutes:02}:{rest:02}" if hours or days else f"{minutes}:{rest:02}"
    return f"{days} d {clock}" if days else clock
