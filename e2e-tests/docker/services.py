"""The services as images, and their apps as `ancho deploy` would send them."""

import subprocess
from collections.abc import Mapping
from typing import Any

import containers
from ancho._marathon import specs, substitution
from containers import ROOT

TAG = "test"


def image(service: str) -> str:
    return f"ancho/{service}-service:{TAG}"


def build_images() -> None:
    """Build all five images as a user does, on what is there without an image registry or a package index."""
    command = [str(ROOT / "ancho"), "images", "--base", containers.BASE, "--offline", "--tag", TAG]
    subprocess.run(command, check=True, timeout=900)


def group(values: Mapping[str, Any]) -> specs.Group:
    """The group of marathon/ancho.json with the values, which Marathon would accept."""
    made = substitution.substituted(specs.group(), values)
    substitution.check(made)
    return made
