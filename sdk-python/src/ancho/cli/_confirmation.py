"""Asking before something is removed."""

import sys

import click


def confirm(question: str, *, yes: bool) -> bool:
    """Ask at the terminal, on standard error; without one, what is not confirmed by ``--yes`` is refused.

    Raises
    ------
    click.UsageError
        if there is nobody to ask
    """
    if yes:
        return True
    if not sys.stdin.isatty() or not sys.stderr.isatty():
        raise click.UsageError("there is no terminal to ask at; give --yes")
    return click.confirm(question, err=True)
