"""The stack that is attacked, and what an attacker would like to know of it."""

import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from stack import Stack

HERE = Path(__file__).parent
PORTS = (8080, 8081, 8082, 8083, 8084, 9042, 9092, 5050)
MARKER = "86399.25"
MIB = 2**20


@dataclass(frozen=True)
class Battlefield:
    """A stack, the attacking model on it, and what the attacks are told."""

    stack: Stack
    model: str
    told: dict[str, Any]

    def run(self, attack: str) -> dict[str, Any]:
        """The run of one attack, once it is over."""
        body = {
            "model": {"id": self.model},
            "sequences": 1,
            "seed": 1,
            "max_failures": 1,
            "sequence_timeout": "PT60S",
            "starting_values": {**self.told, "attack": attack},
        }
        with self.stack.client() as client:
            answer = client.post("/runs", json=body)
            assert answer.status_code in (200, 201, 202), answer.text
            identity = answer.json()["id"]
        return self.stack.await_run(identity, lambda run: run["state"] in ("COMPLETED", "FAILED", "CANCELLED"), 90)

    def crossed(self, run: str) -> float:
        """How many of the things it tried the attack could do."""
        with self.stack.client() as client:
            outputs: dict[str, float] = client.get(f"/runs/{run}/sequences/0").json()["outputs"]
            return outputs["crossed"]

    def failures(self, run: str) -> list[str]:
        with self.stack.client() as client:
            return [failure["error_type"] for failure in client.get(f"/runs/{run}/failures").json()["items"]]

    def log(self, run: str) -> str:
        with self.stack.client() as client:
            return client.get(f"/runs/{run}/logs").text[-3000:]

    def executor(self) -> tuple[int, int]:
        """The pool's process and how often it was started again."""
        part = next(part for part in self.stack.status()["parts"] if part["name"] == "worker")
        return part["pid"], part["restarts"]


@pytest.fixture(scope="session")
def battlefield(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Battlefield]:
    status = stack.status()
    executor = next(part for part in status["parts"] if part["name"] == "worker")
    listener = tmp_path_factory.mktemp("sockets") / "platform.sock"
    abstract = f"ancho-hostile-{time.monotonic_ns()}"
    with socket.socket(socket.AF_UNIX) as named, socket.socket(socket.AF_UNIX) as nameless:
        named.bind(str(listener))
        nameless.bind(f"\0{abstract}")
        named.listen()
        nameless.listen()
        told = {
            "home": str(stack.home),
            "executor": executor["pid"],
            "supervisor": status["supervisor_pid"],
            "ports": [port + stack.port_offset for port in PORTS],
            "socket": str(listener),
            "abstract": abstract,
            "marker": MARKER,
            "mib": 512,
            "other": "0" * 64,
        }
        yield Battlefield(stack, stack.upload(HERE / "models" / "attacker"), told)
