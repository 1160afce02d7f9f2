"""Where the app definitions are, and the group as it stands there."""

import json
import os
from pathlib import Path
from typing import Any

from ancho._errors import InvalidRequest

App = dict[str, Any]
Group = dict[str, Any]


def folder() -> Path:
    """The folder ``marathon`` of the clone: told by the launcher, else of the checkout that this file is in.

    Raises
    ------
    InvalidRequest
        if it is not there, as where only the package is installed
    """
    told = os.environ.get("ANCHO_REPO")
    found = (Path(told) if told else Path(__file__).resolve().parents[4]) / "marathon"
    if not (found / "ancho.json").is_file():
        raise InvalidRequest(f"{found / 'ancho.json'} is missing: run ./ancho of Ancho's repository, or set ANCHO_REPO")
    return found


def group() -> Group:
    """The group of all apps, literally."""
    read: Group = json.loads((folder() / "ancho.json").read_text(encoding="utf-8"))
    return read


def name_of(app_id: str) -> str:
    """What an app is called here: ``run`` for ``/ancho/run``."""
    return app_id.rpartition("/")[2]


def must_be_alone(app: App) -> bool:
    """Whether it is deployed as a single instance: such an app's old task ends before its new one starts."""
    strategy = app.get("upgradeStrategy") or {}
    return strategy.get("minimumHealthCapacity") == 0 and strategy.get("maximumOverCapacity") == 0
