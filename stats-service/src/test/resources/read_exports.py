"""Reads a run's exports back as users do and compares every bit with what was stored.

    python read_exports.py FOLDER

FOLDER holds expected.json ({"sequence": [...], "outputs": {name: length or null}}), <name>.f64 with the expected values,
and results.csv, results.jsonl, results.json and results.npz as they were exported.
"""

import csv
import json
import sys
from pathlib import Path

import numpy as np

folder = Path(sys.argv[1])
expected = json.loads((folder / "expected.json").read_text())
sequence = np.array(expected["sequence"], dtype=np.int64)


def values(name):
    flat = np.fromfile(folder / f"{name}.f64", dtype="<f8")
    length = expected["outputs"][name]
    return flat if length is None else flat.reshape(-1, length)


def same(actual, wanted, what):
    """The same bits; but any NaN is as good as another."""
    actual = np.ascontiguousarray(actual)
    assert actual.shape == wanted.shape, (what, actual.shape, wanted.shape)
    bits = actual.view(np.int64) == wanted.view(np.int64)
    assert (bits | (np.isnan(actual) & np.isnan(wanted))).all(), what


with np.load(folder / "results.npz") as arrays:
    assert arrays.files == ["sequence", *expected["outputs"], "ancho"], arrays.files
    about = json.loads(arrays["ancho"].item())
    assert about["seed"] == 42, about
    assert [failure["message"] for failure in about["failures"]] == ["second bucket", "late"], about
    assert (arrays["sequence"] == sequence).all()
    for name in expected["outputs"]:
        same(arrays[name], values(name), f"npz {name}")

with open(folder / "results.csv", newline="") as file:
    header, *rows = csv.reader(file)
columns = ["sequence"]
for name, length in expected["outputs"].items():
    columns += [name] if length is None else [f"{name}[{k}]" for k in range(length)]
assert header == columns, header
assert [int(row[0]) for row in rows] == sequence.tolist()
wanted = np.column_stack([values(name) for name in expected["outputs"]])
same(np.array([[float(x) for x in row[1:]] for row in rows]), wanted, "csv")

lines = [json.loads(line) for line in (folder / "results.jsonl").read_text().splitlines()]
assert [line["sequence"] for line in lines] == sequence.tolist()
for name in expected["outputs"]:
    got = np.array([line[name] for line in lines], dtype=object).astype(float)
    finite = np.where(np.isfinite(values(name)), values(name), np.nan)
    same(got, finite, f"jsonl {name}")

document = json.loads((folder / "results.json").read_text())
assert document["provenance"]["model"]["name"] == "m", document["provenance"]
assert document["sequence"] == sequence.tolist()
assert document["failures"] == about["failures"]
for name in expected["outputs"]:
    finite = np.where(np.isfinite(values(name)), values(name), np.nan)
    same(np.array(document["outputs"][name], dtype=object).astype(float), finite, f"json {name}")

print("identical", len(sequence))
