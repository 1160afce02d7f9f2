"""``ancho login``, ``logout`` and ``whoami``."""

import sys
from urllib.parse import urlsplit

import click

from ancho import _logins
from ancho._client import Client
from ancho._errors import InvalidRequest
from ancho._text import shown
from ancho.cli._options import json_option
from ancho.cli._output import document, out, tell
from ancho.cli._quotas import quotas_table

_HERE = ("127.0.0.1", "localhost", "::1")


@click.command()
@click.argument("url")
def login(url: str) -> None:
    """Log in to the service at URL: commands go there from now on.

    Asks for an API token, which whoever operates the service gives you, and keeps it in $ANCHO_HOME/logins.json, which
    only you can read. Without a terminal the token is read from standard input.

    \b
    Examples:
      ancho login https://ancho.example.org
      ancho login https://ancho.example.org < token
    """
    if urlsplit(url).scheme == "http" and urlsplit(url).hostname not in _HERE:
        tell(f"warning: {url} is not encrypted; whoever is on the way can read the token")
    token = _asked()
    with Client(url, token, patience=0) as client:
        me = client.me()
        _logins.keep(client.url, token)
    tell(f"logged in to {client.url} as {shown(me['user'])}; commands go there now")


@click.command()
@click.argument("url", required=False)
def logout(url: str | None) -> None:
    """Forget the token of the service at URL, or of the one in use.

    The token itself goes on working: delete it with 'ancho tokens remove', from elsewhere, or let it end.

    \b
    Example:
      ancho logout
    """
    at = (url or _logins.chosen() or "").rstrip("/")
    if not at:
        raise InvalidRequest("you are not logged in to any service")
    if not _logins.forget(at):
        raise InvalidRequest(f"you are not logged in to {shown(at)}")
    tell(f"logged out of {shown(at)}")


@click.command()
@json_option
def whoami(as_json: bool) -> None:
    """Show which service commands go to, who you are there, and what your token allows.

    Of each quota it shows how much you may have, have and have left.

    \b
    Example:
      ancho whoami
    """
    with Client() as client:
        me = client.me()
    if as_json:
        document({"url": client.url, **me})
    else:
        print(f"{shown(me['user'])}{', an operator,' if me['operator'] else ''} at {client.url}")
        print(f"token {me['token_id']}: {' '.join(me['scopes'])}; ends {me['expires_at'] or 'never'}")
        out.print(quotas_table(me.get("usage") or {}))


def _asked() -> str:
    token = (
        click.prompt("API token", hide_input=True, err=True, prompt_suffix=": ")
        if sys.stdin.isatty()
        else sys.stdin.readline()
    )
    token = str(token).strip()
    if not token:
        raise InvalidRequest("no token was given")
    return token
