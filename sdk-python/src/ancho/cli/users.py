"""``ancho users`` and ``ancho tokens``."""

import sys
from typing import Any

import click

from ancho._client import Client
from ancho._text import shown
from ancho.cli._confirmation import check_can_ask, confirm
from ancho.cli._options import json_option
from ancho.cli._output import document, out, tell
from ancho.cli._quotas import quota_option, quotas_table, weight_option
from ancho.cli._token_tables import tokens_table, users_table

_expires = click.option("--expires", metavar="TIME", help="When the token ends: 30d, 12h, 15m (90d).")
_scopes = click.option("--read-only", is_flag=True, help="The token may look, and change nothing.")


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def users(context: click.Context, as_json: bool) -> None:
    """List the users, add or remove some, and set what they may have, for operators.

    'ancho users add NAME' prints the user's first API token, with which the user logs in; 'ancho users remove NAME'
    ends all tokens of a user at once. The user's models, runs and results stay; runs under way go on.

    \b
    Examples:
      ancho users
      ancho users add ada
      ancho users add grace --operator
      ancho users quota ada --quota runs=20,slots=8
      ancho users remove ada
    """
    if context.invoked_subcommand:
        return
    with Client() as client:
        found = client.users()
    if as_json:
        document({"items": found, "next": None})
    else:
        out.print(users_table(found))


@users.command(name="add")
@click.argument("name")
@click.option("--operator", is_flag=True, help="The user may add and remove users too, and sees all executors.")
@click.option("--restore", is_flag=True, help="Give the name of a removed user again, with what belonged to it.")
@quota_option
@weight_option
@_scopes
@_expires
@json_option
def add_user(
    name: str,
    operator: bool,
    restore: bool,
    quota: dict[str, int | None] | None,
    weight: float | None,
    read_only: bool,
    expires: str | None,
    as_json: bool,
) -> None:
    """Make NAME a user, and print a first API token.

    The token is shown this once. Another one is made with 'ancho tokens add --user NAME'.

    \b
    Examples:
      ancho users add ada
      ancho users add grace --quota runs=20,slots=8,stored_bytes=50G
      ancho users add reporting --read-only --expires 365d
    """
    with Client() as client:
        user = client.add_user(name, operator=operator, restore=restore, quota=quota, weight=weight)
        token = client.add_token("first", scopes=_chosen(read_only), expires_in=expires, user=user["name"])
    if as_json:
        document({**user, "token": token})
        return
    tell(f"{user['name']} is a user now; this token, shown this once, is for 'ancho login {client.url}':")
    print(token["token"])


@users.command(name="quota")
@click.argument("name")
@quota_option
@weight_option
@json_option
def user_quota(name: str, quota: dict[str, int | None] | None, weight: float | None, as_json: bool) -> None:
    """Show what NAME may have, has and has left; with options, change it first.

    A change holds at once, for runs under way too; nothing that the user has is taken away.

    \b
    Examples:
      ancho users quota ada
      ancho users quota ada --quota runs=20,stored_bytes=50G
      ancho users quota ada --quota runs=default --weight 2
    """
    with Client() as client:
        changed = quota is not None or weight is not None
        user = client.change_user(name, quota=quota, weight=weight) if changed else client.user(name)
    if as_json:
        document(user)
        return
    print(f"{shown(user['name'])}, weight {user['weight']:g}")
    out.print(quotas_table(user["usage"] or {}))


@users.command(name="remove")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove_user(name: str, yes: bool) -> None:
    """End that NAME is a user: all tokens stop working, models and runs stay.

    \b
    Example:
      ancho users remove ada
    """
    check_can_ask(yes=yes)
    if not confirm(f"remove {shown(name)}, whose tokens all end?", yes=yes):
        tell("nobody was removed")
        sys.exit(1)
    with Client() as client:
        client.remove_user(name)
    tell(f"{shown(name)} is no user any more; models and runs of that name stay")


@click.group(invoke_without_command=True)
@click.option("--user", metavar="NAME", help="Whose, for operators.")
@json_option
@click.pass_context
def tokens(context: click.Context, user: str | None, as_json: bool) -> None:
    """List your API tokens, and make or delete some.

    A token is shown once, when it is made. Operators may name a user whose tokens they list or make.

    \b
    Examples:
      ancho tokens
      ancho tokens add nightly --read-only --expires 30d
      ancho tokens remove 41aaca52a912ed2df6cc0028
    """
    if context.invoked_subcommand:
        return
    with Client() as client:
        found = client.tokens(user=user)
    if as_json:
        document({"items": found, "next": None})
    else:
        out.print(tokens_table(found))


@tokens.command(name="add")
@click.argument("name")
@click.option("--user", metavar="USER", help="Whose it is to be, for operators.")
@_scopes
@_expires
@json_option
def add_token(name: str, user: str | None, read_only: bool, expires: str | None, as_json: bool) -> None:
    """Make an API token and print it; NAME says what it is for.

    \b
    Example:
      ancho tokens add nightly --read-only --expires 30d
    """
    with Client() as client:
        made = client.add_token(name, scopes=_chosen(read_only), expires_in=expires, user=user)
    if as_json:
        document(made)
        return
    tell(f"token {made['id']} of {shown(made['user'])}, shown this once; it ends {made['expires_at']}:")
    print(made["token"])


@tokens.command(name="remove")
@click.argument("identity", metavar="ID")
def remove_token(identity: str) -> None:
    """Delete the API token with this id: it stops working at once.

    \b
    Example:
      ancho tokens remove 41aaca52a912ed2df6cc0028
    """
    with Client() as client:
        client.delete_token(identity)
    tell(f"deleted: token {shown(identity)}")


def _chosen(read_only: bool) -> Any:
    return ["read"] if read_only else None
