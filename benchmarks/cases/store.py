"""``batch_store``: how fast a batch model's numbers become durable."""

import secrets
from collections.abc import Iterator
from statistics import median

from measuring.figures import Figure, Target, say
from measuring.runs import SLOTS, measured
from measuring.stack import REPOSITORY, Stack, java

from cases.setting import Setting

BUCKET = 65_536
OUTPUTS = 8
ROW_BYTES = 8 * BUCKET
IN_FLIGHT = 8 * SLOTS
"""What so many executors allow themselves together."""

SCHEMA = REPOSITORY / "events" / "src" / "main" / "resources" / "results" / "001-results.cql"
MIB = 2**20


def batch_store(setting: Setting) -> Iterator[Figure]:
    """Eight outputs of one float64 a sequence, from arrays in memory, against the driver writing the same rows."""
    setting.stack.ensure_up()
    model, sequences = setting.upload("arrays"), BUCKET * setting.size(256, 48)
    mib = sequences * OUTPUTS * 8 / MIB
    measured(setting.stack, model, BUCKET * 16, block_size=BUCKET)
    bare = [mib / _bare_seconds(setting.stack, sequences)]
    ours, accounts = [], []
    for _ in range(setting.size(3, 2)):
        run = measured(setting.stack, model, sequences, block_size=BUCKET)
        ours.append(mib / run.running)
        accounts.append(run.account())
        bare.append(mib / _bare_seconds(setting.stack, sequences))
        say(f"batch_store: {ours[-1]:.0f} MiB/s, the bare driver {bare[-2]:.0f} and {bare[-1]:.0f} MiB/s")
    samples = [rate / ((before + after) / 2) for rate, before, after in zip(ours, bare, bare[1:], strict=False)]
    baseline = {
        "what": f"the Java driver, the same rows, {IN_FLIGHT} in flight, before and after each run",
        "value": median(bare),
        "unit": "MiB/s",
        "all": bare,
    }
    detail = {"mib": mib, "row_bytes": ROW_BYTES, "ours_mib_per_second": ours, "runs": accounts}
    yield Figure("batch_store", "ratio", samples, Target(">=", 0.8), baseline, detail)


def _bare_seconds(stack: Stack, sequences: int) -> float:
    keyspace = f"ancho_bench_{secrets.token_hex(4)}"
    rows = sequences // BUCKET * OUTPUTS
    where = stack.address("cassandra"), stack.keys
    return float(java("BareDriver", *where, keyspace, SCHEMA, rows, ROW_BYTES, OUTPUTS, IN_FLIGHT))
