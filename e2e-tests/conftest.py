"""A whole stack for the tests of this folder, brought up as a user does, in a home of its own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from collector import Collector
from faults.disks import Disks
from faults.framework import SETTINGS
from site_of_models import SiteOfModels
from stack import Stack


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-errors", action="store_true", help="write docs/errors.md from what is seen")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteOfModels]:
    """A web site that the stack may fetch models from, unless it is that of ``ANCHO_E2E_HOME``."""
    if "ANCHO_E2E_HOME" in os.environ:
        pytest.skip("the stack does not know the site of the tests")
    with SiteOfModels(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="session")
def collector() -> Iterator[Collector]:
    """Where the stack sends its traces, unless it is that of ``ANCHO_E2E_HOME``."""
    if "ANCHO_E2E_HOME" in os.environ:
        pytest.skip("the stack sends its traces elsewhere, if at all")
    with Collector() as collector:
        yield collector


@pytest.fixture(scope="session")
def stack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Ancho, up and healthy; that of ``ANCHO_E2E_HOME`` if it is set, which is then left running.

    One scheduler leads and one stands by. Models may be fetched from the tests' own site. Logs are JSON documents.
    Work is traced.
    """
    if home := os.environ.get("ANCHO_E2E_HOME"):
        yield Stack(Path(home))
        return
    site: SiteOfModels = request.getfixturevalue("site")
    collector: Collector = request.getfixturevalue("collector")
    settings = {**SETTINGS, **site.settings, **collector.settings, "ANCHO_LOG_FORMAT": "ecs"}
    stack = Stack(tmp_path_factory.mktemp("ancho"), settings)
    disks = Disks(stack.home)
    disks.mount()
    try:
        with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
            stack.up()  # Shows what it waits for.
        yield stack
    finally:
        stack.down()
        disks.unmount()
    assert not stack.processes(), "processes have outlived ancho down"


@pytest.fixture(scope="session")
def models() -> Path:
    """The folder of the models that only tests use."""
    return Path(__file__).parent / "models"


@pytest.fixture(scope="session")
def retirement() -> Path:
    """The folder of the example."""
    return Path(__file__).parents[1] / "examples" / "retirement"
