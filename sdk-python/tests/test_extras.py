"""What is optional, and missing."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("package", "call", "extra"),
    [("matplotlib", "results.plot()", "ancho[plot]"), ("pandas", "results.to_pandas()", "ancho[pandas]")],
)
def test_a_missing_package_is_told_with_the_command_that_installs_it(package: str, call: str, extra: str) -> None:
    hidden = f"import sys; sys.modules[{package!r}] = None\n"
    script = hidden + "import ancho\n@ancho.model\ndef f(rng, start):\n    return {'x': rng.random()}\n"
    script += f"results = ancho.simulate(f, sequences=10)\n{call}\n"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stderr.splitlines()[-1].endswith(f"pip install '{extra}'"), done.stderr
