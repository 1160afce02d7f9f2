"""Users and API tokens as the API has them."""

from typing import Any
from urllib.parse import unquote

_AT = "2026-11-21T09:00:00Z"
_END = "2027-02-19T09:00:00Z"


class FakeUsers:
    """``tokens`` are by the token itself; the first one belongs to ``local``, an operator."""

    def __init__(self, token: str) -> None:
        self.users: dict[str, dict[str, Any]] = {}
        self._add({"name": "local", "operator": True})
        self.tokens = {token: self._described("local", {"name": "bootstrap"}, 0)}
        self._made = 1

    def answer(self, method: str, path: list[str], query: dict[str, str], body: dict[str, Any], token: str) -> Any:
        """Status and document, or the status, code and detail of a problem."""
        caller = self.tokens[token]
        is_operator = self.users[caller["user"]]["operator"]
        match method, path:
            case "GET", ["me"]:
                me = {key: caller[key] for key in ("user", "scopes", "expires_at")}
                more = {key: self._account(caller["user"])[key] for key in ("weight", "usage")}
                return 200, {**me, "operator": is_operator, "token_id": caller["id"], **more}
            case "GET", ["tokens"]:
                wanted = query.get("user", caller["user"])
                return 200, {"items": [of for of in self.tokens.values() if of["user"] == wanted], "next": None}
            case "POST", ["tokens"]:
                return self._make(body, body.get("user") or caller["user"])
            case "DELETE", ["tokens", identity]:
                return self._forget({key for key, of in self.tokens.items() if of["id"] == identity}, identity)
            case _ if not is_operator:
                return 403, "forbidden", "only an operator may see or change who the users are"
            case "GET", ["users"]:
                return 200, {"items": list(self.users.values()), "next": None}
            case "POST", ["users"]:
                return self._add(body)
            case "GET", ["users", name] if unquote(name) in self.users:
                return 200, self._account(unquote(name))
            case "PATCH", ["users", name] if unquote(name) in self.users:
                return self._change(self.users[unquote(name)], body)
            case "DELETE", ["users", name] if unquote(name) in self.users:
                del self.users[unquote(name)]
                self._forget({key for key, of in self.tokens.items() if of["user"] == unquote(name)}, name)
                return 204, None
        return 404, "not-found", f"there is no {path[-1]}"

    def _add(self, body: dict[str, Any]) -> Any:
        if body["name"] in self.users:
            return 409, "conflict", f"name: there is a user {body['name']} already"
        user = {"name": body["name"], "operator": body["operator"], "created_at": _AT, "quota": {}, "weight": 1.0}
        self.users[body["name"]] = user
        self._change(user, body)
        return 201, user

    def _change(self, user: dict[str, Any], body: dict[str, Any]) -> Any:
        quota = {**user["quota"], **(body.get("quota") or {})}
        user["quota"] = {name: value for name, value in quota.items() if value is not None}
        user["weight"] = body.get("weight") or user["weight"]
        return 200, self._account(user["name"])

    def _account(self, name: str) -> dict[str, Any]:
        """Everybody has three runs, and nothing else."""
        user = self.users[name]
        usage = {}
        for quota in ("runs", "values", "slots", "executors", "stored_bytes", "model_bytes"):
            limit, used = user["quota"].get(quota), 3 if quota == "runs" else 0
            usage[quota] = {"limit": limit, "used": used, "left": None if limit is None else max(0, limit - used)}
        return {**user, "usage": usage}

    def _make(self, body: dict[str, Any], user: str) -> Any:
        self._made += 1
        token = f"ancho_{self._made}"
        self.tokens[token] = self._described(user, body, self._made)
        return 201, {**self.tokens[token], "token": token}

    def _forget(self, tokens: set[str], identity: str) -> Any:
        for token in tokens:
            del self.tokens[token]
        return (204, None) if tokens else (404, "not-found", f"you have no token {identity}")

    @staticmethod
    def _described(user: str, body: dict[str, Any], number: int) -> dict[str, Any]:
        scopes = body.get("scopes") or ["read", "write"]
        times = {"created_at": _AT, "expires_at": body.get("expires_in") or _END}
        return {"id": f"{number:024x}", "user": user, "name": body["name"], "scopes": scopes, **times}
