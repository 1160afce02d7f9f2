"""Which of the schedulers leads."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True)
class Role:
    """What a scheduler says of itself.

    Attributes
    ----------
    name
        ``leader`` or ``standby``; empty if it does not say
    ready
        whether a leader is subscribed, or a standby knows whom it stands by for
    """

    name: str
    ready: bool

    @staticmethod
    def of(part: dict[str, Any]) -> "Role":
        """Ask the scheduler that is this part of the stack."""
        if not part["name"].startswith("scheduler"):
            return NONE
        try:
            url = f"http://127.0.0.1:{part['port']}/actuator/health/readiness"
            health = httpx.get(url, timeout=3, trust_env=False).json()
            mesos = health["components"]["mesos"]
            return Role(mesos["details"]["role"], mesos["status"] == "UP")
        except (httpx.TransportError, ValueError, KeyError):
            return NONE


NONE = Role("", ready=False)
LEADER = Role("leader", ready=True)
"""One that leads and that Mesos listens to."""


def schedulers(parts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of the parts that are schedulers."""
    return [part for part in parts if part["name"].startswith("scheduler")]
