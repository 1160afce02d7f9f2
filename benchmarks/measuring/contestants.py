"""Other frameworks at the same work, each in a virtual environment of its own."""

import json
import os
import shutil
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, Popen, TimeoutExpired

import numpy as np

from measuring.figures import say
from measuring.stack import BENCHMARKS

PEERS = BENCHMARKS / "peers"
NAMES = ("multiprocessing_pool", "joblib_loky", "dask_distributed", "ray_tasks", "pyspark_rdd")
LONGEST_SECONDS = 1800


class UnavailableError(Exception):
    """A contestant that cannot be installed, or that fails."""


@dataclass(frozen=True)
class Contestant:
    """A script of ``benchmarks/peers``, with the packages of the file of the same name; NumPy's version is ours."""

    name: str
    scratch: Path

    def install(self) -> None:
        """Make its environment, unless it is there.

        Raises
        ------
        UnavailableError
            if the package index does not give what it needs
        """
        asked = [f"numpy=={np.__version__}"]
        requirements = PEERS / f"{self.name}.txt"
        if requirements.exists():
            asked += requirements.read_text().split()
        stamp = self._folder / "installed"
        if stamp.exists() and stamp.read_text() == " ".join(asked):
            return
        say(f"Installing {', '.join(asked)} for {self.name}")
        shutil.rmtree(self._folder, ignore_errors=True)
        _run([sys.executable, "-m", "venv", str(self._folder)], f"{self.name}: no environment")
        pip = [str(self._python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run([*pip, *asked], f"{self.name} cannot be installed")
        stamp.write_text(" ".join(asked))

    def per_second(self, sequences: int, steps: int, workers: int) -> float:
        """Sequences a second, from the first task handed out until all values are in the parent.

        Raises
        ------
        UnavailableError
            if it fails
        """
        given = ["--sequences", sequences, "--steps", steps, "--workers", workers]
        command = [str(self._python), str(PEERS / f"{self.name}.py"), *map(str, given)]
        answer = _run(command, f"{self.name} fails")
        return sequences / float(json.loads(answer.splitlines()[-1])["seconds"])

    @property
    def _folder(self) -> Path:
        return self.scratch / "peers" / self.name

    @property
    def _python(self) -> Path:
        return self._folder / "bin" / "python"


def _run(command: list[str], otherwise: str) -> str:
    interpreter = {"PYTHONPATH": str(PEERS), "PYSPARK_PYTHON": command[0], "PYTHONDONTWRITEBYTECODE": "1"}
    environment = {**os.environ, **interpreter, "RAY_USAGE_STATS_ENABLED": "0"}
    process = Popen(command, env=environment, stdout=PIPE, stderr=PIPE, text=True, start_new_session=True)
    try:
        said, complained = process.communicate(timeout=LONGEST_SECONDS)
    except TimeoutExpired:
        raise UnavailableError(f"{otherwise}: not within {LONGEST_SECONDS} s") from None
    finally:
        # Frameworks leave workers and trackers behind, above all where they are interrupted.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.returncode:
        lines = (complained.strip() or "it said nothing").splitlines()
        raise UnavailableError(f"{otherwise}: {lines[-1]}")
    return said
