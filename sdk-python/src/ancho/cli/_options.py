"""Options that several commands have, and how their values are read."""

import json
import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

from ancho._errors import InvalidRequest
from ancho._summary import QUANTILES
from ancho._targets import Target

Command = TypeVar("Command", bound=Callable[..., Any])

_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h)?")
_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, None: 1}


class WholeNumber(click.ParamType):
    """A whole number, which may be written 1000000, 1_000_000 or 1e6."""

    name = "number"

    def __init__(self, least: int = 0) -> None:
        self._least = least

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> int:
        number = _number(str(value))
        if isinstance(number, float):
            number = int(number) if number.is_integer() else None
        if number is None:
            self.fail(f"{value!r} is not a whole number", parameter, context)
        if number < self._least:
            self.fail(f"must be at least {self._least}", parameter, context)
        return number


class Assignment(click.ParamType):
    """``name=value``, the value read as a number, true or false, a JSON list or else a text."""

    name = "name=value"

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> tuple[str, Any]:
        if isinstance(value, tuple):
            return value
        name, equals, text = str(value).partition("=")
        if not equals or not name.strip():
            self.fail(f"{value!r} is not name=value", parameter, context)
        return name.strip(), _value(text)


class Label(Assignment):
    """``key=value``, both texts."""

    name = "key=value"

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> tuple[str, Any]:
        if isinstance(value, tuple):
            return value
        return super().convert(value, parameter, context)[0], str(value).partition("=")[2]


class Condition(click.ParamType):
    """A target, such as ``solvent: final_balance > 0``."""

    name = "target"

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> Target:
        try:
            return Target.of(value)
        except InvalidRequest as error:
            self.fail(str(error), parameter, context)


class Duration(click.ParamType):
    """``30s``, ``2m``, ``1.5h`` or plain seconds, as the API's ISO 8601 text."""

    name = "duration"

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> str:
        if str(value).startswith("PT"):
            return str(value)
        found = _DURATION.fullmatch(str(value))
        if not found:
            self.fail(f"{value!r} is not a duration such as 30s or 2m", parameter, context)
        return f"PT{float(found[1]) * _SECONDS[found[2]]:g}S"


class Probabilities(click.ParamType):
    """Probabilities, separated by commas."""

    name = "p,p,…"

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> list[float]:
        if isinstance(value, list | tuple):
            return list(value)
        try:
            return [float(p) for p in str(value).split(",")]
        except ValueError:
            self.fail(f"{value!r} is not a list of probabilities such as 0.05,0.5,0.95", parameter, context)


def model_options(command: Command) -> Command:
    """What is run, of ``run`` and ``submit``."""
    for option in reversed(
        (
            click.option("-n", "--sequences", type=WholeNumber(1), required=True, help="How many sequences."),
            click.option("--seed", type=WholeNumber(), help="The run's seed; drawn and told if not given."),
            click.option("--set", "assignments", type=Assignment(), multiple=True, help="A starting value; repeatable."),
            click.option(
                "--target",
                "targets",
                type=Condition(),
                multiple=True,
                help='What the probability is wanted of, such as "solvent: final_balance > 0"; repeatable.',
            ),
            click.option(
                "--quantiles", type=Probabilities(), default=list(QUANTILES), help="Which, such as 0.05,0.5,0.95."
            ),
            click.option(
                "--block-size", type=WholeNumber(1), default=1024, help="Sequences of a batch model's block (1024)."
            ),
            click.option(
                "--max-failures", type=WholeNumber(), default=0, help="How many sequences may fail (0)."
            ),
        )
    ):
        command = option(command)
    return command


json_option = click.option("--json", "as_json", is_flag=True, help="Write one JSON document to standard output.")


def _number(text: str) -> int | float | None:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return None


def _value(text: str) -> Any:
    number = _number(text)
    if number is not None:
        return number
    if text in ("true", "false") or text.startswith("["):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text
