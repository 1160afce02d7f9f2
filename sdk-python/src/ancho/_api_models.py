"""Models at a service."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ancho import _archive
from ancho._api import NOT_FOUND, Api, given, gone_already
from ancho._cache import begin_use
from ancho._errors import InvalidRequest, ServiceError
from ancho._home import models

_MODEL_ID = re.compile(r"sha256:[0-9a-f]{64}")
_MODEL_ID_LENGTH = 71
_FETCH_SECONDS = 120.0


class ModelsApi(Api):
    """What :class:`ancho.Client` does with models."""

    def upload(self, folder: str | Path) -> dict[str, Any]:
        """Upload a model's folder unless the service has it; the model as the API shows it."""
        archive = _archive.pack(Path(folder))
        try:
            return self._json(f"/models/{_archive.id_of(archive)}")
        except ServiceError as error:
            if error.status != NOT_FOUND:
                raise
        files = {"archive": ("model.tar.gz", _archive.compress(archive), "application/gzip")}
        return dict(self._http.ask("POST", "/models", files=files).json())

    def add_model(
        self,
        *,
        git: str | None = None,
        ref: str | None = None,
        path: str | None = None,
        http: str | None = None,
        sha256: str | None = None,
    ) -> dict[str, Any]:
        """Have the service fetch a model; the model as the API shows it, its ``source`` pinned.

        Parameters
        ----------
        git
            the https address of a public git repository
        ref
            its branch, tag or full commit id; else its HEAD
        path
            the model's folder in it; else its root
        http
            the https address of a ``.tar.gz`` or ``.zip``, in place of ``git``
        sha256
            what the archive's digest must be

        Raises
        ------
        ServiceError
            if the source cannot be fetched, or is not a model
        """
        sources = {"git": {"url": git, "ref": ref, "path": path}, "http": {"url": http, "sha256": sha256}}
        body = {kind: source for kind, all_of in sources.items() if (source := given(all_of))}
        if len(body) != 1 or "url" not in next(iter(body.values())):
            raise InvalidRequest("give either git, with ref and path, or http, with sha256")
        return dict(self._http.ask("POST", "/models", json=body, timeout=_FETCH_SECONDS).json())

    def models(self, *, limit: int | None = None) -> Iterator[dict[str, Any]]:
        """Your models at the service, newest first, as the API shows them."""
        yield from self._items("/models", {}, limit)

    def model(self, model_id: str) -> dict[str, Any]:
        """A model as the API shows it, by its id ``sha256:…`` or the start of it.

        Raises
        ------
        InvalidRequest
            if no model's id begins so, or several do
        """
        if len(model_id) == _MODEL_ID_LENGTH:
            return self._json(f"/models/{_model_id(model_id)}")
        found = [model for model in self.models() if str(model["id"]).startswith(model_id)]
        if len(found) != 1:
            several = ": " + ", ".join(str(model["id"]) for model in found) if found else ""
            raise InvalidRequest(f"{len(found) or 'no'} models have an id that begins {model_id!r}{several}")
        return found[0]

    def delete_model(self, model_id: str) -> None:
        """Delete a model, by its id or the start of it; an error (409) while a run uses it."""
        found = self.model(model_id)
        with gone_already():
            self._http.ask("DELETE", f"/models/{found['id']}")

    def model_folder(self, model_id: str) -> Path:
        """A folder on this machine with a model's files, fetched once."""
        kept = models() / model_id.rpartition(":")[2]
        begin_use(kept)
        if kept.exists():
            return kept
        return _archive.unpack(self._http.ask("GET", f"/models/{model_id}/archive").content, model_id, models())


def _model_id(text: str) -> str:
    if not _MODEL_ID.fullmatch(text):
        raise InvalidRequest(f"{text!r} is not the id of a model")
    return text
