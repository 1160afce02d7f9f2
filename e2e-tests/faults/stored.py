"""What is in Cassandra, against what must be: every sequence exactly once, and nothing that disagrees."""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import UUID

import numpy as np
from cassandra.auth import PlainTextAuthProvider
from cassandra.cluster import EXEC_PROFILE_DEFAULT, Cluster, ExecutionProfile
from cassandra.policies import ConstantReconnectionPolicy
from cassandra.query import tuple_factory
from numpy.typing import NDArray

from faults.workloads import Workload

_RESULTS = (
    "SELECT first_sequence, count, values FROM ancho_user_local.results WHERE run = %s AND output = %s AND bucket = %s"
)
_FAILURES = "SELECT sequence FROM ancho_user_local.failures WHERE run = %s AND bucket = 0"
_CHUNKS = "SELECT first_sequence, count, outcome FROM ancho_runs.chunks WHERE run = %s AND bucket = 0"
_BUCKET_DOUBLES = 4 * 1024 * 1024
_BUCKET_SEQUENCES = 65_536


class Stored:
    """The embedded stack's Cassandra, as run-service and the executors have left it, seen by its superuser."""

    def __init__(self, port: int, home: Path) -> None:
        keys = home / "keys" / "roles" / "admin"
        user, password = ((keys / f"ANCHO_CASSANDRA_{name}").read_text().strip() for name in ("USERNAME", "PASSWORD"))
        profile = ExecutionProfile(request_timeout=30, row_factory=tuple_factory)
        self._cluster = Cluster(
            ["127.0.0.1"],
            port=port,
            auth_provider=PlainTextAuthProvider(user, password),
            execution_profiles={EXEC_PROFILE_DEFAULT: profile},
            reconnection_policy=ConstantReconnectionPolicy(1.0, max_attempts=None),
            schema_metadata_enabled=False,
            connect_timeout=20,
        )
        self._session = self._cluster.connect()

    def __enter__(self) -> "Stored":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._cluster.shutdown()

    def mentions(self, text: str) -> list[str]:
        """The tables of all our keyspaces that have a row in which a text is found, in whatever column."""
        tables = self._session.execute("SELECT keyspace_name, table_name FROM system_schema.tables")
        ours = [f"{keyspace}.{table}" for keyspace, table in tables if keyspace.startswith("ancho_")]
        return [
            name for name in ours if any(text in str(row) for row in self._session.execute(f"SELECT * FROM {name}"))
        ]

    def check_run(self, run: dict[str, Any], workload: Workload) -> Iterator[str]:
        """What is wrong with a run's rows; those of a run that did not complete may be few, but agree."""
        complete = run["state"] == "COMPLETED"
        yield from self._chunks(run["id"], workload, complete)
        for name, wanted in _columns(workload).items():
            yield from self._rows(run["id"], name, wanted, complete)
        yield from self._failures(run["id"], workload, complete)

    def unfinished(self) -> list[str]:
        """The runs that run-service would take up again."""
        return [
            str(row[0]) for row in self._session.execute("SELECT id FROM ancho_runs.unfinished_runs WHERE shard = 0")
        ]

    def remembered(self) -> list[str]:
        """The runs and executors that a scheduler would take up again."""
        return [
            str(row[0])
            for table in ("runs", "executors")
            for row in self._session.execute(f"SELECT id FROM ancho_scheduler.{table}")
        ]

    def _chunks(self, run: str, workload: Workload, complete: bool) -> Iterator[str]:
        end = 0
        for first, count, outcome in self._session.execute(_CHUNKS, (UUID(run),)):
            if first != end:
                yield f"chunks do not tile: one begins at {first}, the one before it ends at {end}"
            if complete and outcome is None:
                yield f"the chunk from {first} on was never counted"
            end = first + count
        if complete and end != workload.sequences:
            yield f"the chunks end at {end}, not at {workload.sequences}"

    def _rows(self, run: str, output: str, wanted: NDArray[np.float64], complete: bool) -> Iterator[str]:
        sequences = wanted.shape[0]
        width = wanted.shape[1]
        seen = np.zeros(sequences, dtype=bool)
        size = min(_BUCKET_SEQUENCES, 1 << max(1, _BUCKET_DOUBLES // width).bit_length() - 1)
        for bucket in range((sequences + size - 1) // size):
            for first, count, values in self._session.execute(_RESULTS, (run, output, bucket)):
                found = np.frombuffer(values, dtype="<f8").reshape(count, width)
                if not _same(found, wanted[first : first + count]):
                    yield f"{output}: the row from {first} on, of {count}, has other numbers than an undisturbed run"
                seen[first : first + count] = True
        if complete and not seen.all():
            yield f"{output}: sequences are missing, the first of them {int(np.argmin(seen))}"

    def _failures(self, run: str, workload: Workload, complete: bool) -> Iterator[str]:
        found = {row[0] for row in self._session.execute(_FAILURES, (run,))}
        wanted = {failure.sequence for failure in workload.undisturbed().failures}
        if found - wanted or (complete and wanted - found):
            yield f"stored failures {sorted(found)} are not {sorted(wanted)}"


def _columns(workload: Workload) -> dict[str, NDArray[np.float64]]:
    """Every output with a row for every sequence, NaN for those that fail."""
    results = workload.undisturbed()
    columns = {}
    for name, values in results.items():
        whole = np.full((workload.sequences, values[0].size), np.nan)
        whole[results.sequences] = values.reshape(len(values), -1)
        columns[name] = whole
    return columns


def _same(found: NDArray[np.float64], wanted: NDArray[np.float64]) -> bool:
    """Bit by bit, where there is a number."""
    if found.shape != wanted.shape:
        return False
    numbers = ~np.isnan(wanted)
    return bool((np.isnan(found) == ~numbers).all() and (found[numbers] == wanted[numbers]).all())
