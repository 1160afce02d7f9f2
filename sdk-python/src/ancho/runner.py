"""The process that runs sequences: ``python -m ancho.runner [NUMERICS]``.

It answers requests on its standard input, one reply each, in order, until its input ends. What a model prints goes to
standard error.
"""

import fcntl
import os
import signal
import sys

from ancho import _numerics

# The number of a pipe whose other end is held by whoever started this process, if it wants to take it along.
LIFELINE = "ANCHO_LIFELINE"


def main() -> None:
    """Serve standard input and output."""
    numerics = sys.argv[1] if len(sys.argv) > 1 else _numerics.PORTABLE
    if numerics not in _numerics.CHOICES:
        sys.exit(f"ancho.runner: numerics must be {' or '.join(_numerics.CHOICES)}, not {numerics!r}")
    _numerics.settle(numerics)
    hold_lifeline()
    from ancho._serving import serve_standard_streams

    serve_standard_streams(numerics)


def hold_lifeline() -> None:
    """Have the kernel kill this process and all that it starts when the other end of the lifeline is gone.

    A pipe's signal of asynchronous input goes to a whole process group and comes also when nobody holds the other end.
    """
    pipe = os.environ.pop(LIFELINE, None)
    if pipe is None or not hasattr(fcntl, "F_SETSIG") or os.getpgrp() != os.getpid():
        return
    descriptor = int(pipe)
    os.set_inheritable(descriptor, False)
    fcntl.fcntl(descriptor, fcntl.F_SETOWN, -os.getpgrp())
    fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(descriptor, fcntl.F_SETFL, fcntl.fcntl(descriptor, fcntl.F_GETFL) | os.O_ASYNC)


if __name__ == "__main__":
    main()
