"""Options that several commands have, and how their values are read."""

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from ancho import _durations
from ancho._errors import AnchoError, InvalidRequest, ModelError
from ancho._numerics import CHOICES, PORTABLE
from ancho._summary import QUANTILES
from ancho._targets import Target
from ancho._text import shown

Command = TypeVar("Command", bound=Callable[..., Any])

_SEVERAL = re.compile(r"[^,\[\]]+(,[^,\[\]]+)+")
_MOST_COMPLETED = 50


def whole_number(least: int = 0) -> Callable[[Any], int]:
    """Reads a whole number, which may be written 1000000, 1_000_000 or 1e6."""

    def read(text: Any) -> int:
        number = _number(str(text))
        if number is None or not float(number).is_integer():
            raise click.BadParameter(f"{text!r} is not a whole number")
        if number < least:
            raise click.BadParameter(f"must be at least {least}")
        return int(number)

    return read


def assignment(text: str) -> tuple[str, Any]:
    """Reads ``name=value``, the value as a number, true or false, a JSON list or text, or else as it is."""
    name, value = label(text)
    return name, _value(value)


@contextmanager
def hints_on_values(given: Mapping[str, Any]) -> Iterator[None]:
    """Adds to a refusal of ``drift=0,0.1`` what the writer may have meant."""
    try:
        yield
    except ModelError as error:
        for name, value in given.items():
            if isinstance(value, str) and _SEVERAL.fullmatch(value) and repr(name) in str(error):
                hint = f"a list is written {name}=[{value}]; to compare several values, make a run with each, all with"
                raise ModelError(f"{error}; {hint} the same --seed") from None
        raise


def label(text: str) -> tuple[str, str]:
    """Reads ``name=text``."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise click.BadParameter(f"{text!r} is not name=value")
    return name.strip(), value


def target(text: str) -> Target:
    """Reads a target, such as ``solvent: final_balance > 0``."""
    try:
        return Target.parse(text)
    except InvalidRequest as error:
        raise click.BadParameter(str(error)) from None


def duration(text: str) -> str:
    """Takes ``30s``, ``2m``, ``1.5h``, plain seconds or ISO 8601 as it is, refused if it is none of them."""
    if _durations.read(text) is None:
        raise click.BadParameter(f"{text!r} is not a duration such as 30s or 2m")
    return text


def probabilities(text: str) -> list[float]:
    """Reads probabilities, separated by commas."""
    try:
        read = [float(p) for p in text.split(",")]
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a list of probabilities such as 0.05,0.5,0.95") from None
    if not all(0 < p < 1 for p in read):
        raise click.BadParameter("must be between 0 and 1, both excluded")
    return read


_MODEL_OPTIONS = (
    click.option(
        "-n",
        "--sequences",
        type=whole_number(1),
        metavar="N",
        required=True,
        help="How many sequences, such as 1000000 or 1e6.",
    ),
    click.option(
        "--seed",
        type=whole_number(),
        metavar="S",
        help="The run's seed, which repeats it; drawn and told if not given.",
    ),
    click.option(
        "--set",
        "starting_values",
        type=assignment,
        metavar="NAME=VALUE",
        multiple=True,
        help="A starting value; repeatable. A list is NAME=[0,0.1].",
    ),
    click.option(
        "--target",
        "targets",
        type=target,
        metavar="TARGET",
        multiple=True,
        help='What the probability is wanted of, such as "solvent: final_balance > 0".',
    ),
    click.option(
        "--quantiles",
        type=probabilities,
        metavar="P,P,..",
        default=",".join(map(str, QUANTILES)),
        show_default=True,
        help="Which quantiles the summary has.",
    ),
    click.option(
        "--block-size",
        type=whole_number(1),
        metavar="N",
        default=1024,
        show_default=True,
        help="Sequences of a batch model's block.",
    ),
    click.option(
        "--max-failures",
        type=whole_number(),
        metavar="N",
        default=0,
        show_default=True,
        help="How many sequences may fail.",
    ),
    click.option(
        "--sequence-timeout",
        type=duration,
        metavar="TIME",
        default="30s",
        show_default=True,
        help="The longest that one sequence may take.",
    ),
    click.option(
        "--numerics",
        type=click.Choice(CHOICES),
        default=PORTABLE,
        show_default=True,
        help="The same bits on every processor, or all that a processor has.",
    ),
)


def model_options(command: Command) -> Command:
    """What is run, of ``run`` and ``submit``."""
    for option in reversed(_MODEL_OPTIONS):
        command = option(command)
    return command


def _known_runs(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Ids and names of the newest runs that begin so, for a shell's completion; none if the service is away."""
    from ancho._client import Client

    try:
        with Client(patience=0) as client:
            found = [run.document for run in client.runs(limit=_MOST_COMPLETED)]
    except AnchoError:
        return []
    words = [CompletionItem("@last", help="the newest run")]
    words += [CompletionItem(run["id"], help=f"{run['name']} {run['state']}") for run in found]
    words += [CompletionItem(name, help="the newest of this name") for name in {run["name"]: None for run in found}]
    return [word for word in words if word.value.startswith(begun) and shown(word.value) == word.value]


run_argument = click.argument("run", metavar="RUN", shell_complete=_known_runs)

show_option = click.option(
    "--show",
    metavar="OUTPUT",
    multiple=True,
    help="Show this output alone: all elements of a vector path, or path[10]; repeatable.",
)

json_option = click.option("--json", "as_json", is_flag=True, help="Write one JSON document to standard output.")


def _number(text: str) -> int | float | None:
    kinds: tuple[type[int] | type[float], ...] = (int, float)
    for kind in kinds:
        try:
            return kind(text)
        except ValueError:
            continue
    return None


def _value(text: str) -> Any:
    number = _number(text)
    if number is not None and math.isfinite(number):
        return number
    if text in ("true", "false") or text.startswith(("[", '"')):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text
