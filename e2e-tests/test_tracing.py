"""A run followed through the services by its trace, where an operator switches tracing on."""

import secrets
from pathlib import Path

from collector import Collector
from stack import Stack, wait_for

SERVICES = {"gateway-service", "run-service", "scheduler-service", "worker-service", "stats-service"}


def test_one_trace_leads_from_the_request_to_the_summary(stack: Stack, collector: Collector, models: Path) -> None:
    model = stack.upload(models / "loud")
    with stack.client() as client:
        trace = secrets.token_hex(16)
        body = {"model": {"id": model}, "sequences": 200, "executors": {"count": 1}}
        header = {"traceparent": f"00-{trace}-{'b' * 16}-01"}
        run = client.post("/runs", json=body, headers=header).raise_for_status().json()["id"]
    stack.await_run(run, lambda it: it["state"] == "COMPLETED", 180)
    wait_for(
        lambda: {"services": sorted({span.service for span in collector.of_trace(trace)})},
        lambda seen: set(seen["services"]) == SERVICES,
        30,  # Spans are sent in batches, every few seconds.
    )
    spans = collector.of_trace(trace)
    of = {span.span: span for span in spans}
    for name, above in {
        "execute chunk": "run-service",
        "launch executor": "run-service",
        "summarise": "run-service",
    }.items():
        found = [span for span in spans if span.name == name]
        assert found, sorted({span.name for span in spans})
        assert {of[span.parent].service for span in found} == {above}
    [received] = [span for span in spans if span.parent == "b" * 16]
    assert received.service == "gateway-service"


def test_what_asks_every_few_seconds_is_not_traced(stack: Stack, collector: Collector) -> None:
    stack.status()
    assert not [name for name in collector.names() if "actuator" in name or name.startswith("task ")]
