"""What the API says of a run that is over, against what it must say."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import httpx
import numpy as np

from faults.workloads import Workload

Document = dict[str, Any]


def check_run(client: httpx.Client, run: Document, workload: Workload, reference: str | None) -> Iterator[str]:
    """What is wrong with a run that ended as it should.

    Parameters
    ----------
    reference
        the summary of an undisturbed run of the same workload, its run id left out
    """
    if run["state"] == "COMPLETED":
        yield from _progress(run, workload)
        yield from _arrays(client, run["id"], workload)
        yield from _failures(client, run["id"], workload)
        if summary(client, run["id"]) != reference:
            yield f"the summary differs from an undisturbed run's: {summary(client, run['id'])[:500]}"
    elif run["state"] == "FAILED" and "max_failures" not in (run["reason"] or ""):
        yield f"it failed for another reason than its own: {run['reason']}"


def summary(client: httpx.Client, run: str) -> str:
    """A run's summary as it is sent, but for the run's id."""
    return client.get(f"/runs/{run}/summary").raise_for_status().text.replace(run, "RUN")


def _progress(run: Document, workload: Workload) -> Iterator[str]:
    failed = len(workload.undisturbed().failures)
    wanted = {"total": workload.sequences, "completed": workload.sequences, "failed": failed}
    found = {name: run["progress"][name] for name in wanted}
    if found != wanted:
        yield f"its progress is {found}, not {wanted}"


def _arrays(client: httpx.Client, run: str, workload: Workload) -> Iterator[str]:
    wanted = workload.undisturbed()
    answer = client.get(f"/runs/{run}/results", params={"format": "npz"}, timeout=60).raise_for_status()
    with np.load(BytesIO(answer.content)) as archive:
        found = dict(archive)
    if found["sequence"].tolist() != wanted.sequences.tolist():
        yield "the exported sequences are not exactly those that succeed"
    for name in wanted:
        if name not in found or found[name].astype("<f8").tobytes() != wanted[name].astype("<f8").tobytes():
            yield f"the exported {name} is not bit-identical to an undisturbed run's"


def _failures(client: httpx.Client, run: str, workload: Workload) -> Iterator[str]:
    found: list[tuple[int, str, str]] = []
    cursor = None
    while cursor is not None or not found:
        page = client.get(f"/runs/{run}/failures", params=_given(limit=200, cursor=cursor)).raise_for_status().json()
        found.extend((item["sequence"], item["error_type"], item["message"]) for item in page["items"])
        cursor = page["next"]
        if cursor is None:
            break
    wanted = [(failure.sequence, failure.error_type, failure.message) for failure in workload.undisturbed().failures]
    if found != wanted:
        yield f"the failures are {json.dumps(found)[:300]}, not {json.dumps(wanted)[:300]}"


def _given(**parameters: Any) -> dict[str, Any]:
    return {name: value for name, value in parameters.items() if value is not None}
