"""What every request of a client goes through."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from types import TracebackType
from typing import Any

import httpx

from ancho._errors import ServiceError
from ancho._http import Http

_PAGE = 200
NOT_FOUND = 404


class Api:
    """Connections to a service; see :class:`ancho.Client`."""

    def __init__(
        self,
        url: str | None = None,
        token: str | None = None,
        *,
        transport: httpx.BaseTransport | None = None,
        patience: float = 60.0,
    ) -> None:
        self._http = Http(url, token, transport, patience)
        self._patience = patience

    @property
    def url(self) -> str:
        """The service's address."""
        return self._http.url

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _json(self, path: str, **query: Any) -> dict[str, Any]:
        return dict(self._http.ask("GET", path, params=given(query)).json())

    def _items(self, path: str, query: dict[str, Any], limit: int | None) -> Iterator[dict[str, Any]]:
        return islice(self._all_items(path, {**query, "limit": min(limit or _PAGE, _PAGE)}), limit)

    def _all_items(self, path: str, query: dict[str, Any]) -> Iterator[dict[str, Any]]:
        while True:
            page = self._json(path, **query)
            yield from page["items"]
            if page.get("next") is None:
                return
            query = {**query, "cursor": page["next"]}


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the values that are not None."""
    return {name: value for name, value in values.items() if value is not None}


@contextmanager
def gone_already() -> Iterator[None]:
    """What was seen a moment ago and is gone was deleted: by somebody else, or by a request whose answer was lost."""
    try:
        yield
    except ServiceError as error:
        if error.status != NOT_FOUND:
            raise
