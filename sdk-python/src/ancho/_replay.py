"""Runs one sequence again: ``python -m ancho._replay``, in the model's environment, under a debugger if wanted."""

import json
import pdb
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from ancho import _loading, _numerics, environment
from ancho._deaths import ProcessLost
from ancho._errors import AnchoError, InvalidRequest
from ancho._home import environments
from ancho._module_randomness import drawn_from
from ancho._sequences import Chunk, Sequences
from ancho._streams import Streams
from ancho._workers import RunnerProcess


def check_index(run: Mapping[str, Any], index: int) -> None:
    """Refuse an index that a run does not have."""
    if not 0 <= index < run["sequences"]:
        raise InvalidRequest(f"run {run['id']} has no sequence {index}: they are 0 to {run['sequences'] - 1}")


def replay_in_process(folder: Path, run: Mapping[str, Any], index: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """One sequence of a run, in the shape in which the API gives a stored one, and the environment here."""
    python = environment.prepare(folder, environments())
    with closing(RunnerProcess(python, numerics=_numerics_of(run))) as runner:
        settings = (run["model"]["entrypoint"], run["starting_values"], run["seed"], run["block_size"])
        here = runner.load(folder, *settings)["environment"]
        try:
            return document(runner.run(index, 1)), here
        except ProcessLost as lost:
            return {"sequence": index, "failure": vars(lost.death.failures(range(index, index + 1))[0])}, here


def _numerics_of(run: Mapping[str, Any]) -> str:
    return str(run.get("numerics") or _numerics.PORTABLE)


def document(chunk: Chunk) -> dict[str, Any]:
    """A chunk of one sequence as the API shows a sequence; null for a number that is not finite."""
    if chunk.failures:
        return {"sequence": chunk.first, "failure": vars(chunk.failures[0])}
    values = {o.name: column[0].tolist() for o, column in zip(chunk.outputs, chunk.columns, strict=True)}
    return {"sequence": chunk.first, "outputs": {name: plain(value) for name, value in values.items()}}


def plain(value: Any) -> Any:
    """Outputs as JSON can hold them."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value if abs(value) < float("inf") else None


def debug(folder: Path, run: Mapping[str, Any], index: int) -> int:
    """Run a sequence under the debugger, on this terminal; the exit status.

    It stops at the first line of the model's function, and again where an exception is raised.
    """
    python = environment.prepare(folder, environments())
    parameters = (run["model"]["entrypoint"], run["starting_values"], run["seed"], run["block_size"])
    request = json.dumps([str(folder), *parameters, index, _numerics_of(run)])
    return subprocess.call([str(python), "-m", "ancho._replay", request])


def main(request: str) -> None:
    """The process that :func:`debug` starts."""
    folder, entrypoint, starting_values, seed, block_size, index, numerics = json.loads(request)
    _numerics.settle(numerics)
    streams = Streams(seed)
    with drawn_from(streams):
        model = _loading.load(Path(folder), entrypoint)
        _debug(Sequences(model, model.start(starting_values), streams, block_size, Path(folder)), index)


def _debug(sequences: Sequences, index: int) -> None:
    debugger = pdb.Pdb()

    def call(function: Callable[..., Any], *arguments: Any) -> Any:
        return debugger.runcall(function, *arguments)

    try:
        print(json.dumps({name: str(value) for name, value in sequences.one(index, call).items()}, indent=2))
    except Exception as error:
        if isinstance(error, AnchoError):
            raise
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        pdb.post_mortem(error.__traceback__)


if __name__ == "__main__":
    main(sys.argv[1])
