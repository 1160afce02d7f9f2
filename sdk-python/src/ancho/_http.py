"""Requests to a service, and what its answers mean."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from ancho import _logins
from ancho._command import command
from ancho._errors import InvalidRequest, NotReachable, ServiceError
from ancho._home import home

DEFAULT_URL = "http://127.0.0.1:8080"
_UNAVAILABLE = (502, 503, 504)
_TOO_MANY = 429


class Http:
    """An HTTP client that turns problems into exceptions.

    A service that has answered before is given ``patience`` seconds to come back: a restart of it is not the caller's
    trouble. One that has never answered is not waited for.
    """

    def __init__(
        self, url: str | None, token: str | None, transport: httpx.BaseTransport | None, patience: float
    ) -> None:
        self.url = (url or os.environ.get("ANCHO_URL") or _logins.chosen() or _kept("url") or DEFAULT_URL).rstrip("/")
        _check_url(self.url)
        token = token or os.environ.get("ANCHO_TOKEN") or _logins.token_for(self.url) or _token_of_stack(self.url)
        if token and not (token.isascii() and token.isprintable()):
            raise InvalidRequest("the API token (ANCHO_TOKEN) has characters that no token has")
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._client = httpx.Client(
            base_url=f"{self.url}/api/v1",
            headers=headers,
            timeout=httpx.Timeout(60, connect=5),
            transport=transport,
        )
        self._patience = patience
        self._answered = False

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One request that may safely be repeated, and its answer.

        Raises
        ------
        ServiceError
            if the answer is a problem
        NotReachable
            if there is none
        """
        deadline = time.monotonic() + self._patience
        for pause in _pauses():
            try:
                return self._once(method, path, **options)
            except NotReachable:
                if not self._answered or time.monotonic() + pause > deadline:
                    raise
            time.sleep(pause)
        raise AssertionError

    @contextmanager
    def stream(self, path: str, **options: Any) -> Iterator[httpx.Response]:
        """An answer to GET that is read as it comes."""
        with self._told(), self._client.stream("GET", path, **options) as response:
            if not response.is_success:
                response.read()
            self._check(response)
            yield response

    def _once(self, method: str, path: str, **options: Any) -> httpx.Response:
        with self._told():
            response = self._client.request(method, path, **options)
        self._check(response)
        return response

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (httpx.TransportError, httpx.InvalidURL) as error:
            why = f"{self.url} cannot be reached: {error or type(error).__name__}"
            raise NotReachable(f"{why}; start it with '{command('up')}', or set ANCHO_URL") from error

    def _check(self, response: httpx.Response) -> None:
        if response.status_code in _UNAVAILABLE:
            raise NotReachable(f"{self.url} is not ready: {_problem(response).get('detail') or response.status_code}")
        self._answered = True
        if response.status_code == _TOO_MANY:
            raise NotReachable(f"{self.url} takes no more at the moment: {_problem(response).get('detail')}")
        if not response.is_success:
            raise ServiceError(_problem(response))


def _check_url(text: str) -> None:
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        url = httpx.URL()
    if url.scheme not in ("http", "https") or not url.host:
        raise InvalidRequest(f"{text!r} (ANCHO_URL) is not the address of a service, such as {DEFAULT_URL}")


def _pauses() -> Iterator[float]:
    pause = 0.1
    while True:
        yield pause
        pause = min(2.0, pause * 1.6)


def _problem(response: httpx.Response) -> dict[str, Any]:
    try:
        problem = response.json()
    except ValueError:
        problem = None
    if not isinstance(problem, dict):
        problem = {"title": f"{response.url} answered {response.status_code} {response.reason_phrase}"}
    return {"status": response.status_code, **problem}


def _token_of_stack(url: str) -> str | None:
    """The token of the stack on this machine, for nobody but that stack."""
    return _kept("token") if url == (_kept("url") or url) else None


def _kept(name: str) -> str | None:
    try:
        return (home() / name).read_text(encoding="utf-8").strip() or None
    except OSError:
        return None
