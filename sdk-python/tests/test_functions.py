"""Functions as models: as in a script, a notebook or a test, with processes and threads of their own."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import ancho
from conftest import WriteModel, first_failure

BITS = """
    x, m = rng.standard_normal(100_000), rng.standard_normal((200, 200))
    letters = {chr(97 + k) * 3 for k in range(20)}
    return {
        "dot": x @ x,
        "matrix": (m @ m).trace(),
        "solved": np.linalg.solve(m, m[0] + 1)[0],
        "hash": hash("abc") % 1000,
        "set": [ord(text[0]) for text in letters],
    }
"""
MODEL = f"import numpy as np\nimport ancho\n\n@ancho.model\ndef sequence(rng, start):{BITS}"
SCRIPT = """
if __name__ == "__main__":
    results = ancho.simulate(sequence, sequences=5, seed=3, workers=WORKERS)
    print(*(values.tobytes().hex() for values in results.values()))
"""


def output_of(script: Path, *, seed: str = "random") -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("where", ["script", "module", "closure"])
def test_a_function_gives_the_bits_of_its_folder(write_model: WriteModel, where: str, workers: int) -> None:
    folder = write_model(MODEL)
    script = SCRIPT.replace("WORKERS", str(workers))
    sources = {
        "script": MODEL + script,
        "module": f"import ancho\nfrom walk import sequence\n{script}",
        "closure": f"{MODEL}\nplain = sequence.function\n\ndef made(own):\n    def again(rng, start):\n"
        f"        return own(rng, start)\n    return ancho.model(again)\n\nsequence = made(plain)\n{script}",
    }
    (folder / "main.py").write_text(sources[where])
    (folder / "main_of_folder.py").write_text(
        f"import ancho\n{SCRIPT.replace('sequence,', repr(str(folder)) + ',').replace('WORKERS', '1')}"
    )
    assert output_of(folder / "main.py") == output_of(folder / "main_of_folder.py")


@pytest.mark.parametrize("workers", [1, 2])
def test_a_model_may_have_processes_of_its_own(tmp_path: Path, workers: int) -> None:
    (tmp_path / "pooled.py").write_text(
        "import multiprocessing\nimport ancho\n\ndef square(x):\n    return x * x\n\n@ancho.model\n"
        "def sequence(rng, start):\n    with multiprocessing.Pool(2) as pool:\n"
        "        return {'x': sum(pool.map(square, rng.random(4)))}\n" + SCRIPT.replace("WORKERS", str(workers))
    )
    assert len(output_of(tmp_path / "pooled.py").strip()) == 5 * 16


def test_threads_in_linear_algebra_do_not_stop_workers() -> None:
    @ancho.model
    def sequence(rng: np.random.Generator, start: Any) -> dict[str, Any]:
        a = rng.standard_normal((100, 100))
        return {"x": (a @ a).sum()}

    stop = threading.Event()

    def multiply() -> None:
        a = np.ones((300, 300))
        while not stop.is_set():
            a @ a

    threads = [threading.Thread(target=multiply) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        assert len(ancho.simulate(sequence, sequences=20, seed=1, workers=2)["x"]) == 20
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_what_no_other_process_can_have_runs_here_or_says_so() -> None:
    lock = threading.Lock()

    @ancho.model
    def sequence(rng: np.random.Generator, start: Any) -> dict[str, Any]:
        with lock:
            return {"x": rng.random()}

    assert len(ancho.simulate(sequence, sequences=20, seed=1)["x"]) == 20
    with pytest.raises(
        ancho.InvalidRequest, match=r"workers: the function refers to .*lock.*; give the model's folder"
    ):
        ancho.simulate(sequence, sequences=20, seed=1, workers=2)


def test_the_values_of_now_go_with_a_function() -> None:
    scale = 1.0

    @ancho.model
    def sequence(rng: np.random.Generator, start: Any) -> dict[str, Any]:
        return {"x": scale}

    for scale in (2.0, 3.0):
        assert ancho.simulate(sequence, sequences=1, seed=1)["x"] == [scale]


def test_a_failure_shows_lines_that_are_in_no_file() -> None:
    import linecache

    text = "def sequence(rng, start):\n    raise ValueError('in a cell')\n"
    linecache.cache["<cell 1>"] = (len(text), None, text.splitlines(keepends=True), "<cell 1>")
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(text, "<cell 1>", "exec"), namespace)
    assert first_failure(ancho.model(namespace["sequence"])).traceback == (
        "File \"<cell 1>\", line 2, in sequence\n    raise ValueError('in a cell')"
    )
