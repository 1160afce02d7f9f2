import gzip
import hashlib
import io
import tarfile
from pathlib import Path

import pytest

import ancho
from ancho import _archive

LONG = "/".join(["deep" * 12] * 4) + "/leaf.txt"


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def names(archive: bytes) -> list[str]:
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        return tar.getnames()


def test_an_archive_is_the_ustar_of_the_sorted_files_and_nothing_else(tmp_path: Path) -> None:
    files = {"ancho.toml": "[model]\n", "b/inner.py": "x" * 512, "a.py": "", "ünïcode.txt": "ü", LONG: "leaf"}
    expected = io.BytesIO()
    with tarfile.open(fileobj=expected, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name in sorted(files, key=str.encode):
            member = tarfile.TarInfo(name)
            member.size = len(files[name].encode())
            tar.addfile(member, io.BytesIO(files[name].encode()))
    packed = _archive.pack(write(tmp_path, **files))
    assert packed == expected.getvalue()[: len(packed)]
    assert expected.getvalue()[len(packed) :].strip(b"\0") == b""
    assert packed[-1024:] == bytes(1024)
    assert packed[-1536:-1024] != bytes(512)


def test_the_id_is_the_digest_of_the_archive_and_does_not_depend_on_times_or_modes(tmp_path: Path) -> None:
    one = write(tmp_path / "one", **{"ancho.toml": "a", "m.py": "b"})
    other = write(tmp_path / "other", **{"m.py": "b", "ancho.toml": "a"})
    (other / "m.py").chmod(0o755)
    assert _archive.pack(one) == _archive.pack(other)
    assert _archive.id_of(_archive.pack(one)) == "sha256:" + hashlib.sha256(_archive.pack(one)).hexdigest()


def test_what_is_made_on_the_way_and_what_anchoignore_names_is_left_out(tmp_path: Path) -> None:
    kept = {"ancho.toml": "", "m.py": "", "data/d.csv": "", "data/notes": ""}
    dropped = dict.fromkeys(
        ("__pycache__/m.pyc", "m.pyc", ".git/HEAD", ".venv/lib/x.py", ".ancho/x", "notes/n", "big.bin", "data/tmp/x"),
        "",
    )
    ignore = "# what is not needed\n\n*.bin\nnotes/\ndata/tmp\n"
    folder = write(tmp_path, **kept, **dropped, **{".anchoignore": ignore})
    assert names(_archive.pack(folder)) == sorted([*kept, ".anchoignore"])


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    folder = write(tmp_path / "m", **{"ancho.toml": ""})
    (folder / "up").symlink_to(tmp_path)
    assert names(_archive.pack(folder)) == ["ancho.toml"]


def test_a_path_that_no_archive_holds_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, **{"x" * 101: ""})
    with pytest.raises(ancho.InvalidRequest, match="the path is too long for an archive"):
        _archive.pack(folder)


def test_a_fetched_archive_is_checked_and_unpacked_once(tmp_path: Path) -> None:
    packed = _archive.pack(write(tmp_path / "m", **{"ancho.toml": "a", "in/m.py": "b"}))
    folder = _archive.unpack(gzip.compress(packed), _archive.id_of(packed), tmp_path / "models")
    assert (folder / "in" / "m.py").read_text() == "b"
    assert _archive.unpack(gzip.compress(packed), _archive.id_of(packed), tmp_path / "models") == folder
    with pytest.raises(ancho.ModelError, match="is another one"):
        _archive.unpack(gzip.compress(packed + b"x"), _archive.id_of(packed), tmp_path / "models")


def test_an_archive_that_leads_upwards_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("../evil.py"), io.BytesIO())
    with pytest.raises(ancho.ModelError, match=r"'\.\./evil\.py', which is no file of a model"):
        _archive.unpack(gzip.compress(out.getvalue()), _archive.id_of(out.getvalue()), tmp_path / "models")
    assert not (tmp_path / "evil.py").exists()
