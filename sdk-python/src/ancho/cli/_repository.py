"""The clone of Ancho that the command line belongs to."""

import os
from pathlib import Path


def repository() -> Path:
    """Where the services have been built: told by the launcher, else the checkout that this file is in."""
    told = os.environ.get("ANCHO_REPO")
    return Path(told) if told else Path(__file__).resolve().parents[4]
