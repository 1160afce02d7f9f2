"""Marathon's HTTP API, and what its answers mean."""

import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx

from ancho._errors import InvalidRequest, NotReachable, ServiceError
from ancho._marathon.specs import Group
from ancho._marathon.substitution import field_of

_TEXT_LIMIT = 300
_REDIRECTS = 5
_EMBEDDED = [
    ("embed", f"group.{part}")
    for part in ("groups", "apps", "apps.tasks", "apps.counts", "apps.readiness", "apps.lastTaskFailure")
]
# What Marathon's JSON library says of a value of the wrong type.
_TERSE = {
    "error.path.missing": "it is missing",
    "error.expected.jsnumber": "a number is expected",
    "error.expected.int": "a whole number is expected",
    "error.expected.jsstring": "a text is expected",
    "error.expected.jsboolean": "true or false is expected",
    "error.expected.jsobject": "an object or a text is expected",
    "error.expected.jsarray": "a list is expected",
    "error.unknown.enum.literal": "none of the choices",
    "error.min": "too small",
    "error.max": "too large",
    "error.pattern": "not as it must be written",
}


class Refused(InvalidRequest):
    """Marathon says 422, or another answer that a change of what was sent would mend."""


class Locked(InvalidRequest):
    """Other deployments hold the apps."""

    def __init__(self, message: str, deployments: list[str]) -> None:
        super().__init__(message)
        self.deployments = deployments


class Marathon:
    """A Marathon, at an address and for a user.

    Parameters
    ----------
    url
        its address; ``$ANCHO_MARATHON`` if there is none. A standby passes requests on to the leader
    user
        ``NAME:PASSWORD``; ``$ANCHO_MARATHON_USER`` if there is none
    """

    def __init__(self, url: str | None = None, user: str | None = None) -> None:
        given = url or os.environ.get("ANCHO_MARATHON") or ""
        address = _address(given)
        user = user or os.environ.get("ANCHO_MARATHON_USER") or address.userinfo.decode()
        name, colon, password = user.partition(":")
        if user and not colon:
            raise InvalidRequest("the user (--user, ANCHO_MARATHON_USER) is given as NAME:PASSWORD")
        self.url = str(address.copy_with(userinfo=b"")).rstrip("/")
        self.auth = httpx.BasicAuth(name, password) if user else None
        self._client = httpx.Client(auth=self.auth, timeout=httpx.Timeout(30, connect=5), headers=_HEADERS)

    def __enter__(self) -> "Marathon":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def info(self) -> dict[str, Any]:
        """What this Marathon is. Checks on the way that it is one, and that it has a leader.

        Raises
        ------
        NotReachable
            if it has no leader
        InvalidRequest
            if something else answers there
        """
        answer = self._ask("GET", "/v2/info")
        if not isinstance(answer, dict) or "marathon_config" not in answer:
            raise InvalidRequest(f"{self.url} answers, but is no Marathon")
        if not answer.get("leader"):
            raise NotReachable(f"the Marathons at {self.url} have no leader at the moment")
        return answer

    def group(self, group_id: str) -> Group | None:
        """A group with its apps, their tasks and what is known of them; None if it is not there."""
        found: Group | None = self._ask("GET", f"/v2/groups/{group_id}", params=_EMBEDDED, missing=True)
        return found

    def deployments(self) -> list[dict[str, Any]]:
        """The deployments under way."""
        found: list[dict[str, Any]] = self._ask("GET", "/v2/deployments")
        return found

    def queue(self) -> list[dict[str, Any]]:
        """What waits to be launched, and why offers were not used."""
        found: list[dict[str, Any]] = self._ask("GET", "/v2/queue", params=[("embed", "lastUnusedOffers")])["queue"]
        return found

    def plan(self, group: Group) -> list[dict[str, Any]]:
        """The steps that sending the group would take."""
        answer = self._ask("PUT", f"/v2/groups/{group['id']}", sent=group, params=[("dryRun", "true")])
        steps: list[dict[str, Any]] = answer["steps"]
        return steps

    def put_group(self, group: Group, *, force: bool = False) -> str:
        """Send the group; the id of the deployment."""
        return self._changed("PUT", f"/v2/groups/{group['id']}", sent=group, force=force)

    def scale(self, app_id: str, instances: int) -> str:
        """Change the number of an app's instances and nothing else; the id of the deployment."""
        return self._changed("PUT", f"/v2/apps/{app_id}", sent={"instances": instances})

    def delete_group(self, group_id: str, *, force: bool = False) -> str | None:
        """Stop all apps of a group and forget it; the id of the deployment, None if there is no such group."""
        return self._changed("DELETE", f"/v2/groups/{group_id}", force=force, missing=True) or None

    def revert(self, deployment: str) -> str | None:
        """Cancel a deployment; the id of the one that goes back, None if there is no such deployment any more."""
        return self._changed("DELETE", f"/v2/deployments/{quote(deployment)}", missing=True) or None

    def forget(self, deployment: str) -> None:
        """Cancel a deployment and leave everything as it is. Ends surplus tasks: for deployments that are done."""
        self._ask("DELETE", f"/v2/deployments/{quote(deployment)}", params=[("force", "true")], missing=True)

    def end_tasks(self, tasks: list[str]) -> None:
        """End some tasks."""
        self._ask("POST", "/v2/tasks/delete", sent={"ids": tasks})

    def _changed(self, method: str, path: str, *, sent: Any = None, force: bool = False, missing: bool = False) -> str:
        params = [("force", "true")] if force else []
        answer = self._ask(method, path, sent=sent, params=params, missing=missing) or {}
        return str(answer.get("deploymentId", ""))

    def _ask(self, method: str, path: str, *, sent: Any = None, params: Any = (), missing: bool = False) -> Any:
        response = self._sent(method, path, sent, params)
        if response.status_code == 404 and missing:
            return None
        self._check(response, sent)
        if not response.content:
            return None
        try:
            return response.json()
        except ValueError:
            raise InvalidRequest(f"{self.url} answers, but is no Marathon: {response.text[:_TEXT_LIMIT]!r}") from None

    def _sent(self, method: str, path: str, sent: Any, params: Any) -> httpx.Response:
        for _ in range(_REDIRECTS):
            try:
                response = self._client.request(
                    method, self.url + path, params=params, json=sent if sent is not None else None
                )
            except (httpx.TransportError, httpx.InvalidURL) as error:
                why = str(error) or type(error).__name__
                raise NotReachable(f"Marathon at {self.url} cannot be reached: {why}") from error
            if not response.is_redirect:
                return response
            self._move(response, path)
        raise InvalidRequest(f"{self.url} leads in circles; give the leader's address with --marathon")

    def _move(self, response: httpx.Response, path: str) -> None:
        """Go on at the address that a redirection names, with the password only to the same host, and not in clear."""
        target = response.request.url.join(response.headers["Location"])
        own = httpx.URL(self.url)
        is_safe = target.host == own.host and (target.scheme == own.scheme or target.scheme == "https")
        at = str(target.copy_with(query=None)).removesuffix(path)
        if at == str(target.copy_with(query=None)) or (self.auth and not is_safe):
            raise InvalidRequest(f"{self.url} leads to {target}: give that Marathon's address with --marathon")
        self.url = at

    def _check(self, response: httpx.Response, sent: Any) -> None:
        status, document = response.status_code, _document(response)
        message = str(document.get("message") or response.text[:_TEXT_LIMIT] or response.reason_phrase).strip()
        if status in (401, 403):
            raise InvalidRequest(self._unauthorized(status, response.headers.get("WWW-Authenticate", "")))
        if status == 409:
            deployments = [str(entry.get("id")) for entry in document.get("deployments") or []]
            raise Locked(f"another deployment holds the apps: {', '.join(deployments) or message}", deployments)
        if status in (400, 415, 422):
            raise Refused(f"Marathon refuses it: {message}" + _details(document, sent))
        if status in (502, 503, 504):
            raise NotReachable(f"Marathon at {self.url} has no leader, or is not ready: {status} {message}")
        if not response.is_success:
            raise ServiceError({"status": status, "title": f"Marathon at {self.url} answers {status}: {message}"})

    def _unauthorized(self, status: int, scheme: str) -> str:
        if status == 401 and not scheme.lower().startswith("basic"):
            return f"{self.url} answers 401, but is no Marathon: it does not ask for a user and a password"
        if self.auth is None:
            return f"Marathon at {self.url} asks for a user: give --user NAME:PASSWORD, or ANCHO_MARATHON_USER"
        return f"Marathon at {self.url} refuses this user ({status}): see --user and ANCHO_MARATHON_USER"


_HEADERS: Mapping[str, str] = {"Accept": "application/json"}


def _address(text: str) -> httpx.URL:
    if not text:
        raise InvalidRequest("which Marathon? Give --marathon URL, or set ANCHO_MARATHON")
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        url = httpx.URL()
    if url.scheme not in ("http", "https") or not url.host:
        raise InvalidRequest(f"{text!r} (--marathon) is not an address such as http://marathon.my.net:8080")
    return url


def _document(response: httpx.Response) -> dict[str, Any]:
    try:
        found = response.json()
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {}


def _details(document: dict[str, Any], sent: Any) -> str:
    group = sent if isinstance(sent, dict) else {}
    lines = [
        f"\n  {field_of(group, str(detail.get('path', '')))}: {_TERSE.get(str(error), str(error))}"
        for detail in document.get("details") or []
        if isinstance(detail, dict)
        for error in detail.get("errors") or []
    ]
    return "".join(lines)
