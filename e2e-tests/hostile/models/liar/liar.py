"""A model that speaks the runner protocol itself, and lies: ``lie`` says how.

On its author's own machine it behaves.
"""

import fcntl
import json
import math
import os
import stat
import struct
import time
from collections.abc import Callable
from pathlib import Path

import ancho

BOX = Path(os.environ.get("HOME", "/"), ".black-box")
IS_AT_WORK = BOX.exists()
NAME = {"name": "x", "length": None}
HELD: list[bytearray] = []


def pipe(mode: int) -> int:
    """The pipe that replies go to, or that requests come from."""
    for descriptor in range(3, 64):
        try:
            is_pipe = stat.S_ISFIFO(os.fstat(descriptor).st_mode)
            if is_pipe and fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE == mode:
                return descriptor
        except OSError:
            continue
    raise SystemExit("there is no pipe")


def at() -> int:
    """The sequence under way."""
    return int(struct.unpack("<q", BOX.read_bytes()[:8])[0])


def mark(index: int) -> None:
    with BOX.open("r+b") as box:
        box.write(struct.pack("<q", index))


def send(header: bytes, payload: bytes = b"", lengths: tuple[int, int] | None = None) -> None:
    data = memoryview(struct.pack("<II", *(lengths or (len(header), len(payload)))) + header + payload)
    replies = pipe(os.O_WRONLY)
    while data:
        data = data[os.write(replies, data) :]


def reply(payload: bytes = bytes(8), **fields: object) -> None:
    """A reply for the sequence under way, but for some fields."""
    header = {"ok": True, "first": at(), "count": 1, "seconds": 0.01, "worn": False, "outputs": [NAME], "failures": []}
    send(json.dumps({**header, **fields}).encode(), payload)


def raw(before: str, after: str) -> None:
    """The same with something in place of a text in its JSON."""
    header = {"ok": True, "first": at(), "count": 1, "seconds": 0.01, "worn": False, "outputs": [NAME], "failures": []}
    send(json.dumps(header).replace(before, after).encode(), bytes(8))


def failure(sequence: int, **more: object) -> dict[str, object]:
    return {"sequence": sequence, "error_type": "E", "message": "m", "traceback": None, **more}


def named(*names: str) -> None:
    reply(bytes(8 * len(names)), outputs=[{"name": name, "length": None} for name in names])


def forever(what: Callable[[], object]) -> None:
    while True:
        what()


def reads_nothing() -> None:
    """Give replies that are good, sequence after sequence, as if requests had been read."""
    index = at()
    while True:
        mark(index)
        reply(first=index)
        index += 1
        time.sleep(0.001)


def closes_everything() -> None:
    os.closerange(0, 64)
    time.sleep(600)


def dies(index: int) -> None:
    mark(index)
    os._exit(0)


def exactly(descriptor: int, length: int) -> bytes:
    data = b""
    while len(data) < length:
        data += os.read(descriptor, length - len(data)) or os._exit(0)
    return data


def serve(answer: Callable[[int, int], object]) -> None:
    """Take the place of the runner: answer each request for sequences, one of them the first time."""
    answer(at(), 1)
    requests = pipe(os.O_RDONLY)
    while True:
        lengths = struct.unpack("<II", exactly(requests, 8))
        asked = json.loads(exactly(requests, sum(lengths)))
        answer(asked["first"], asked["count"])


def changes_length(first: int, count: int) -> None:
    length = 1 + first % 7
    reply(bytes(8 * length * count), first=first, count=count, outputs=[{"name": "x", "length": length}])


def claims_hours(first: int, count: int) -> None:
    reply(bytes(8 * count), first=first, count=count, seconds=7200.0)


def claims_nothing(first: int, count: int) -> None:
    time.sleep(0.002 * count)
    reply(bytes(8 * count), first=first, count=count, seconds=1e-9)


def gives_odd_numbers(first: int, count: int) -> None:
    odd = struct.pack("<6d", math.nan, math.inf, -math.inf, -0.0, 5e-324, -1.7976931348623157e308)
    reply((odd * count)[: 8 * count], first=first, count=count)


LIES: dict[str, Callable[[], object]] = {
    "garbage": lambda: os.write(pipe(os.O_WRONLY), b"\xff" * 4096),
    "an endless reply": lambda: forever(lambda: os.write(pipe(os.O_WRONLY), bytes(65536))),
    "a header of 24 MiB": lambda: send(b" " * (24 * 2**20)),
    "a payload of 4 GiB": lambda: send(b"{}", lengths=(2, 2**32 - 1)),
    "half a header": lambda: (send(b"{", lengths=(1000, 0)), time.sleep(600)),
    "nesting": lambda: send(b'{"x":' + b"[" * 500_000),
    "a key twice": lambda: raw('"count": 1', '"count": 1, "count": 1'),
    "not a number of seconds": lambda: raw("0.01", "NaN"),
    "endless seconds": lambda: raw("0.01", "1e999"),
    "seconds before the start": lambda: reply(seconds=-1),
    "no outputs": lambda: reply(outputs=None),
    "an output that is null": lambda: reply(outputs=[None]),
    "a name of 60 KB": lambda: named("x" * 60_000),
    "a name that clears the screen": lambda: named("x\x1b[2J"),
    "a name that is no text": lambda: named("x\ud800"),
    "a name from right to left": lambda: named("x\u202ey"),
    "names that look alike": lambda: named("\u00e9", "e\u0301"),
    "2,000 names": lambda: named(*(f"x{i}" for i in range(2000))),
    "a vector that is not there": lambda: reply(outputs=[{"name": "x", "length": 60_000}]),
    "a vector of another length each time": lambda: serve(changes_length),
    "another chunk's result": lambda: reply(first=at() + 1_000_000),
    "more than was asked for": lambda: reply(bytes(8 * 10**6), count=10**6),
    "a failure elsewhere": lambda: reply(failures=[failure(at() + 1)]),
    "a failure told twice": lambda: reply(failures=[failure(at()), failure(at())]),
    "a text of 900 KB": lambda: reply(failures=[failure(at(), message="x" * 900_000)]),
    "worn for ever": lambda: reply(b"", count=0, worn=True),
    "a process that never started": lambda: dies(-1),
    "a death elsewhere": lambda: dies(at() + 1 + int(time.time() * 1e6) % 5),
    "nothing is read": reads_nothing,
    "pipes closed, and lives on": closes_everything,
    "silence": lambda: (mark(2**40), time.sleep(600)),
    "a flood on standard error": lambda: forever(lambda: os.write(2, b"x" * 65536)),
    "all memory": lambda: forever(lambda: HELD.append(bytearray(b"x" * 2**24))),
    "two hours for a microsecond": lambda: serve(claims_hours),
    "no time for two milliseconds": lambda: serve(claims_nothing),
    "numbers that are none": lambda: serve(gives_odd_numbers),
}


@ancho.model(starting_values={"lie": "garbage"})
def sequence(rng, start):
    if IS_AT_WORK and start.lie == "a million texts":
        raise ValueError(f"{rng.random()} " * 1000)
    if IS_AT_WORK and start.lie != "none":
        LIES[start.lie]()
    return {"x": rng.random()}
