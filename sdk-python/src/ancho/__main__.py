"""The command ``ancho``, also as ``python -m ancho``."""

import os
import signal
from typing import Any

_INTERRUPTED = 130


def main() -> None:
    """Run the command line; Ctrl-C ends it with status 130 at any moment, while it still loads too."""
    signal.signal(signal.SIGINT, _leave)
    from ancho.cli import main as command

    try:
        command(prog_name="ancho")
    finally:
        signal.signal(signal.SIGINT, _leave)


def _leave(*_: Any) -> None:
    os._exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
