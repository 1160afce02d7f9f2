"""Asking before something is removed."""

import sys

import click


def check_can_ask(*, yes: bool) -> None:
    """Refuse, before anything is shown, what ``--yes`` does not confirm and nobody can be asked about.

    Raises
    ------
    click.UsageError
        if there is nobody to ask
    """
    if not yes and not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise click.UsageError("there is no terminal to ask at; give --yes")


def confirm(question: str, *, yes: bool) -> bool:
    """Ask at the terminal, on standard error, unless ``--yes`` was given."""
    return yes or click.confirm(question, err=True)
