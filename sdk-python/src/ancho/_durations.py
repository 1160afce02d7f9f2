"""Lengths of time: seconds here, ISO 8601 in the API."""

import re
from datetime import timedelta
from typing import Any

from ancho._arguments import is_real, shown
from ancho._errors import InvalidRequest

_ISO = re.compile(r"P(?:(?P<d>\d+)D)?(?:T(?:(?P<h>\d+)H)?(?:(?P<m>\d+)M)?(?:(?P<s>\d+(?:\.\d+)?)S)?)?")
_SHORT = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)?")
_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400, None: 1}
_LONGEST = 365 * 86_400


def seconds_of(field: str, value: Any) -> float:
    """A length of time in seconds, from seconds, a ``timedelta``, ``"30s"``, ``"2m"`` or ISO 8601's ``"PT30S"``.

    Raises
    ------
    InvalidRequest
        if it is none, or not longer than nothing, or longer than 365 days
    """
    seconds = _seconds(value)
    if seconds is None:
        raise InvalidRequest(f'{field}: must be seconds, or a text such as "30s" or "2m", not {shown(value)}')
    if not 0 < seconds <= _LONGEST:
        raise InvalidRequest(f"{field}: must be longer than nothing and at most 365 days")
    return seconds


def iso_of(seconds: float) -> str:
    """ISO 8601, as the service writes it: ``PT30S``, ``PT1M30.5S``, ``PT2H``."""
    whole = round(seconds * 1e9)
    minutes, nanos = divmod(whole, 60 * 10**9)
    hours, minutes = divmod(minutes, 60)
    rest = f"{nanos / 1e9:.9f}".rstrip("0").rstrip(".")
    parts = (f"{hours}H" if hours else "", f"{minutes}M" if minutes else "", f"{rest}S" if nanos or not whole else "")
    return "PT" + "".join(parts)


def _seconds(value: Any) -> float | None:
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, str):
        return read(value.strip())
    return float(value) if is_real(value) else None


def read(text: str) -> float | None:
    """The seconds that a text such as ``2m`` or ``PT2M`` says, or None."""
    if found := _SHORT.fullmatch(text):
        return float(found[1]) * _SECONDS[found[2]]
    found = _ISO.fullmatch(text)
    if not found or not any(found.groups()):
        return None
    return sum(float(number) * _SECONDS[unit] for unit, number in found.groupdict().items() if number)
