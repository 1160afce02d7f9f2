"""Models that do something to their process: end it, fill its memory or its output, or meddle with its pipes."""

from bad_input.kinds import Run
from bad_input.models import model, module

_ONE_EXITS = """
    import os
    if rng.random() < 0.1:
        os._exit(7)
    return {"x": 1.0}
"""

_ALWAYS_MORE = """
    kept = []
    while True:
        kept.append(bytearray(50_000_000))
"""

_LOUD = """
    for _ in range(20):
        print("x" * 1_000_000)
    return {"x": 1.0}
"""

_FORKS = """
    import os
    os.fork()
    return {"x": 1.0}
"""

_GARBAGE = """
    import os
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, b"garbage" * 100)
        except OSError:
            pass
    return {"x": 1.0}
"""

# They are the model's own, and none of those that Ancho works with.
_SPOILS_MODULES = """
    import json, struct, time
    json.dumps = json.loads = lambda *a, **k: "boo"
    struct.pack = struct.unpack = struct.Struct = None
    time.perf_counter = time.monotonic = lambda: 0.0
    return {"x": 1.0}
"""

PROCESSES: list[Run] = [
    model("import os\nos._exit(7)", "os._exit", "FAILED", "ProcessExited"),
    model(_ONE_EXITS, "os._exit in one sequence, with max_failures", "COMPLETED", "ProcessExited", max_failures=5),
    model("import ctypes\nctypes.string_at(0)", "a segmentation fault", "FAILED", "ProcessKilled"),
    model("import os\nos.kill(os.getpid(), 9)", "kill -9 of itself", "FAILED", "ProcessKilled"),
    model(_ALWAYS_MORE, "a list that eats all memory", "FAILED", "OutOfMemory"),
    model(_FORKS, "a fork that goes on like its parent", "COMPLETED", "0 NaN"),
    model("import os\nos.closerange(0, 100)\nreturn {'x': 1.0}", "closed pipes", "FAILED", ""),
    model(_GARBAGE, "garbage in the pipes", "FAILED", "ProtocolBroken"),
    model(_SPOILS_MODULES, "json, struct and time put out of use", "COMPLETED", "0 NaN"),
    model(_LOUD, "200 MB on standard output", "COMPLETED", "the log of this executor is cut"),
    module("import os\n\nos._exit(7)\n", "os._exit while it is imported", "while the model was loaded"),
]
