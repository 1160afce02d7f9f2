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


def test_the_id_is_the_digest_of_the_archive_and_does_not_depend_on_times_or_owners(tmp_path: Path) -> None:
    one = write(tmp_path / "one", **{"ancho.toml": "a", "m.py": "b"})
    other = write(tmp_path / "other", **{"m.py": "b", "ancho.toml": "a"})
    (other / "m.py").chmod(0o600)
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


def test_of_a_mode_only_whether_the_owner_may_execute_is_kept(tmp_path: Path) -> None:
    folder = write(tmp_path / "m", **{"ancho.toml": "", "tool.sh": "", "notes": ""})
    (folder / "tool.sh").chmod(0o700)
    (folder / "notes").chmod(0o666)
    packed = _archive.pack(folder)
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        assert {member.name: oct(member.mode) for member in tar} == {
            "ancho.toml": "0o644",
            "notes": "0o644",
            "tool.sh": "0o755",
        }
    unpacked = _archive.kept(packed, tmp_path / "models")
    assert [oct((unpacked / name).stat().st_mode & 0o777) for name in ("tool.sh", "notes")] == ["0o755", "0o644"]


def test_an_empty_folder_is_kept_and_one_with_files_has_no_entry(tmp_path: Path) -> None:
    folder = write(tmp_path / "m", **{"ancho.toml": "", "full/file": "", "cache.txt": ""})
    (folder / "cache" / "deeper").mkdir(parents=True)
    packed = _archive.pack(folder)
    assert names(packed) == ["ancho.toml", "cache.txt", "cache/deeper", "full/file"]
    assert b"cache/deeper/\0" in packed
    assert (_archive.kept(packed, tmp_path / "models") / "cache" / "deeper").is_dir()


def test_a_program_and_empty_folders_give_the_id_that_the_services_give_them(tmp_path: Path) -> None:
    files = {
        "ancho.toml": '[model]\nname = "golden"\nentrypoint = "pkg.model:sequence"\n',
        "pkg/model.py": "def sequence(rng, start):\n    return {}\n",
        "pkg/__init__.py": "",
        "data/é.txt": "é\n",
        "a-b": "x" * 512,
        f"a/{'d' * 90}/{'f' * 60}.txt": "long\n",
        "a.txt": "y",
        "tool.sh": "#!/bin/sh\n",
    }
    folder = write(tmp_path / "m", **files)
    (folder / "tool.sh").chmod(0o755)
    for name in ("cache/deep", f"{'e' * 90}/{'g' * 50}"):
        (folder / name).mkdir(parents=True)
    # TarArchiveTests of run-service has the same.
    golden = "6443643689dd981e7f00f959eb16b9c01c4b4e5a5b55c3737ab321e258a2cb48"
    assert _archive.id_of(_archive.pack(folder)) == f"sha256:{golden}"


def test_a_kept_folder_that_was_written_to_is_made_anew(tmp_path: Path) -> None:
    packed = _archive.pack(write(tmp_path / "m", **{"ancho.toml": "", "m.py": "x"}))
    folder = _archive.kept(packed, tmp_path / "models")
    before = folder.stat().st_ino
    assert _archive.kept(packed, tmp_path / "models").stat().st_ino == before
    (folder / "counter").write_text("17")
    (folder / "m.py").write_text("y")
    assert _archive.kept(packed, tmp_path / "models") == folder
    assert sorted(path.name for path in folder.iterdir()) == ["ancho.toml", "m.py"]
    assert (folder / "m.py").read_text() == "x"
    assert [path.name for path in (tmp_path / "models").iterdir() if path.is_dir()] == [folder.name]


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
