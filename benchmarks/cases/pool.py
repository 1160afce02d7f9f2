"""``pool``: how long a small run takes in the standing pool, beside the same run without any service."""

from collections.abc import Iterator

from measuring.figures import Figure, Target, say
from measuring.stack import MODELS

from cases.setting import Setting

FIXED_SECONDS = 1.0
"""What a submission may take beyond its sequences."""


def pool(setting: Setting) -> Iterator[Figure]:
    """``ancho submit --wait`` of sequences of 50 ms, over ``ancho run`` of the same and a second."""
    setting.stack.ensure_up()
    arguments = [MODELS / "sleep", "--sequences", setting.size(400, 100), "--seed", 1]
    setting.stack.timed("submit", *arguments, "--wait")
    submitted: list[float] = []
    local: list[float] = []
    for _ in range(setting.size(5, 3)):
        local.append(setting.stack.timed("run", *arguments))
        submitted.append(setting.stack.timed("submit", *arguments, "--wait"))
        say(f"pool: run {local[-1]:.2f} s, submit {submitted[-1]:.2f} s")
    ratios = [ours / (theirs + FIXED_SECONDS) for ours, theirs in zip(submitted, local, strict=True)]
    yield Figure("pool", "ratio", ratios, Target("<=", 1.0), {"run_seconds": local}, {"submit_seconds": submitted})
