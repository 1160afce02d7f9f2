"""What makes a processor choose kernels of its own, whose last bits are others, and the settings that keep it from it.

NumPy, BLAS and the C library have several versions of their functions and take the one that the processor is best at.
``portable`` numerics have all processors of an architecture take the same: those that any of them has. ``native``
numerics leave the choice to them. In both, linear algebra runs in one thread, and sets of strings keep their order.
"""

import os
import platform
import re
import sys
import warnings
from collections.abc import Mapping

PORTABLE = "portable"
NATIVE = "native"
CHOICES = (PORTABLE, NATIVE)

_SAME_EVERYWHERE = {
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "BLIS_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}
_ANY_ARCHITECTURE = {
    "MKL_CBWR": "COMPATIBLE",
    "NUMBA_CPU_NAME": "generic",
    "NUMBA_CPU_FEATURES": "",
    "NUMBA_DISABLE_INTEL_SVML": "1",
    "ATEN_CPU_CAPABILITY": "default",
}
TUNABLES = "GLIBC_TUNABLES"
_OF_ARCHITECTURE = {
    "x86_64": {TUNABLES: "glibc.cpu.hwcaps=-FMA,-FMA4", "OPENBLAS_CORETYPE": "NEHALEM"},
    "aarch64": {"OPENBLAS_CORETYPE": "ARMV8"},
}

# What NumPy, in any of its versions, can have been built to use beyond what every processor of an architecture has.
_DISPATCHED = {
    "x86_64": [
        *("SSSE3", "SSE41", "POPCNT", "SSE42", "AVX", "F16C", "XOP", "FMA4", "FMA3", "AVX2", "AVX512F", "AVX512CD"),
        *("AVX512_KNL", "AVX512_KNM", "AVX512_SKX", "AVX512_CLX", "AVX512_CNL", "AVX512_ICL", "AVX512_SPR"),
        *("X86_V3", "X86_V4"),
    ],
    "aarch64": ["ASIMDHP", "ASIMDDP", "ASIMDFHM", "SVE"],
}
_NUMPYS_OWN = "NPY_DISABLE_CPU_FEATURES"
_PART_OF_THE_BASELINE = re.compile(r"disable CPU feature '(\w+)'")


def settings(numerics: str) -> Mapping[str, str]:
    """The environment variables that settle a process's numerics; they must be there when it starts."""
    if numerics == NATIVE:
        return _SAME_EVERYWHERE
    return _SAME_EVERYWHERE | _ANY_ARCHITECTURE | _OF_ARCHITECTURE.get(platform.machine(), {})


def settle(numerics: str) -> None:
    """Settle this process's numerics: begin it anew if it was started without the settings, and load NumPy."""
    wanted = settings(numerics)
    if not all(_is_settled(name, value) for name, value in wanted.items()):
        os.execve(sys.executable, sys.orig_argv, {**os.environ, **wanted})
    if numerics == PORTABLE:
        _load_numpy_without(_DISPATCHED.get(platform.machine(), []))


def _is_settled(name: str, value: str) -> bool:
    found = os.environ.get(name)
    return found == value or (name == TUNABLES and found is not None and found.startswith(f"{value}:"))


def _load_numpy_without(features: list[str]) -> None:
    """A NumPy that was built for newer processors alone cannot do without some of them, and names the first."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ImportWarning)
        while True:
            os.environ[_NUMPYS_OWN] = " ".join(features)
            try:
                import numpy  # noqa: F401

                return
            except RuntimeError as error:
                found = _PART_OF_THE_BASELINE.search(str(error))
                if found is None or found[1] not in features:
                    raise
                features = [feature for feature in features if feature != found[1]]
                for name in [name for name in sys.modules if name.partition(".")[0] == "numpy"]:
                    del sys.modules[name]
