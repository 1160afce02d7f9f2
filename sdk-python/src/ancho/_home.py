"""Where Ancho keeps what it needs again: ``$ANCHO_HOME``, else ``~/.ancho``."""

import os
from pathlib import Path


def home() -> Path:
    """Ancho's folder of this user; it may not exist yet."""
    return Path(os.environ.get("ANCHO_HOME") or Path.home() / ".ancho")


def environments() -> Path:
    """Where models' virtual environments are kept."""
    return home() / "cache" / "environments"


def models() -> Path:
    """Where models that were fetched from a service are kept."""
    return home() / "cache" / "models"
