"""A model's folder as people have it is the same on the laptop and at a service, and so is a single file."""

from pathlib import Path
from textwrap import dedent

import pytest
from stack import Document, Stack

SOURCE = """\
import os
import subprocess
from pathlib import Path

import ancho

HERE = Path(__file__).parent


@ancho.model
def sequence(rng, start):
    return {
        "linked": float((HERE / "shared" / "table.csv").read_text()),
        "executed": float(subprocess.check_output([HERE / "tool.sh"])),
        "plain": os.access(HERE / "notes.txt", os.X_OK),
        "empty": (HERE / "cache").is_dir(),
        "ignored": (HERE / "data.bak").exists(),
    }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model with a linked folder, a program, an empty folder and text files of another system."""
    made = tmp_path / "model"
    (made / "data").mkdir(parents=True)
    (made / "cache").mkdir()
    (made / "data" / "table.csv").write_text("3")
    (made / "shared").symlink_to("data")
    (made / "tool.sh").write_text("#!/bin/sh\necho 17\n")
    (made / "tool.sh").chmod(0o755)
    for name in ("notes.txt", "data.bak"):
        (made / name).touch()
    (made / "model.py").write_text(SOURCE)
    (made / ".anchoignore").write_bytes("\ufeff*.bak\r\n".encode())
    (made / "ancho.toml").write_bytes('[model]\r\nname = "größe"\r\nentrypoint = "model:sequence"\r\n'.encode("utf-16"))
    (made / "pip-requirements.txt").write_bytes("# größe\r\n-r more.txt\r\n".encode("utf-8-sig"))
    (made / "more.txt").write_text("numpy>=1, \\\n  <99  # any\n")
    return made


def means(summary: Document) -> dict[str, float]:
    return {name: output["mean"] for name, output in summary["outputs"].items()}


def test_a_folder_is_the_same_here_and_there(stack: Stack, folder: Path) -> None:
    expected = {"linked": 3.0, "executed": 17.0, "plain": 0.0, "empty": 1.0, "ignored": 0.0}
    assert means(stack.json("run", folder, "-n", 5, "--seed", 1, "--workers", 1)) == expected
    run = stack.submit(folder, 5, "--seed", 1, "--wait")
    assert run["model"]["name"] == "größe"
    assert means(stack.json("summary", run["id"])) == expected
    assert stack.upload(folder) == run["model"]["id"]


def test_a_single_file_is_a_model_here_and_there(stack: Stack, tmp_path: Path) -> None:
    path = tmp_path / "walk.py"
    source = """\
        from ancho import model


        @model(starting_values={"drift": 0.5})
        def walk(rng, start):
            return {"end": start.drift + rng.standard_normal()}
        """
    path.write_text(dedent(source))
    here = means(stack.json("run", path, "-n", 50, "--seed", 1))
    run = stack.submit(path, 50, "--seed", 1, "--wait")
    assert (run["model"]["name"], run["model"]["entrypoint"]) == ("walk", "walk:walk")
    assert means(stack.json("summary", run["id"])) == here
    assert stack.json("replay", run["id"], 7)["outputs"]
