"""The benchmarks: what ``./ancho bench`` runs.

Each figure is a ratio to a baseline measured in the same call, or a plain value where there is nothing to compare with.
Progress goes to standard error, the result to standard output.
"""

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from cases import cluster, growth, latency, offers, peers, pool, scalar, stack, starvation, store, summary, takeover
from cases.setting import Setting
from measuring.figures import Figure, NoFigure, say
from measuring.report import table
from measuring.stack import DEFAULT_OFFSET, Stack

Case = Callable[[Setting], Iterator[Figure | NoFigure]]

CASES: dict[str, Case] = {
    "up": stack.up,
    "idle": stack.idle,
    "latency_1": latency.latency_1,
    "pool": pool.pool,
    "scalar_1ms": scalar.scalar_1ms,
    "scalar_10us": scalar.scalar_10us,
    "batch_store": store.batch_store,
    "summary_10m": summary.summary_10m,
    "growth": growth.growth,
    "starvation": starvation.starvation,
    "peers": peers.peers,
    "offers_round": offers.offers_round,
    "offers_200": offers.offers_200,
    "offers_latency": offers.offers_latency,
    "takeover": takeover.takeover,
    "cluster": cluster.cluster,
}


def main(arguments: Sequence[str]) -> int:
    options = _options(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    figures: list[Figure | NoFigure] = []
    setting = _setting(options)
    try:
        if not setting.borrowed:
            setting.stack.prepare()
        for name in options.names or CASES:
            figures.extend(_measured(name, setting))
    finally:
        if setting.stack.running and not setting.borrowed:
            setting.stack.down()
            setting.stack.forget()
    if options.json:
        print(json.dumps({"benchmarks": [figure.document() for figure in figures]}, indent=2))
    else:
        print(table(figures))
    return 1 if any(isinstance(figure, NoFigure) for figure in figures) else 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="ancho bench", description="Measure Ancho on this machine.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(CASES)}; all without a name")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--quick", action="store_true", help="smaller and fewer runs: a look, not a measurement")
    parser.add_argument("--running", action="store_true", help="use the stack that is up, instead of one of its own")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.names if name not in CASES]
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(CASES)}")
    return options


def _setting(options: argparse.Namespace) -> Setting:
    home = Path(os.environ.get("ANCHO_HOME", "~/.ancho")).expanduser().absolute()
    if options.running:
        offset = os.environ.get("ANCHO_PORT_OFFSET", "0")
        return Setting(Stack(home, offset, running=True), home / "bench", options.quick, borrowed=True)
    offset = os.environ.get("ANCHO_PORT_OFFSET", DEFAULT_OFFSET)
    return Setting(Stack(home / "bench" / "stack", offset), home / "bench", options.quick)


def _measured(name: str, setting: Setting) -> list[Figure | NoFigure]:
    say(f"=== {name}")
    try:
        return list(CASES[name](setting))
    except Exception as error:  # The others can still be measured, and their figures must not be lost.
        say(f"{name} could not be measured: {type(error).__name__}: {error}")
        return [NoFigure(name, f"{type(error).__name__}: {error}")]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
