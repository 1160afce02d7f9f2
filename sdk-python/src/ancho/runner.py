"""The process that runs sequences: ``python -m ancho.runner``.

It answers requests on its standard input, one reply each, in order, until its input ends. What a model prints goes to
standard error.
"""

import os
import sys

# The order of sets and of the sums in linear algebra must be the same everywhere. Both are settled when Python and
# NumPy start: whoever starts this process with these variables saves it from starting again.
SETTLED = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def main() -> None:
    """Serve standard input and output."""
    if any(os.environ.get(name) != value for name, value in SETTLED.items()):
        os.execve(sys.executable, [sys.executable, "-m", "ancho.runner"], {**os.environ, **SETTLED})
    from ancho._serving import serve_standard_streams

    serve_standard_streams()


if __name__ == "__main__":
    main()
