"""What the services of a stack say at /actuator/prometheus, against what alert rules and dashboard rely on."""

import sys

import httpx
import pytest
from stack import REPOSITORY, Stack

sys.path += [str(REPOSITORY / "marathon"), str(REPOSITORY / "k8s-free-local/monitoring")]

import contract
import meters


@pytest.mark.parametrize("service", meters.SERVICES)
def test_a_service_serves_what_it_registers_and_what_boot_registers(stack: Stack, service: str) -> None:
    url = f"http://127.0.0.1:{contract.port(service) + stack.port_offset}/actuator/prometheus"
    # The second answer counts the first.
    [httpx.get(url, trust_env=False).raise_for_status() for _ in range(2)]
    lines = httpx.get(url, trust_env=False).text.splitlines()
    served = {line.split("{")[0].split(" ")[0] for line in lines if line and not line.startswith("#")}
    assert meters.OF_BOOT - served == set()
    registered = meters.registered(service)
    names = {name for meter in registered for name in meter.samples()}
    assert {name for name in served if name.startswith("ancho_")} - names == set()
    # Counters with labels appear with the first thing that they count, those of the pool where Marathon scales it.
    gauges = {meter for meter in registered if meter.kind == "gauge" and ".pool." not in meter.name}
    assert {name for meter in gauges for name in meter.samples()} - served == set()
