"""How the user calls the command line, so that a command in a message works when it is copied."""

import os
import shlex


def command(*arguments: object) -> str:
    """A command line of ``ancho`` as this user would type it: ``./ancho`` where that is what was typed."""
    return shlex.join([os.environ.get("ANCHO_COMMAND") or "ancho", *map(str, arguments)])
