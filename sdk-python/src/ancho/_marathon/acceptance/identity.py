"""Ids: what they may be called, and which app a name means."""

import re
from typing import Any

from .problem import Problem, Problems
from .schema import PART_OF_ID

LAST_PARTS_OF_MARATHON_S_OWN_ADDRESSES = ("restart", "tasks", "versions", ".", "..")


def absolute(name: str, base: str) -> str:
    """The id that ``name`` means in the group ``base``: ``..`` goes up, a leading ``/`` starts at the root."""
    parts: list[str] = []
    for part in (name if name.startswith("/") else f"{base}/{name}").split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/" + "/".join(parts)


def of_id(app: dict[str, Any]) -> Problems:
    """An app's id names an app: neither the root nor an address of Marathon's own."""
    name = app["id"]
    if name.strip("/") == "":
        yield Problem("/id", "the root is no app", "name it, such as /group/app")
        yield Problem("/", "the root is no app", "name it, such as /group/app")
    elif name.rstrip("/").rsplit("/", 1)[-1] in LAST_PARTS_OF_MARATHON_S_OWN_ADDRESSES:
        words = ", ".join(LAST_PARTS_OF_MARATHON_S_OWN_ADDRESSES)
        yield Problem("/id", f"its last part is one of {words}", "call it something else")


def of_dependencies(app: dict[str, Any]) -> Problems:
    """Dependencies are ids."""
    named = app.get("dependencies") or []
    for position, name in enumerate(named):
        if not all(part in ("", ".", "..") or re.fullmatch(PART_OF_ID, part) for part in name.split("/")):
            yield Problem(f"/dependencies({position})", f"{name!r} is no id", "lower-case letters, digits, dashes")
    if len(set(named)) < len(named):
        yield Problem("/dependencies", "one stands there twice", "leave it out", "ignored")
