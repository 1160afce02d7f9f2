"""Reads back what was written of results, here or by a service."""

import csv
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from ancho._errors import InvalidRequest
from ancho._layout import Floats
from ancho._result_formats import WITH_SIDECAR, format_of, sidecar_of

_ELEMENT = re.compile(r"(?P<name>.*)\[\d+\]", re.DOTALL)


@dataclass
class Contents:
    """What a file of results holds: arrays by output, the sequences' indices, and the provenance with failures."""

    outputs: dict[str, Floats]
    sequences: NDArray[np.int64]
    metadata: dict[str, Any] = field(default_factory=dict)


def read(path: Path) -> Contents:
    """Read a file in the format of its ending.

    Raises
    ------
    InvalidRequest
        if it is not a file of results
    """
    format = format_of(path)
    if not path.is_file():
        raise InvalidRequest(f"{path}: there is no such file")
    readers: dict[str, Callable[[Path], Contents]] = {"npz": _npz, "csv": _csv, "jsonl": _jsonl, "json": _json}
    try:
        contents = readers[format](path)
        if format in WITH_SIDECAR and sidecar_of(path).is_file():
            contents.metadata = dict(json.loads(sidecar_of(path).read_bytes()))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, zipfile.BadZipFile) as error:
        raise InvalidRequest(f"{path}: is not a file of results in the format {format}: {error}") from None
    return contents


def read_npz(file: IO[bytes]) -> Contents:
    """The arrays under the very names that they were written with, which ``numpy.load`` can confuse."""
    arrays: dict[str, Any] = {}
    metadata: dict[str, Any] = {}
    with zipfile.ZipFile(file) as archive:
        for entry in archive.infolist():
            with archive.open(entry) as stream:
                array = np.lib.format.read_array(stream, allow_pickle=False)
            if array.dtype.kind in "US":
                text = array.item()
                metadata = dict(json.loads(text))
            else:
                arrays[_entry_name(entry).removesuffix(".npy")] = array
    return Contents(arrays, arrays.pop("sequence"), metadata)


def _entry_name(entry: zipfile.ZipInfo) -> str:
    return entry.orig_filename


def _npz(path: Path) -> Contents:
    with path.open("rb") as file:
        return read_npz(file)


def _csv(path: Path) -> Contents:
    with path.open(newline="", encoding="utf-8") as file:
        header = next(csv.reader(file), [""])
        has_rows = bool(file.read(1))
    if header[0] != "sequence":
        raise ValueError("the first column is not 'sequence'")
    table = np.empty((0, len(header)))
    if has_rows:
        table = np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2, comments=None, encoding="utf-8")
    return Contents(_columns(header, table), table[:, 0].astype(np.int64))


def _columns(header: list[str], table: Floats) -> dict[str, Floats]:
    """A column for each scalar output, and as many as a vector has elements side by side."""
    places: dict[str, list[int]] = {}
    scalars = set()
    for k, column in enumerate(header[1:], 1):
        element = _ELEMENT.fullmatch(column)
        name = element["name"] if element else column
        places.setdefault(name, []).append(k)
        if not element:
            scalars.add(name)
    return {
        name: np.ascontiguousarray(table[:, at[0]] if name in scalars else table[:, at]) for name, at in places.items()
    }


def _jsonl(path: Path) -> Contents:
    with path.open("rb") as file:
        rows = [json.loads(line) for line in file]
    sequences = [row.pop("sequence") for row in rows]
    names = list(rows[0]) if rows else []
    outputs = {name: _floats([row[name] for row in rows]) for name in names}
    return Contents(outputs, np.array(sequences, dtype=np.int64))


def _json(path: Path) -> Contents:
    document: Mapping[str, Any] = json.loads(path.read_bytes())
    outputs = {name: _floats(values) for name, values in document["outputs"].items()}
    metadata = {**document.get("provenance", {}), "failures": document.get("failures", [])}
    return Contents(outputs, np.array(document["sequence"], dtype=np.int64), metadata)


def _floats(values: list[Any]) -> Floats:
    """Numbers of JSON, NaN for null."""
    return np.array(values, dtype=np.float64)
