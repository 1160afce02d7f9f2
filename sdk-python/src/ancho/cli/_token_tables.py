"""Users and API tokens as tables."""

from collections.abc import Iterable, Mapping
from typing import Any

from rich.table import Table

from ancho._text import shown
from ancho.cli._runs_table import age


def users_table(users: Iterable[Mapping[str, Any]]) -> Table:
    """A row for each user: name, whether an operator, age."""
    table = _table("user", "operator", "since")
    for user in users:
        table.add_row(shown(user["name"]), "yes" if user["operator"] else "", age(user["created_at"]))
    return table


def tokens_table(tokens: Iterable[Mapping[str, Any]]) -> Table:
    """A row for each token: id, user, name, scopes, age, end."""
    table = _table("token", "user", "name", "scopes", "made", "ends")
    for token in tokens:
        table.add_row(
            token["id"],
            shown(token["user"]),
            shown(token["name"]),
            " ".join(token["scopes"]),
            age(token["created_at"]),
            token["expires_at"] or "never",
        )
    return table


def _table(*titles: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for title in titles:
        table.add_column(title)
    return table
