"""A model in one file, and what is said of what is no model."""

import json
from pathlib import Path

import pytest

import ancho
from ancho._staging import stage
from test_folders import ran, run

WALK = """\
import ancho


@ancho.model(starting_values={"scale": 2.0})
def walk(rng, start):
    return {"end": start.scale * rng.standard_normal()}
"""


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_with_a_model_in_it_is_a_model_everywhere(tmp_path: Path, client: ancho.Client) -> None:
    path = write(tmp_path / "walk.py", WALK)
    write(tmp_path / "another.py", "raise ValueError('nobody asked for this file')\n")
    local = ancho.simulate(path, sequences=100, seed=1)
    assert ran(path)["end"] == ancho.simulate(str(path), sequences=2, seed=1)["end"].mean()
    model = client.upload(path)
    assert (model["name"], model["entrypoint"]) == ("walk", "walk:walk")
    assert model["id"] == stage(path).id
    run = client.submit(path, sequences=100, seed=1)
    assert run.document["model"]["id"] == model["id"]
    assert client.replay(run, 17)["outputs"]["end"] == local["end"][17]


def test_the_file_of_a_folder_s_entrypoint_is_the_folder_s_model(tmp_path: Path) -> None:
    write(tmp_path / "ancho.toml", '[model]\nname = "long walk"\nentrypoint = "walk:walk"\n')
    path = write(tmp_path / "walk.py", "import steps\n" + WALK)
    write(tmp_path / "steps.py", "")
    assert stage(path) == stage(tmp_path)


@pytest.mark.parametrize(
    "source",
    [
        WALK,
        WALK.replace("import ancho", "import ancho as a").replace("@ancho.", "@a."),
        WALK.replace("import ancho", "from ancho import model").replace("@ancho.model", "@model"),
        WALK.replace("import ancho", "from ancho import model as m").replace("@ancho.model", "@m"),
        WALK.replace("@ancho.model(starting_values={", "").replace('"scale": 2.0})\n', "").replace("start.scale", "2.0")
        + "\n\nwalk = ancho.model(walk)\n",
        "if True:\n    " + WALK.replace("\n", "\n    "),
        "# -*- coding: latin-1 -*-\n" + WALK,
        WALK.replace("\n", "\r\n"),
        "\ufeff" + WALK,
    ],
)
def test_the_model_is_found_however_it_is_declared(tmp_path: Path, source: str) -> None:
    path = tmp_path / "walk.py"
    path.write_bytes(source.encode("utf-8"))
    assert stage(path).description.entrypoint == "walk:walk"
    assert len(ancho.simulate(path, sequences=3, seed=1)["end"]) == 3


REFUSED = {
    "none": ("walk.py", "import ancho\n", "has no model; decorate a function in it with @ancho.model"),
    "two": (
        "walk.py",
        WALK + WALK[13:].replace("def walk", "def run"),
        "has 2 models, walk (line 5), run (line 10); name",
    ),
    "a syntax error": ("walk.py", "import ancho\n\ndef walk(:\n", "walk.py, line 3: SyntaxError: invalid syntax"),
    "a null byte": ("walk.py", "import ancho\0\n", "walk.py"),
    "a module beside it": (
        "walk.py",
        "import steps\n" + WALK,
        "line 1: imports steps, but a file is taken alone; write",
    ),
    "a relative import": ("walk.py", "from . import x\n" + WALK, "line 1: imports ., but a file is taken alone"),
    "a name for no module": (
        "my-walk.py",
        WALK,
        "my-walk.py: no module can have this name; rename the file, for instance",
    ),
    "another ending": (
        "walk.txt",
        WALK,
        "walk.txt: is not a model; a model is a folder with an ancho.toml, or a .py file",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_is_no_model_is_told_so(tmp_path: Path, case: str) -> None:
    name, source, said = REFUSED[case]
    write(tmp_path / "steps.py", "")
    done = run("run", write(tmp_path / name, source), "-n", 1)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1), done
    assert said in done.stderr


FOLDERS = {
    "nothing": ({}, "/folder: there is no such folder or file"),
    "an empty folder": ({"": ""}, "is not a model's folder, it has no ancho.toml; it is empty"),
    "a folder with one model": ({"walk.py": WALK, "x.py": "("}, "it has no ancho.toml; run "),
    "a folder of models": (
        {"b/ancho.toml": "", "a/ancho.toml": "", "walk.py": WALK},
        "/folder: is not a model's folder, but 2 of its folders are: a, b",
    ),
    "an unknown key": (
        {"ancho.toml": '[model]\nname = "a"\nentrypont = "a:b"\n'},
        "ancho.toml, line 3: model.entrypont is not known; did you mean entrypoint?",
    ),
    "no entrypoint": (
        {"ancho.toml": '\n[model]\nname = "a"\n', "walk.py": WALK},
        'ancho.toml, line 2: [model] needs entrypoint = "walk:walk"',
    ),
    "an entrypoint without a function": (
        {"ancho.toml": '[model]\r\nname = "a"\r\nentrypoint = "walk"\r\n', "walk.py": WALK},
        'line 3: model.entrypoint must be a module and a function, such as "walk:walk", not "walk"',
    ),
    "a number for a name": (
        {"ancho.toml": '[model]\nentrypoint = "a:b"\nname = 5\n'},
        "line 3: model.name must be a text",
    ),
    "no table": ({"ancho.toml": 'name = "a"\n'}, "ancho.toml: has no table [model]"),
    "a table that is none": ({"ancho.toml": "\nmodel = 5\n"}, "ancho.toml, line 2: has no table [model]"),
    "no TOML": ({"ancho.toml": "[model\n"}, "ancho.toml: is not valid TOML: "),
    "a name with an escape": (
        {"ancho.toml": '[model]\nname = "a\\u001b"\nentrypoint = "a:b"\n'},
        "ancho.toml, line 2: model.name must not have U+001B ESCAPE",
    ),
}


@pytest.mark.parametrize("case", FOLDERS)
def test_a_folder_that_is_no_model_is_told_so(tmp_path: Path, case: str) -> None:
    files, said = FOLDERS[case]
    for name, text in files.items():
        write(tmp_path / "folder" / (name or "x"), text)
        if not name:
            (tmp_path / "folder" / "x").unlink()
    done = run("run", tmp_path / "folder", "-n", 1)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1), done
    assert said in done.stderr


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_an_ancho_toml_of_any_editor_is_read(tmp_path: Path, encoding: str) -> None:
    write(tmp_path / "walk.py", WALK)
    toml = '[model]\r\nname = "größe"\r\nentrypoint = "walk:walk"\r\n'
    (tmp_path / "ancho.toml").write_bytes(toml.encode(encoding))
    assert stage(tmp_path).description.name == "größe"
    assert json.loads(run("run", tmp_path, "-n", 1, "--seed", 1, "--workers", 1, "--json").stdout)["outputs"]
