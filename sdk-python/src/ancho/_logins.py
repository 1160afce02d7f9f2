"""The services that the user has logged in to: ``$ANCHO_HOME/logins.json``, which its owner alone can read."""

import json
import os
from typing import Any

from ancho._home import home

_FILE = "logins.json"


def chosen() -> str | None:
    """The address that was logged in to last, unless that login was forgotten."""
    url = _read()["chosen"]
    return str(url) if url else None


def token_for(url: str) -> str | None:
    """The token that was kept for an address."""
    token = _read()["tokens"].get(url)
    return str(token) if token else None


def keep(url: str, token: str) -> None:
    """Keep a token for an address, which commands go to from now on."""
    kept = _read()
    _write({"chosen": url, "tokens": {**kept["tokens"], url: token}})


def forget(url: str) -> bool:
    """Forget an address and its token; whether there was one."""
    kept = _read()
    was_kept = kept["tokens"].pop(url, None) is not None
    if was_kept:
        _write({"chosen": None if kept["chosen"] == url else kept["chosen"], "tokens": kept["tokens"]})
    return was_kept


def unchoose() -> str | None:
    """Have commands go to this machine's own stack again, tokens staying; where they went."""
    kept = _read()
    if kept["chosen"]:
        _write({**kept, "chosen": None})
    return str(kept["chosen"]) if kept["chosen"] else None


def _read() -> dict[str, Any]:
    try:
        kept = json.loads((home() / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        kept = None
    tokens = kept.get("tokens") if isinstance(kept, dict) else None
    if not isinstance(kept, dict) or not isinstance(tokens, dict):
        return {"chosen": None, "tokens": {}}
    return {"chosen": kept.get("chosen"), "tokens": tokens}


def _write(kept: dict[str, Any]) -> None:
    """Put the file in place whole, with a mode that it has from the first byte on."""
    home().mkdir(mode=0o700, parents=True, exist_ok=True)
    new = home() / f"{_FILE}.{os.getpid()}"
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(kept, file, indent=2)
        file.write("\n")
    new.replace(home() / _FILE)
