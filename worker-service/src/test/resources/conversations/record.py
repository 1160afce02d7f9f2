"""Writes the replies beside it: ``python record.py``, with the package ``ancho`` installed."""

import json
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

MODEL = """
import ancho

@ancho.model(outputs={"end": ancho.Output(unit="m")})
def sequence(rng, start):
    x = rng.random()
    if x > 0.8:
        raise ValueError(f"{x:.1f} is more than ½")
    return {"end": x, "path": [x, -x, 1 / x]}
"""
REQUESTS = {
    "hello": {"op": "hello"},
    "refusal": {"op": "run", "first": 0, "count": 1},
    "load": {"op": "load", "entrypoint": "m:sequence", "starting_values": {}, "seed": 42, "block_size": 4},
    "run": {"op": "run", "first": 100, "count": 40, "seconds": 5, "bytes": 2**20},
}

folder = tempfile.mkdtemp()
Path(folder, "m.py").write_text(MODEL)
process = subprocess.Popen([sys.executable, "-m", "ancho.runner"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
assert process.stdin
assert process.stdout
for name, request in REQUESTS.items():
    header = json.dumps({**request, "path": folder}).encode()
    process.stdin.write(struct.pack("<II", len(header), 0) + header)
    process.stdin.flush()
    lengths = process.stdout.read(8)
    reply = lengths + process.stdout.read(sum(struct.unpack("<II", lengths)))
    Path(__file__).with_name(f"{name}.reply").write_bytes(reply)
process.stdin.close()
process.wait()
