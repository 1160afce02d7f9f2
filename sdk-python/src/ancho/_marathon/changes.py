"""What sending a group would change of what Marathon has."""

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from ancho._marathon.specs import App, Group, must_be_alone, name_of

Kind = Literal["added", "changed", "scaled", "removed", "unchanged"]
_AUTHORS_NAMES = ("env", "labels")
_NOT_BY_DEFAULT = ("cmd", "args", "user", "constraints", "dependencies", "fetch", "secrets", "check")
"""Fields that Marathon has only if they were sent; of others it fills in defaults."""
_CONSEQUENCES: dict[Kind, str] = {
    "added": "added",
    "changed": "changed, which restarts its tasks",
    "scaled": "scaled, which leaves the others alone",
    "removed": "removed, which ends its tasks",
    "unchanged": "unchanged",
}


class Difference(NamedTuple):
    """A field of an app, as Marathon has it and as it would be."""

    field: str
    before: Any
    after: Any


class Change(NamedTuple):
    """What would happen to an app."""

    app: str
    kind: Kind
    differences: tuple[Difference, ...] = ()

    def lines(self) -> Iterator[str]:
        """In words."""
        yield f"{self.app}: {_CONSEQUENCES[self.kind]}"
        for field, before, after in self.differences:
            yield f"  {field}: {_written(before)} -> {_written(after)}"


def with_instances_kept(group: Group, now: Group | None, chosen: set[str]) -> Group:
    """The group with the numbers of instances that Marathon has, of apps that may be scaled there.

    ``chosen`` are the names of apps whose number the values say.
    """
    present = {app["id"]: app for app in (now or {}).get("apps") or []}
    apps = [
        app
        if name_of(app["id"]) in chosen or app["id"] not in present or must_be_alone(present[app["id"]])
        else {**app, "instances": present[app["id"]]["instances"]}
        for app in group["apps"]
    ]
    return {**group, "apps": apps}


def changes(group: Group, now: Group | None) -> list[Change]:
    """For each app of either group what would happen to it."""
    present = {app["id"]: app for app in (now or {}).get("apps") or []}
    wanted = {app["id"]: app for app in group["apps"]}
    found = [_change(app, present.get(app_id)) for app_id, app in wanted.items()]
    return found + [Change(name_of(app_id), "removed") for app_id in present if app_id not in wanted]


def _change(wanted: App, present: App | None) -> Change:
    name = name_of(wanted["id"])
    if present is None:
        return Change(name, "added")
    differences = tuple(_differences(wanted, present))
    if not differences:
        return Change(name, "unchanged")
    is_scaled = [difference.field for difference in differences] == ["instances"]
    return Change(name, "scaled" if is_scaled else "changed", differences)


def _differences(wanted: App, present: App) -> Iterator[Difference]:
    for field, value in wanted.items():
        yield from _of_field(field, value, present.get(field), is_whole=field in _AUTHORS_NAMES)
    for field in _NOT_BY_DEFAULT:
        if field not in wanted and present.get(field):
            yield Difference(field, present[field], None)


def _of_field(path: str, wanted: Any, present: Any, *, is_whole: bool = False) -> Iterator[Difference]:
    """Where what is wanted is not what is there; what only is there is a default of Marathon's unless ``is_whole``."""
    if isinstance(wanted, dict) and isinstance(present, dict):
        for name, value in wanted.items():
            yield from _of_field(f"{path}.{name}", value, present.get(name))
        for name in present.keys() - wanted.keys() if is_whole else ():
            yield Difference(f"{path}.{name}", present[name], None)
    elif isinstance(wanted, list) and isinstance(present, list) and len(wanted) == len(present):
        for position, (one, other) in enumerate(zip(wanted, present, strict=True)):
            yield from _of_field(f"{path}[{position}]", one, other)
    elif wanted != present and not (present is None and wanted in ([], {}, "")):
        yield Difference(path, present, wanted)


def _written(value: Any) -> str:
    return "nothing" if value is None else str(value)
