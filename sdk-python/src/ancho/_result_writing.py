"""Writes results in each of their formats."""

import csv
import io
import json
import math
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from ancho._result_formats import WITH_SIDECAR, check_path, sidecar_of, written

if TYPE_CHECKING:
    from ancho._results import Results

_ROWS = 10_000
METADATA = "ancho"


def save(results: "Results", path: Path) -> None:
    """Write a file in the format of its ending, and its sidecar if the format has no room for the provenance."""
    format = check_path(path)
    with written(path) as file:
        write(results, file, format)
    if format in WITH_SIDECAR:
        save_sidecar(path, metadata(results))


def save_sidecar(path: Path, document: Mapping[str, Any]) -> None:
    """Write what a file of results cannot hold beside it."""
    with written(sidecar_of(path)) as file:
        file.write(json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n")


def write(results: "Results", file: BinaryIO, format: str) -> None:
    """Write results to an open file."""
    {"npz": _write_npz, "csv": _write_csv, "json": _write_json, "jsonl": _write_jsonl}[format](results, file)


def metadata(results: "Results") -> dict[str, Any]:
    """What belongs to results beside their numbers: the provenance document, and ``failures``."""
    return {**results.provenance, "failures": [vars(failure) for failure in results.failures]}


def plain(values: Any) -> Any:
    """Numbers as JSON can hold them: null for what is not finite."""
    if isinstance(values, list):
        return [plain(value) for value in values]
    return values if math.isfinite(values) else None


def _write_npz(results: "Results", file: BinaryIO) -> None:
    """As ``numpy.savez`` does, but for its parameters' names, which no array can have there."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        add_array(archive, "sequence", results.sequences)
        for name, values in results.items():
            add_array(archive, name, values)
        add_metadata(archive, metadata(results))


def add_array(archive: zipfile.ZipFile, name: str, values: Any) -> None:
    """Write one array of an NPZ file."""
    with archive.open(zipfile.ZipInfo(f"{name}.npy"), "w", force_zip64=True) as entry:
        np.lib.format.write_array(entry, np.asanyarray(values), allow_pickle=False)


def add_metadata(archive: zipfile.ZipFile, document: Mapping[str, Any]) -> None:
    """Write the array ``ancho``, the only one of text; under a longer name where an output has this one."""
    name = METADATA
    while f"{name}.npy" in archive.namelist():
        name += "_"
    add_array(archive, name, np.array(json.dumps(document, ensure_ascii=False)))


def _write_csv(results: "Results", file: BinaryIO) -> None:
    names, columns = zip(("sequence", results.sequences), *results.columns(), strict=True)
    text = io.TextIOWrapper(file, "utf-8", newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    for part in range(0, len(results.sequences), _ROWS):
        writer.writerows(zip(*(column[part : part + _ROWS].tolist() for column in columns), strict=True))
    text.detach()


def _write_jsonl(results: "Results", file: BinaryIO) -> None:
    names = ["sequence", *results]
    for part in range(0, len(results.sequences), _ROWS):
        rows = slice(part, part + _ROWS)
        columns = [results.sequences[rows].tolist(), *(plain(values[rows].tolist()) for values in results.values())]
        lines = (
            json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in zip(*columns, strict=True)
        )
        file.write("".join(line + "\n" for line in lines).encode())


def _write_json(results: "Results", file: BinaryIO) -> None:
    document = {
        "provenance": results.provenance,
        "sequence": results.sequences.tolist(),
        "outputs": {name: plain(values.tolist()) for name, values in results.items()},
        "failures": [vars(failure) for failure in results.failures],
    }
    file.write(json.dumps(document, ensure_ascii=False).encode())
