"""Marathon's event stream, read beside everything else."""

import queue
import threading
from typing import Any, NamedTuple

import httpx

from ancho import _sse
from ancho._marathon.api import Marathon

_TYPES = (
    "deployment_info",
    "deployment_step_success",
    "deployment_success",
    "deployment_failed",
    "status_update_event",
    "instance_health_changed_event",
)
_LONGEST_PAUSE = 10.0


class Event(NamedTuple):
    """Something that happened; ``attached`` and ``lost`` are the stream's own."""

    name: str
    document: dict[str, Any]


class EventStream:
    """The events from the moment on that the block begins; attached again whenever the stream is lost.

    What happens while it is lost is not told: whoever needs the state reads it. One that says nothing for
    ``idle_seconds`` is attached anew, because it may be a connection whose other end is gone.
    """

    def __init__(self, marathon: Marathon, idle_seconds: float = 30.0) -> None:
        self._marathon = marathon
        self._idle_seconds = idle_seconds
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._over = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True, name="marathon-events")

    def __enter__(self) -> "EventStream":
        self._reader.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()

    def next(self, seconds: float) -> Event | None:
        """The next event, or None if there is none for so long."""
        try:
            return self._events.get(timeout=seconds)
        except queue.Empty:
            return None

    def _read(self) -> None:
        pause = 0.5
        while not self._over.is_set():
            try:
                with self._opened() as response:
                    response.raise_for_status()
                    pause = 0.5
                    self._events.put(Event("attached", {}))
                    for name, document in _sse.events(response.iter_bytes()):
                        self._events.put(Event(name, document))
            except httpx.ReadTimeout:
                continue
            except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, ValueError):
                pass  # it is lost, as when it ends by itself; the state is polled until it is back
            if not self._over.is_set():
                self._events.put(Event("lost", {}))
            self._over.wait(pause)
            pause = min(_LONGEST_PAUSE, 2 * pause)

    def _opened(self) -> Any:
        return httpx.stream(
            "GET",
            f"{self._marathon.url}/v2/events",
            params=[("plan-format", "light"), *(("event_type", name) for name in _TYPES)],
            headers={"Accept": "text/event-stream"},
            auth=self._marathon.auth,
            timeout=httpx.Timeout(self._idle_seconds, connect=5),
        )
