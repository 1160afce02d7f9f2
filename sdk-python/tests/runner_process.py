"""The process that runs models, for tests."""

import json
import os
import struct
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np


class Process:
    """A runner, spoken to byte by byte as an executor does."""

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ancho.runner"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=os.sep,
            env={**os.environ, **(variables or {})},
        )

    def ask(self, **request: Any) -> tuple[dict[str, Any], bytes]:
        assert self.process.stdin
        assert self.process.stdout
        header = json.dumps(request).encode()
        self.process.stdin.write(struct.pack("<II", len(header), 0) + header)
        self.process.stdin.flush()
        header_length, payload_length = struct.unpack("<II", self.process.stdout.read(8))
        reply = json.loads(self.process.stdout.read(header_length))
        return reply, self.process.stdout.read(payload_length)

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()

    def load(self, folder: Path, seed: int = 42, block_size: int = 4, **starting_values: Any) -> dict[str, Any]:
        return self.ask(
            op="load",
            path=str(folder),
            entrypoint="walk:sequence",
            starting_values=starting_values,
            seed=seed,
            block_size=block_size,
        )[0]

    def run(self, first: int, count: int, **more: Any) -> tuple[dict[str, Any], list[Any]]:
        reply, payload = self.ask(op="run", first=first, count=count, **more)
        values, at, columns = np.frombuffer(payload, "<f8"), 0, []
        for output in reply.get("outputs", []):
            size = reply["count"] * (output["length"] or 1)
            columns.append(
                values[at : at + size].reshape(reply["count"], -1).squeeze(axis=1 if output["length"] is None else ())
            )
            at += size
        assert at == len(values)
        return reply, columns
