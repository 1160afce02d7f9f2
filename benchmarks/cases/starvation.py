"""``starvation``: how long another user's ten sequences take beside what one user does."""

import contextlib
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any
from urllib.parse import urlsplit

import ancho
import httpx
from measuring.figures import Figure, Target, say
from measuring.runs import starting
from measuring.stack import MODELS

from cases.setting import Setting

SEQUENCES = 10
LARGE = 10**9
PATIENCE = 120.0
"""So many seconds are waited; that many stand for all that is longer."""


def starvation(setting: Setting) -> Iterator[Figure]:
    """Ten sequences of a user, from submission to completion, beside nothing and beside a greedy one."""
    setting.stack.ensure_up()
    users = Users(setting)
    users.ten_sequences()
    large = setting.size(300, 60)
    beside: dict[str, Callable[[], AbstractContextManager[None]]] = {
        "nothing": contextlib.nullcontext,
        "30_runs": lambda: users.large_runs(30),
        f"{large}_runs": lambda: users.large_runs(large),
        "50_executors": lambda: users.large_runs(1, executors={"count": 50, "cpus": 1, "mem_mib": 256}),
        "64_streams": lambda: users.streams(64),
        "110_sockets": lambda: users.slow_sockets(110),
    }
    for name, burden in beside.items():
        with burden():
            seconds = [users.ten_sequences() for _ in range(setting.size(5, 2))]
        say(f"starvation/{name}: {', '.join(f'{each:.2f}' for each in seconds)} s")
        yield Figure(f"starvation/{name}", "s", seconds, Target("<=", 10.0), None, {"longest": max(seconds)})


class Users:
    """A greedy user and a modest one, with a model each."""

    def __init__(self, setting: Setting) -> None:
        self._steps = setting.steps(1e-5)
        with setting.stack.client() as operator:
            self._token = _token(operator, "greedy")
            self._greedy = ancho.Client(operator.url, self._token)
            self._modest = ancho.Client(operator.url, _token(operator, "modest"))
        self._model, _ = (str(user.upload(MODELS / "scalar")["id"]) for user in (self._greedy, self._modest))

    def ten_sequences(self) -> float:
        """The seconds that they take, at most :data:`PATIENCE`."""
        began = time.monotonic()
        run = self._modest.submit(self._model, sequences=SEQUENCES, starting_values=starting(10))
        while time.monotonic() < began + PATIENCE:
            if self._modest.run(run.id).document["state"] == "COMPLETED":
                return time.monotonic() - began
            time.sleep(0.02)
        run.cancel()
        return PATIENCE

    @contextmanager
    def large_runs(self, count: int, **options: Any) -> Iterator[None]:
        """Runs of the greedy one of 10⁹ sequences of 10 µs each, on their way for a while."""
        runs = [
            self._greedy.submit(self._model, sequences=LARGE, starting_values=starting(self._steps), **options)
            for _ in range(count)
        ]
        time.sleep(15)
        try:
            yield
        finally:
            for run in runs:
                run.cancel()

    @contextmanager
    def streams(self, count: int) -> Iterator[None]:
        """Event streams of the greedy one, as many of them as are let in."""
        with self.large_runs(1), ExitStack() as open_streams:
            run = next(iter(self._greedy.runs(limit=1))).id
            client = open_streams.enter_context(httpx.Client(timeout=None))
            headers = {"Authorization": f"Bearer {self._token}"}
            url = f"{self._greedy.url}/api/v1/runs/{run}/events"
            for _ in range(count):
                open_streams.enter_context(client.stream("GET", url, headers=headers))
            yield

    @contextmanager
    def slow_sockets(self, count: int) -> Iterator[None]:
        """Requests without a token whose bodies come in a byte every four seconds."""
        url = urlsplit(self._greedy.url)
        ended = threading.Event()
        with ExitStack() as sockets:
            opened = [
                sockets.enter_context(socket.create_connection((str(url.hostname), url.port or 80)))
                for _ in range(count)
            ]
            head = f"POST /api/v1/runs HTTP/1.1\r\nHost: {url.netloc}\r\nContent-Length: 100000\r\n\r\n"
            for each in opened:
                each.sendall(head.encode())
            thread = threading.Thread(target=_drip, args=(opened, ended))
            thread.start()
            time.sleep(5)
            try:
                yield
            finally:
                ended.set()
                thread.join()


def _token(operator: ancho.Client, name: str) -> str:
    """That of a new user."""
    user = operator.add_user(f"{name}-{secrets.token_hex(3)}")
    return str(operator.add_token("bench", user=user["name"])["token"])


def _drip(sockets: list[socket.socket], ended: threading.Event) -> None:
    while not ended.wait(4):
        for each in sockets:
            with contextlib.suppress(OSError):
                each.send(b"x")
