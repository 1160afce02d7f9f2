"""A run on an executor in Docker: the services as Marathon would start them, and the stand-in for Mesos."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import containers
import pytest
import services
from ancho import Client

if not containers.has_image(containers.BASE):
    pytest.skip("no Docker engine with ancho-test/base: e2e-tests/docker/prepare makes both", allow_module_level=True)

MODEL = services.ROOT / "e2e-tests/models/batch"


def executors_in_docker() -> list[str]:
    """The names of containers that the stand-in runs, which outlive it."""
    of_image = f"ancestor={services.image('worker')}"
    names = containers.docker("ps", "--all", "--filter", of_image, "--filter", "name=mesos-", "--format", "{{.Names}}")
    return names.split()


@pytest.fixture
def mesos(tmp_path: Path) -> Iterator[str]:
    port, executors = containers.free_port(), containers.free_port()
    app = services.ROOT / "local-stack/mesos/target/app"
    variables = {
        "MESOS_PORT": port,
        "MESOS_WORK_DIR": tmp_path / "mesos",
        "MESOS_CPUS": 2,
        "MESOS_MEM_MIB": 4096,
        "MESOS_PORTS": f"{executors}-{executors}",
    }
    process = subprocess.Popen(
        ["java", "-Xmx64m", "-cp", f"{app}/local-mesos.jar:{app}/lib/*", "io.ancho.localstack.mesos.MesosMain"],
        env={**os.environ, **{name: str(value) for name, value in variables.items()}},
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)
        for left in executors_in_docker():
            containers.docker("rm", "--force", "--volumes", left)


@pytest.mark.usefixtures("images")
def test_a_run_is_completed_by_an_executor_in_docker(mesos: str, secrets: Path, cassandra: str, kafka: str) -> None:
    ports = {service: containers.free_port() for service in ("gateway", "run", "scheduler")}
    urls = {service: f"http://127.0.0.1:{port}" for service, port in ports.items()}
    own = {
        "ANCHO_RUN_URL": urls["run"],
        "ANCHO_STATS_URL": urls["run"],
        "ANCHO_MESOS": mesos,
        "ANCHO_SCHEDULER_ZOOKEEPER": "",
        "ANCHO_EXECUTOR_IMAGE": services.image("worker"),
        "ANCHO_EXECUTOR_VOLUMES": f"{secrets}/worker:/etc/ancho/worker:ro",
    }
    with ExitStack() as stack:
        started = {
            service: stack.enter_context(
                containers.running(
                    services.image(service),
                    options=("--network=host", f"--volume={secrets}/{service}:/etc/ancho:ro"),
                    environment=services.marathon_environment(service, port)
                    | services.middleware(cassandra, kafka)
                    | own,
                )
            )
            for service, port in ports.items()
        }
        for service, container in started.items():
            url = f"{urls[service]}/actuator/health/readiness"
            container.until(lambda url=url: containers.status(url) == 200, 120, f"readiness of {service}-service")
        with Client(urls["gateway"], (secrets / "gateway/bootstrap-token").read_text()) as client:
            submitted = client.submit(MODEL, sequences=1000, seed=1, executors={"count": 1, "cpus": 1, "mem_mib": 1024})
            # There is no stats-service here to make the summary that completes it.
            started["run"].until(lambda: client.run(submitted).state == "SUMMARIZING", 90, "end of the last chunk")
        started["scheduler"].until(lambda: not executors_in_docker(), 10, "end of the executor")
