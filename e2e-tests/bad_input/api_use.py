"""Requests that are wrong in their path, query or headers, or in what they want of a run."""

from typing import Any

from bad_input.kinds import Request

_NO_RUN = "00000000-0000-1000-8000-000000000000"


def _get(name: str, path: str, answer: str = "400 invalid-request", *about: str, **headers: str | None) -> Request:
    return Request(name, "GET", path, answer, about, headers)


def _results(name: str, query: str, *about: str) -> Request:
    return _get(name, f"/runs/$run/results?{query}", "400 invalid-request", *about)


def _submit(name: str, answer: str, *about: str, key: str, **body: Any) -> Request:
    good = {"model": {"id": "$model"}, "sequences": 10, "seed": 1}
    return Request(name, "POST", "/runs", answer, about, {"Idempotency-Key": key}, {**good, **body})


def _token(what: str, *about: str, answer: str = "400 invalid-request", **body: Any) -> Request:
    return Request(what, "POST", "/tokens", answer, about, body=body)


def _user(what: str, *about: str, answer: str = "400 invalid-request", **body: Any) -> Request:
    return Request(what, "POST", "/users", answer, about, body=body)


REQUESTS = [
    _get("no token", "/runs", "401 unauthenticated", Authorization=None),
    _get("a wrong token", "/runs", "401 unauthenticated", Authorization="Bearer wrong"),
    _get("a token that was deleted", "/runs", "401 unauthenticated", Authorization="Bearer $deleted"),
    _get("a password", "/runs", "401 unauthenticated", Authorization="Basic bWU6bWU="),
    Request(
        "a token that may only read",
        "POST",
        "/runs",
        "403 forbidden",
        headers={"Authorization": "Bearer $reader"},
        body={},
    ),
    _get("an unknown path", "/walks", "404 not-found"),
    _get("an unknown run", f"/runs/{_NO_RUN}", "404 not-found"),
    _get("an id that is none", "/runs/retirement", "404 not-found"),
    _get("somebody else's run", "/runs/$foreign_run", "404 not-found"),
    _get("somebody else's results", "/runs/$foreign_run/results", "404 not-found"),
    _get("somebody else's model", "/models/$foreign_model", "404 not-found"),
    _get("a model's id that is none", "/models/dice", "404 not-found"),
    _get("a path with //", "/runs//x"),
    _get("a path with %00", "/runs/%00"),
    _get("a path with a broken escape", "/runs/%zz"),
    _get("a query with a broken escape", "/runs?label=%zz"),
    Request("DELETE of all runs", "DELETE", "/runs", "405 method-not-allowed"),
    Request("deleting an unknown run", "DELETE", f"/runs/{_NO_RUN}", "404 not-found"),
    Request("deleting somebody else's run", "DELETE", "/runs/$foreign_run", "404 not-found"),
    Request("deleting somebody else's model", "DELETE", "/models/$foreign_model", "404 not-found"),
    Request("deleting a model whose id is none", "DELETE", "/models/dice", "404 not-found"),
    Request(
        "deleting a run with a token that may only read",
        "DELETE",
        "/runs/$run",
        "403 forbidden",
        headers={"Authorization": "Bearer $reader"},
    ),
    Request("PUT of a run", "PUT", "/runs/$run", "405 method-not-allowed", body={}),
    Request("a method that nobody knows", "FROBNICATE", "/runs", "405 method-not-allowed"),
    _get("Accept: XML", "/runs", "406 not-acceptable", Accept="application/xml"),
    _get("Accept: XML, of a summary", "/runs/$run/summary", "406 not-acceptable", Accept="application/xml"),
    _get("Accept that is none", "/runs", "406 not-acceptable", Accept="nonsense"),
    _get("Accept that is none, of tokens", "/tokens", "406 not-acceptable", Accept="nonsense"),
    _get("limit: 0", "/runs?limit=0", "400 invalid-request", "limit"),
    _get("limit: 1,000", "/runs?limit=1000", "400 invalid-request", "limit"),
    _get("limit: empty", "/models?limit=", "400 invalid-request", "limit"),
    _get("limit: many", "/runs?limit=many", "400 invalid-request", "limit"),
    _get("limit: 10¹²", "/models?limit=1000000000000", "400 invalid-request", "limit"),
    _get("limit: of failures", "/runs/$run/failures?limit=1001", "400 invalid-request", "limit"),
    _get("a cursor of one's own", "/runs?cursor=2", "400 invalid-request", "cursor"),
    _get("a cursor of one's own, of models", "/models?cursor=2", "400 invalid-request", "cursor"),
    _get("a cursor of one's own, of failures", "/runs/$run/failures?cursor=x", "400 invalid-request", "cursor"),
    _get("state: an unknown one", "/runs?state=DONE", "400 invalid-request", "state"),
    _get("state: in lower case", "/runs?state=completed", "400 invalid-request", "state"),
    _get("label: without a colon", "/runs?label=study", "400 invalid-request", "label"),
    _get("a parameter that does not exist", "/runs?staet=RUNNING", "400 invalid-request", "staet"),
    Request("cancelling a completed run", "POST", "/runs/$run/cancel", "409 conflict"),
    Request("cancelling somebody else's run", "POST", "/runs/$foreign_run/cancel", "404 not-found"),
    _results("results: a parameter that does not exist", "form=npz", "form"),
    _results("results: an unknown format", "format=xlsx", "format"),
    _results("results: a format of a later version", "format=parquet", "format"),
    _get(
        "Accept: Parquet, of results",
        "/runs/$run/results",
        "406 not-acceptable",
        Accept="application/vnd.apache.parquet",
    ),
    _results("results: an unknown output", "outputs=face,fac", "outputs"),
    _results("results: no output", "outputs=", "outputs"),
    _results("results: from −1", "from=-1", "from"),
    _results("results: from that is no number", "from=ten", "from"),
    _results("results: from beyond to", "from=5&to=3", "to"),
    _get("a sequence beyond the last", "/runs/$run/sequences/10", "404 not-found"),
    _get("a sequence before the first", "/runs/$run/sequences/-1", "404 not-found"),
    _get("a sequence that is no number", "/runs/$run/sequences/first", "400 invalid-request", "sequence"),
    _get("a sequence beyond all numbers", "/runs/$run/sequences/" + "9" * 30, "400 invalid-request", "sequence"),
    _submit("an idempotency key for another body", "409 conflict", key="$key", sequences=11),
    _submit("an idempotency key of 201 characters", "400 invalid-request", "Idempotency-Key", key="k" * 201),
    _submit("an empty idempotency key", "400 invalid-request", "Idempotency-Key", key=""),
    _token("a token without a name", "name"),
    _token("a token with an unknown scope", "scopes[0]", name="t", scopes=["admin"]),
    _token("a token for minus a day", "expires_in", name="t", expires_in="-P1D"),
    _token("a token for ever", "expires_in", name="t", expires_in="P1000000D"),
    _token("a token with an unknown field", "role", name="t", role="admin"),
    Request("deleting the token in use", "DELETE", "/tokens/$token_id", "409 conflict"),
    Request("deleting an unknown token", "DELETE", "/tokens/" + "0" * 24, "404 not-found"),
    _token("a token for nobody", answer="404 not-found", name="t", user="nobody"),
    _get("tokens of nobody", "/tokens?user=nobody", "404 not-found"),
    _user("a user without a name", "name"),
    _user("a user with capitals", "name", name="Ada"),
    _user("a user of 33 characters", "name", name="a" * 33),
    _user("a user with a role", "role", name="ada", role="admin"),
    _user("a user who is there", answer="409 conflict", name="local"),
    Request("removing oneself", "DELETE", "/users/local", "409 conflict"),
    Request("removing nobody", "DELETE", "/users/nobody", "404 not-found"),
]
