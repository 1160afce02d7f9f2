"""Models that are at fault: in what they say of themselves, in their code, in their outputs."""

from textwrap import dedent, indent
from typing import Any

from bad_input.kinds import Run

_TOML = '[model]\nname = "m"\nentrypoint = "m:sequence"\n'


def model(
    body: str, name: str, state: str, says: str, declares: str = "", files: dict[str, str] | None = None, **asks: Any
) -> Run:
    """A run of a model whose function has this body."""
    function = f"def sequence(rng, start):\n{indent(dedent(body).strip(), '    ')}\n"
    source = f"import ancho\n\n\n@ancho.model({declares})\n{function}"
    return Run(name, {"ancho.toml": _TOML, "m.py": source, **(files or {})}, state, says, asks)


def module(source: str, name: str, says: str) -> Run:
    """A run of a model whose file is this."""
    return Run(name, {"ancho.toml": _TOML, "m.py": dedent(source)}, "FAILED", says)


def _requiring(name: str, requirements: str, says: str) -> Run:
    """A run of a good model with this ``pip-requirements.txt``."""
    return model("return {'x': 1.0}", name, "FAILED", says, files={"pip-requirements.txt": requirements})


LOADING = [
    module("def sequence(rng, start)\n    return 1\n", "a syntax error", "SyntaxError"),
    module("import numpyy\n", "an import that fails", "No module named 'numpyy'"),
    module("import ancho\n\nscale = 1 / 0\n", "an exception while it is imported", "ZeroDivisionError"),
    module("raise SystemExit(3)\n", "sys.exit while it is imported", "SystemExit"),
    module("import sklearn\n", "an import of a package that is not required", "'scikit-learn' to pip-requirements.txt"),
    module("from .helper import value\n", "a relative import", "write 'from helper import value'"),
    module(
        "import ancho\n\n\n@ancho.model\nasync def sequence(rng, start):\n    return {'x': 1.0}\n",
        "an async function",
        "write def in place of async def",
    ),
    module(
        "import ancho\n\n\n@ancho.model\ndef sequence(rng):\n    return {'x': 1.0}\n",
        "a function of one parameter",
        "must take (rng, start)",
    ),
    module("import ancho\n", "an entrypoint that the file does not have", "has no 'sequence'"),
    module(
        "def sequence(rng, start):\n    return 1\n", "a function that is not decorated", "decorate it with @ancho.model"
    ),
    module(
        "import ancho\n\n\n@ancho.model(starting_values={'a': object()})\ndef sequence(rng, start):\n    return 1\n",
        "a default that is no number or text",
        "starting value 'a'",
    ),
    model(
        "return 1",
        "a requirement that does not exist",
        "FAILED",
        "no-such-package-of-anchos",
        files={"pip-requirements.txt": "no-such-package-of-anchos==1\n"},
    ),
    model(
        "return 1",
        "a requirement that comes as source alone and would have to be built",
        "FAILED",
        "none is built from source",
        files={"pip-requirements.txt": "docopt==0.6.2\n"},
    ),
    model("return 1", "a requirement that is none", "FAILED", "=what", files={"pip-requirements.txt": "numpy=what\n"}),
    model(
        "return 1",
        "a folder as a requirement",
        "FAILED",
        "must be a package's name and version",
        files={"pip-requirements.txt": "./mine\n"},
    ),
    _requiring("an address as a requirement", "six @ https://example.org/six.whl\n", "installed from an address"),
    _requiring("an option that names an index", "six\n\n--index-url https://example.org\n", "line 3: the option"),
    _requiring("a requirement with a marker that is none", "six ; pythn > '3'\n", "line 1: must be a package's name"),
    _requiring("requirements of a file that is not there", "-r more.txt\n", "there is no file 'more.txt'"),
    _requiring("requirements from outside the folder", "-r ../more.txt\n", "is not in the model's folder"),
    _requiring("requirements that contradict each other", "six==1.16.0\nsix==1.15.0\n", "cannot be installed: "),
    model(
        "return start.a",
        "an unknown starting value",
        "FAILED",
        "there is no starting value 'b'; there are a",
        "starting_values={'a': 1}",
        starting_values={"b": 2},
    ),
    model(
        "return start.a",
        "a text for a number",
        "FAILED",
        "starting value 'a': must be a whole number",
        "starting_values={'a': 1}",
        starting_values={"a": "1"},
    ),
    model(
        "return start.a",
        "a fraction for a whole number",
        "FAILED",
        "starting value 'a': must be a whole number",
        "starting_values={'a': 1}",
        starting_values={"a": 1.5},
    ),
    model(
        "return start.a",
        "a number for a list",
        "FAILED",
        "starting value 'a': must be a list",
        "starting_values={'a': [1]}",
        starting_values={"a": 1},
    ),
]

_FAILS = """
    if rng.random() < 0.2:
        raise ValueError("no such luck")
    return {"x": 1.0}
"""

SEQUENCES = [
    model(_FAILS, "an exception in a sequence", "FAILED", "ValueError: no such luck"),
    model(
        _FAILS,
        "an exception in a sequence, with max_failures",
        "COMPLETED",
        "ValueError: no such luck",
        max_failures=10,
    ),
    model(
        'raise ValueError("never any luck")',
        "an exception in every sequence, with max_failures",
        "FAILED",
        "no sequence succeeded",
        max_failures=10,
    ),
    model("return {'x': start.a}", "a name that start does not have", "FAILED", "there is no starting value 'a'"),
    model("return {'x': float('nan') if rng.random() < 0.5 else 1.0}", "NaN", "COMPLETED", "NaN"),
    model("return {'x': float('inf') if rng.random() < 0.5 else 1.0}", "infinity", "COMPLETED", "infinite"),
    model("return {'x': 'much'}", "an output that is a text", "FAILED", "'x'"),
    model("return {'x': None}", "an output that is None", "FAILED", "'x'"),
    model("pass", "no output", "FAILED", "None"),
    model("return {}", "an empty dictionary", "FAILED", "sequence 0"),
    model("return {'x': 1j}", "a complex number", "FAILED", "'x'"),
    model(
        "import numpy\nreturn {'x': numpy.emath.sqrt(rng.standard_normal())}",
        "a number that is complex in some sequences",
        "FAILED",
        "output 'x' is a complex128",
    ),
    model("import numpy\nreturn {'x': numpy.ma.masked}", "a number that is masked", "COMPLETED", "10 NaN"),
    model("import numpy\nreturn {'x': numpy.timedelta64(5, 'ns')}", "a time", "FAILED", "output 'x' is a timedelta64"),
    model("return {'x': '12'}", "a text of digits", "FAILED", "output 'x' is a str ('12'), not a number"),
    model("return {'x': 10**400}", "a number beyond a float64", "FAILED", "beyond the largest number of 64 bits"),
    model(
        "return sequence(rng, start)", "a function that calls itself without end", "FAILED", "is there an end to it?"
    ),
    model("open('data.csv')", "a data file by a relative path", "FAILED", "Path(__file__).parent"),
    model(
        "open(__file__, 'w')", "a file beside the source that is written to", "FAILED", "cannot write to its own folder"
    ),
    model("return {'x': rng.randn()}", "a generator's method of another name", "FAILED", "calls it standard_normal"),
    model("return {'x': [[1.0]]}", "a matrix", "FAILED", "'x'"),
    model(
        "return {'x': 1.0} if rng.random() < 0.5 else {'y': 1.0}",
        "other outputs in other sequences",
        "FAILED",
        "sequence",
    ),
    model("return {'x': [1.0] * int(rng.integers(1, 5))}", "other lengths in other sequences", "FAILED", "'x'"),
    model("import random\nrandom.seed(1)\nreturn {'x': random.random()}", "a seed for random", "FAILED", "take it out"),
    model("return {'x' * 300: 1.0}", "an output's name of 300 characters", "FAILED", "x"),
    model("return {'a[0]': 1.0}", "an output's name with brackets", "FAILED", "a[0]"),
    model("return {'a\\x1bc': 1.0}", "an output's name with an escape sequence", "FAILED", "must not have U+001B"),
    model("return {'a\\u2028': 1.0}", "an output's name with a line separator", "FAILED", "must not have U+2028"),
    model("return {'a\\ud800': 1.0}", "an output's name with half a surrogate pair", "FAILED", "must not have U+D800"),
    model("raise ValueError('a\\udce9b')", "an exception's text with half a surrogate pair", "FAILED", "a\\udce9b"),
    model(
        "import numpy\nreturn {'x': numpy.ones(5_000_000)}",
        "an output of 40 MB a sequence",
        "FAILED",
        "it can have 65,536 at most",
    ),
    model(
        "return {'x': 1.0}",
        "a target of an output that is not there",
        "FAILED",
        "there is no output",
        targets=[{"name": "t", "output": "y", "op": ">", "value": 0}],
    ),
    model(
        "return {'x': [1.0]}",
        "a target of an element that is not there",
        "FAILED",
        "x",
        targets=[{"name": "t", "output": "x[1]", "op": ">", "value": 0}],
    ),
    model(
        "return {'x': [1.0]}",
        "a target of a whole vector",
        "FAILED",
        "x",
        targets=[{"name": "t", "output": "x", "op": ">", "value": 0}],
    ),
    model("import sys\nsys.exit(3)", "sys.exit", "FAILED", "SystemExit: 3"),
    model("def deeper(): deeper()\ndeeper()", "endless recursion", "FAILED", "RecursionError"),
    model("while True: pass", "an endless loop", "FAILED", "SequenceTimeout", sequence_timeout="PT1S"),
    model(
        "import time\ntime.sleep(0.2)\nreturn {'x': 1.0}",
        "a run that takes longer than its timeout",
        "FAILED",
        "timeout",
        sequences=10_000,
        timeout="PT3S",
    ),
]
