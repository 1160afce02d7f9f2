"""The command line."""

from ancho.cli._main import main

__all__ = ["main"]
