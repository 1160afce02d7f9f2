"""Users and API tokens at a service."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from ancho._api import Api, given
from ancho._errors import InvalidRequest

_LIFETIME = re.compile(r"([1-9][0-9]{0,3})([dhm])")


class UsersApi(Api):
    """What :class:`ancho.Client` does with users and tokens."""

    def me(self) -> dict[str, Any]:
        """Whose the token is and what it allows: ``user``, ``operator``, ``token_id``, ``scopes``, ``expires_at``.

        ``usage`` has the ``limit``, ``used`` and ``left`` of each quota, ``weight`` the share of what all use.
        """
        return self._json("/me")

    def users(self) -> list[dict[str, Any]]:
        """Everybody who may use the service, by name, for operators."""
        return list(self._json("/users")["items"])

    def user(self, name: str) -> dict[str, Any]:
        """A user with the ``limit``, ``used`` and ``left`` of each quota in ``usage``, for operators."""
        return self._json(f"/users/{quote(name, safe='')}")

    def change_user(
        self, name: str, *, quota: Mapping[str, int | None] | None = None, weight: float | None = None
    ) -> dict[str, Any]:
        """Set what a user may have, for operators; the user with ``usage``, as by :meth:`user`.

        Parameters
        ----------
        quota
            the most by the quota's name, None for as the service is configured; those left out stay
        weight
            the user's share of what all use, relative to that of others; as it was if None
        """
        body = given({"quota": quota and dict(quota), "weight": weight})
        return dict(self._http.ask("PATCH", f"/users/{quote(name, safe='')}", json=body).json())

    def add_user(
        self,
        name: str,
        *,
        operator: bool = False,
        restore: bool = False,
        quota: Mapping[str, int | None] | None = None,
        weight: float | None = None,
    ) -> dict[str, Any]:
        """Make somebody a user, for operators; the user as the API shows it.

        Parameters
        ----------
        name
            lower-case letters and digits, with at most two of ``.``, ``_`` and ``-`` between
        operator
            whether the user may add and remove users too, and sees everybody's executors
        restore
            whether the name may be that of a user who was removed, whose models and runs the new one then has
        quota
            the most the user may have, such as ``{"runs": 20}``; as the service is configured if None
        weight
            the user's share of what all use, relative to that of others; 1 if None
        """
        limits = given({"quota": quota and dict(quota), "weight": weight})
        body = {"name": name, "operator": operator, "restore": restore, **limits}
        return dict(self._http.ask("POST", "/users", json=body).json())

    def remove_user(self, name: str) -> None:
        """End that somebody is a user, for operators: all tokens of the user stop working, models and runs stay."""
        self._http.ask("DELETE", f"/users/{quote(name, safe='')}")

    def tokens(self, *, user: str | None = None) -> list[dict[str, Any]]:
        """Your API tokens, or for operators those of a user; never the token itself."""
        return list(self._json("/tokens", user=user)["items"])

    def add_token(
        self,
        name: str,
        *,
        scopes: Iterable[str] | None = None,
        expires_in: str | None = None,
        user: str | None = None,
    ) -> dict[str, Any]:
        """Make an API token; as the API shows it, and this once its ``token``.

        Parameters
        ----------
        name
            what it is for
        scopes
            ``"read"``, ``"write"`` or both; those of the token in use if None
        expires_in
            such as ``"30d"``, ``"12h"`` or ``"15m"``; 90 days if None
        user
            whose it is to be, for operators; yours if None
        """
        asked = {"name": name, "scopes": scopes and list(scopes), "expires_in": _lifetime(expires_in), "user": user}
        return dict(self._http.ask("POST", "/tokens", json=given(asked)).json())

    def delete_token(self, token_id: str) -> None:
        """Delete an API token of yours, or for operators anybody's, by its id: it stops working at once."""
        self._http.ask("DELETE", f"/tokens/{quote(token_id, safe='')}")


def _lifetime(text: str | None) -> str | None:
    """``30d`` as ISO 8601 has it."""
    if text is None:
        return None
    found = _LIFETIME.fullmatch(text)
    if not found:
        raise InvalidRequest(f"expires_in: {text!r} is not a time such as 30d, 12h or 15m")
    number, unit = found.groups()
    return f"P{number}D" if unit == "d" else f"PT{number}{unit.upper()}"
