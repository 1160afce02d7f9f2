"""Writes ``awkward.json.gz``: awkward data, and the summaries that ``ancho`` in Python makes of it.

    python awkward.py        # in this folder; needs the package ancho

Python's tests and Spark's both hold their summaries against it, number by number, to the last bit. A column's float64,
little-endian in base 64, are repeated until there is one for each sequence (of a vector: for each element).
"""

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np

from ancho import Target
from ancho._summary import summarize

FILE = Path(__file__).with_name("awkward.json.gz")
LARGEST, SMALLEST = np.finfo(float).max, 5e-324
rng = np.random.default_rng(20261130)
z = rng.standard_normal(1025)
u = rng.random(1025)
COLUMNS = {
    "constant": np.array([0.1]),
    "constant_large": np.array([LARGEST]),
    "zeros": np.array([0.0, -0.0, -0.0]),
    "normal": z,
    "huge": np.where(z > 0, 1.7e308, -1.7e308),
    "near_the_largest": np.where(z > 0, LARGEST, 1.5e308),
    "mixed_magnitudes": np.array([1e308, -1e308, 1e-320, 1.0]),
    "tiny": 1e-320 * np.rint(100 * z),
    "denormal": SMALLEST * np.rint(3 * z),
    "small": 1e-82 * z,
    "e110": 1e110 * z,
    "e153": 1e153 * z,
    "nanoseconds": 1.7e18 + 1e6 * z,
    "some_infinite": np.where(u < 0.1, np.inf, np.where(u > 0.97, -np.inf, z)),
    "half_nan": np.where(u < 0.5, np.nan, z),
    "nan_and_infinite": np.array([np.nan, 1.0, np.inf, -np.inf, 2.0, np.inf, -0.0]),
    "all_nan": np.array([np.nan]),
    "all_infinite": np.array([np.inf]),
    "both_infinities": np.array([-np.inf, np.inf]),
    "one_number": np.r_[np.full(700, np.nan), 3.5, np.full(324, np.nan)],
    "all_but_one": np.r_[7.25, np.full(1024, 7.0)],
    "last_bits": 1 + np.finfo(float).eps * rng.integers(0, 3, 1025),
    "cauchy": rng.standard_cauchy(1025),
    "lognormal": np.exp(20 * z),
    "zero_one": (u < 0.2) * 1.0,
    "dice": rng.integers(1, 7, 1025) * 1.0,
    "poisson_30": rng.poisson(30, 1025) * 1.0,
    "poisson_1000": rng.poisson(1000, 1025) * 1.0,
    "claims": np.where(u < 0.6, 0.0, np.rint(np.exp(8 * u))),
    "whole_with_tails": np.rint(100 * rng.standard_cauchy(1025)),
    "beyond_2_53": 2.0**53 + 2 * rng.integers(0, 1000, 1025),
    "near_2_51": 2.0**51 - rng.integers(0, 1000, 1025),
    "halves": rng.integers(0, 9, 1025) / 2,
}
FINITE = ["constant", "normal", "small", "e153", "nanoseconds", "dice", "cauchy", "last_bits", "lognormal", "half_nan"]
QUANTILES = [0.001, 0.05, 0.25, 0.5, 0.95]


def case(name: str, sequences: int, outputs: dict[str, tuple[int | None, np.ndarray]], **more: Any) -> dict[str, Any]:
    targets = [
        {"name": f"{output} {op}", "output": f"{output}[{length - 1}]" if length else output, "op": op, "value": 1}
        for output, (length, _) in list(outputs.items())[:40]
        for op in ("<", ">=", "!=")
    ]
    return {
        "name": name,
        "sequences": sequences,
        "failed": [],
        "outputs": [
            {"name": output, "length": length, "values": encoded(values[: sequences * (length or 1)])}
            for output, (length, values) in outputs.items()
        ],
        "targets": targets,
        "quantiles": QUANTILES,
        **more,
    }


def encoded(values: np.ndarray) -> str:
    return base64.b64encode(values.astype("<f8").tobytes()).decode()


def cases() -> list[dict[str, Any]]:
    everything = {name: (None, values) for name, values in COLUMNS.items()}
    finite = {name: (None, COLUMNS[name]) for name in FINITE}
    found = [case(f"all columns, {n} sequences", n, everything) for n in (1, 2, 3, 21, 400, 1025)]
    found += [case(f"{n} sequences", n, finite, targets=[]) for n in (1, 2, 3, 399, 401, 1023, 1024)]
    failed = [0, 5, 400, 998]
    found.append(case("failures", 999, finite, failed=failed))
    found.append(case("all but one failed", 50, finite, failed=list(range(49))))
    found.append(case("several buckets", 140_001, {k: finite[k] for k in FINITE[1:9]}, failed=[3, 65_535, 65_536]))
    found.append(case("one scalar", 1000, {"x": (None, z)}))
    wide = np.concatenate([np.resize(values, 50) for values in COLUMNS.values()])
    found.append(case("vector of 1", 401, {"v": (1, z)}))
    found.append(case("vector of 70", 30, {"v": (70, wide)}))
    found.append(case("vector of 365", 20, {"v": (365, wide), "x": (None, z)}))
    found.append(case("vector of 64 over buckets", 65_600, {"v": (64, wide[:1021])}, targets=[]))
    found.append(case("300 scalars", 20, {f"x{i}": (None, np.roll(wide, i)) for i in range(300)}))
    found.append(case("short vectors and scalars", 33, {f"v{i}": (60, np.roll(wide, 7 * i)) for i in range(5)}))
    return found


def summary(case: dict[str, Any]) -> dict[str, Any]:
    """What Python makes of a case."""
    succeeded = np.setdiff1d(np.arange(case["sequences"]), case["failed"])
    outputs = {}
    for output in case["outputs"]:
        values = np.frombuffer(base64.b64decode(output["values"]), "<f8")
        values = np.resize(values, case["sequences"] * (output["length"] or 1))
        outputs[output["name"]] = (values.reshape(-1, output["length"]) if output["length"] else values)[succeeded]
    document = summarize(
        outputs,
        sequences=case["sequences"],
        failed=len(case["failed"]),
        quantiles=case["quantiles"],
        targets=[Target(**target) for target in case["targets"]],
    )
    del document["run_id"]
    return document


if __name__ == "__main__":
    with gzip.GzipFile(FILE, "wb", mtime=0) as file:
        told = [{**one, "summary": summary(one)} for one in cases()]
        file.write(json.dumps(told, separators=(",", ":"), allow_nan=False).encode())
