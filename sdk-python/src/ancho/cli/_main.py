"""The command ``ancho`` and its commands."""

from importlib.util import find_spec

import click

from ancho import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ancho")
def main() -> None:
    """Run large stochastic simulations, here or on a cluster."""


if find_spec("ancho.cli.stack") is not None:
    from ancho.cli import stack

    for command in (stack.up, stack.down, stack.status):
        main.add_command(command)
