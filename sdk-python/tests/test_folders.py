"""Folders as people have them, through the command line: what a service would get is what runs here, or is refused."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import ancho
from ancho import _archive
from conftest import WriteModel

SOURCE = """\
import os
from pathlib import Path

HERE = Path(__file__).parent


@ancho.model
def sequence(rng, start):
    linked = (HERE / "shared" / "table.csv").read_text() + (HERE / "single.csv").read_text()
    return {
        "linked": float(linked),
        "executable": os.access(HERE / "tool.sh", os.X_OK) and not os.stat(HERE / "walk.py").st_mode & 0o111,
        "empty": (HERE / "cache").is_dir(),
        "ignored": (HERE / "notes.txt").exists(),
    }
"""


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from ancho.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120)


def ran(model: Path) -> dict[str, float]:
    done = run("run", model, "-n", 2, "--seed", 1, "--workers", 1, "--json")
    assert done.returncode == 0, done.stderr
    outputs = json.loads(done.stdout)["outputs"]
    return {name: output["mean"] for name, output in outputs.items()}


def test_links_modes_and_empty_folders_are_the_same_here_and_at_a_service(
    write_model: WriteModel, tmp_path: Path
) -> None:
    folder = write_model(SOURCE)
    (folder / "data").mkdir()
    (folder / "data" / "table.csv").write_text("1")
    (folder / "shared").symlink_to("data")
    (tmp_path / "elsewhere.csv").write_text("7")
    (folder / "single.csv").symlink_to(tmp_path / "elsewhere.csv")
    (folder / "tool.sh").write_text("#!/bin/sh\n")
    (folder / "tool.sh").chmod(0o755)
    (folder / "cache").mkdir()
    (folder / "notes.txt").write_text("")
    (folder / ".anchoignore").write_bytes("\ufeffnotes.txt\r\n".encode())
    assert ran(folder) == {"linked": 17.0, "executable": 1.0, "empty": 1.0, "ignored": 0.0}


def _outside(folder: Path) -> None:
    (folder.parent / "elsewhere").mkdir()
    (folder / "data").symlink_to(folder.parent / "elsewhere")


def _clash(folder: Path) -> None:
    (folder / "Data.csv").write_text("")
    (folder / "data.csv").write_text("")


def _socket(folder: Path) -> None:
    here = Path.cwd()
    os.chdir(folder)  # the path of a socket has 107 bytes at most
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("s")
    finally:
        os.chdir(here)


def _many(folder: Path) -> None:
    (folder / "parts").mkdir()
    for k in range(10_000):
        (folder / "parts" / str(k)).touch()


def _sparse(folder: Path) -> None:
    (folder / "data").mkdir()
    for name, size in (("data/large.bin", 300_000_000), ("small.bin", 10_000_000)):
        with (folder / name).open("wb") as file:
            file.truncate(size)


def _random(folder: Path) -> None:
    (folder / "large.bin").write_bytes(os.urandom(68_000_000))


def _ignores_all(folder: Path) -> None:
    (folder / ".anchoignore").write_text("*.toml\n")


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a link to a folder elsewhere": (
        _outside,
        "data: is a link to a folder outside the model's; put the folder itself",
    ),
    "a link that leads upwards": (
        lambda folder: (folder / "up").symlink_to("."),
        "up: is a link to a folder that it is",
    ),
    "a link that leads nowhere": (lambda folder: (folder / "x").symlink_to("gone"), "x: is a link that leads nowhere"),
    "a link to itself": (lambda folder: (folder / "x").symlink_to("x"), "x: is a link that leads nowhere"),
    "a pipe": (lambda folder: os.mkfifo(folder / "pipe"), "pipe: is a pipe, which a model may not have"),
    "a socket": (_socket, "s: is a socket, which a model may not have"),
    "a name that is not UTF-8": (
        lambda folder: (folder / os.fsdecode(b"caf\xe9.txt")).touch(),
        r"caf\xe9.txt: has a name that is not UTF-8; rename it",
    ),
    "a name with a line feed": (lambda folder: (folder / "a\nb").touch(), r"a\nb: has U+000A LINE FEED in its path"),
    "a name with a backslash": (
        lambda folder: (folder / "a\\b").touch(),
        r"a\b: has U+005C REVERSE SOLIDUS in its path",
    ),
    "a name of 120 bytes": (lambda folder: (folder / ("n" * 120)).touch(), "n: has too long a path: 100 bytes for"),
    "names that differ by case": (_clash, "are one file on some machines; rename one"),
    "10,002 files": (_many, "of them in parts; name what the model does not need in"),
    "310 MB": (_sparse, "the largest are data/large.bin (286.1 MiB), small.bin (9.5 MiB); "),
    "68 MB that cannot be compressed": (_random, "the largest are large.bin (64.8 MiB); "),
    "an .anchoignore that leaves out ancho.toml": (_ignores_all, ".anchoignore: leaves out ancho.toml"),
    "an .anchoignore with a negation": (
        lambda folder: (folder / ".anchoignore").write_text("*.csv\n!a.csv\n"),
        ".anchoignore, line 2: a pattern cannot begin with !",
    ),
    "an .anchoignore in Latin-1": (
        lambda folder: (folder / ".anchoignore").write_bytes(b"donn\xe9es/\n"),
        ".anchoignore, line 1: the byte 0xE9 is not UTF-8; save the file as UTF-8",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_no_archive_can_hold_is_refused_by_name_here_too(write_model: WriteModel, case: str) -> None:
    make, said = REFUSED[case]
    folder = write_model("@ancho.model\ndef sequence(rng, start):\n    return {'x': 1}\n")
    make(folder)
    done = run("run", folder, "-n", 1)
    assert done.returncode == 2, done
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    if "large.bin" not in said:
        with pytest.raises(ancho.ModelError):
            _archive.pack(folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable for root")
def test_an_unreadable_file_is_refused_by_name(write_model: WriteModel) -> None:
    folder = write_model("")
    (folder / "secret").touch(mode=0)
    with pytest.raises(ancho.ModelError, match="secret: cannot be read: Permission denied"):
        _archive.pack(folder)


def test_what_is_ignored_may_be_anything(write_model: WriteModel) -> None:
    folder = write_model("@ancho.model\ndef sequence(rng, start):\n    return {'x': 1}\n")
    before = _archive.pack(folder)
    for name in (b"caf\xe9.bak", b"pipe.bak", b".#walk.py"):
        (folder / os.fsdecode(name)).symlink_to("nobody@nowhere.1234")
    (folder / ".git").mkdir()
    os.mkfifo(folder / ".git" / "pipe")
    (folder / ".anchoignore").write_text("*.bak\n.anchoignore\n")
    assert _archive.pack(folder) == before
    assert ran(folder) == {"x": 1.0}
