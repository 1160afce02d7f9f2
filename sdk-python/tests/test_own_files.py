"""A model's own files, which it cannot write to, and the folder that it works in."""

from pathlib import Path

import pytest

import ancho
from conftest import WriteModel, first_failure

COUNTS = """
from pathlib import Path
FILE = Path(__file__).parent / "count.txt"
@ancho.model
def sequence(rng, start):
    n = int(FILE.read_text()) if FILE.exists() else 0
    try:
        FILE.write_text(str(n + 1))
    except PermissionError:
        pass
    return {"n": n, "rng": rng.random()}
"""
SIMULATIONS = [1, 2]


@pytest.mark.parametrize("workers", SIMULATIONS)
def test_nothing_is_counted_on_from_run_to_run(write_model: WriteModel, workers: int) -> None:
    folder = write_model(COUNTS)
    for _ in range(2):
        assert ancho.simulate(folder, sequences=6, seed=1, workers=workers)["n"].tolist() == [0] * 6
    assert not (folder / "count.txt").exists()


@pytest.mark.parametrize(
    "write",
    [
        "(HERE / 'new').write_text('')",
        "(HERE / 'walk.py').write_text('')",
        "(HERE / 'walk.py').unlink()",
        "(HERE / 'new').mkdir()",
        "(HERE / 'data' / 'a.csv').open('a')",
    ],
)
def test_a_models_files_cannot_be_written_to(write_model: WriteModel, write: str) -> None:
    source = "from pathlib import Path\nHERE = Path(__file__).parent\n@ancho.model\ndef sequence(rng, start):\n"
    folder = write_model(f"{source}    {write}\n")
    (folder / "data").mkdir()
    (folder / "data" / "a.csv").write_text("1\n")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert first_failure(folder).error_type == "PermissionError"
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_model_works_in_a_folder_that_is_gone_afterwards(write_model: WriteModel, tmp_path: Path) -> None:
    told = tmp_path / "told"
    folder = write_model(
        "import os, tempfile\n@ancho.model\ndef sequence(rng, start):\n    open('file', 'w').close()\n"
        f"    open({str(told)!r}, 'w').write(os.getcwd() + ':' + tempfile.gettempdir())\n    return {{'x': 1}}\n"
    )
    ancho.simulate(folder, sequences=1, seed=1)
    at, temporary = told.read_text().split(":")
    assert at == temporary  # as at a service
    assert not Path(at).exists()
