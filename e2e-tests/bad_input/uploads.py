"""Archives that are no models."""

import tarfile
from collections.abc import Iterator

from bad_input.kinds import Request, Upload
from bad_input.packing import archive, entry, zipped
from bad_input.world import MODEL

_TOML = '[model]\nname = "m"\nentrypoint = "m:sequence"\n'


def _with_toml(toml: str) -> bytes:
    return archive({"ancho.toml": toml, "m.py": ""})


def _with(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> bytes:
    return archive(MODEL, [entry(name, kind, target)])


def _pieces(size: int) -> Iterator[bytes]:
    head = '--x\r\nContent-Disposition: form-data; name="archive"; filename="m.tar.gz"\r\n\r\n'
    yield head.encode()
    for _ in range(size // 1_000_000):
        yield bytes(1_000_000)


def _multipart(
    name: str, answer: str, content: bytes, *about: str, kind: str = "multipart/form-data; boundary=x"
) -> Request:
    return Request(name, "POST", "/models", answer, about, {"Content-Type": kind}, content=content)


ARCHIVES = [
    Upload("nothing", lambda: b""),
    Upload("neither .tar.gz nor .zip", lambda: b"PNG, or so"),
    Upload("half a .tar.gz", lambda: archive(MODEL)[:150]),
    Upload("half a .zip", lambda: zipped(MODEL)[:150]),
    Upload("no ancho.toml", lambda: archive({"m.py": ""})),
    Upload("ancho.toml two folders down", lambda: archive({f"a/b/{name}": content for name, content in MODEL.items()})),
    Upload("ancho.toml that is no TOML", lambda: _with_toml("[model\n")),
    Upload("ancho.toml without [model]", lambda: _with_toml("")),
    Upload("ancho.toml without an entrypoint", lambda: _with_toml('[model]\nname = "m"\n')),
    Upload("ancho.toml without a name", lambda: _with_toml('[model]\nentrypoint = "m:sequence"\n')),
    Upload("an entrypoint without a function", lambda: _with_toml('[model]\nname = "m"\nentrypoint = "m"\n')),
    Upload("an unknown key in ancho.toml", lambda: _with_toml(_TOML.replace("entrypoint", "entrypont"))),
    Upload("a name with an escape sequence", lambda: _with_toml(_TOML.replace('"m"', '"m\\u001b[2J"'))),
    Upload("ancho.toml in Latin-1", lambda: archive({"ancho.toml": b"# fa\xe7ade\n" + _TOML.encode(), "m.py": ""})),
    Upload(
        "pip-requirements.txt in Latin-1",
        lambda: archive({**MODEL, "pip-requirements.txt": b"six==1.16.0\r\n# fa\xe7ade\r\n"}),
    ),
    Upload("pip-requirements.txt of 2 MB", lambda: archive({**MODEL, "pip-requirements.txt": "#" * 2_000_000})),
    Upload("an entrypoint of a file that is not there", lambda: _with_toml(_TOML.replace("m:", "model:"))),
    Upload("a path with ..", lambda: _with("../evil.py")),
    Upload("an absolute path", lambda: _with("/etc/evil.py")),
    Upload("a path with a backslash", lambda: zipped({**MODEL, "..\\evil.py": ""})),
    Upload("a path with a line feed", lambda: zipped({**MODEL, "a\nb": ""})),
    Upload("a path that turns the direction of writing", lambda: zipped({**MODEL, "a\u202eb": ""})),
    Upload("an empty folder that is a file too", lambda: _with("dice.py/", tarfile.DIRTYPE)),
    Upload("a path of 101 bytes", lambda: archive({**MODEL, "n" * 101: ""})),
    Upload("a symbolic link", lambda: _with("link", tarfile.SYMTYPE, "/etc/passwd")),
    Upload("a hard link", lambda: _with("link", tarfile.LNKTYPE, "dice.py")),
    Upload("a device", lambda: _with("null", tarfile.CHRTYPE)),
    Upload("a pipe", lambda: _with("pipe", tarfile.FIFOTYPE)),
    Upload("a file twice", lambda: _with("dice.py")),
    Upload("a file that is a folder too", lambda: archive({**MODEL, "dice.py/x": ""})),
    Upload("20,000 files", lambda: archive({**MODEL, **{f"data/{k}": "" for k in range(20_000)}})),
    Upload("a bomb: 300 MB of zeros", lambda: archive({**MODEL, "zeros": bytes(300_000_000)})),
    Upload("a zip bomb: 300 MB of zeros", lambda: zipped({**MODEL, "zeros": bytes(300_000_000)})),
    Request(
        "70 MB",
        "POST",
        "/models",
        "413 too-large",
        headers={"Content-Type": "multipart/form-data; boundary=x", "Content-Length": "70000000"},
        content=lambda: b"".join(_pieces(70_000_000))[:70_000_000],
    ),
    Request(
        "70 MB whose length is not announced",
        "POST",
        "/models",
        "413 too-large",
        headers={"Content-Type": "multipart/form-data; boundary=x"},
        content=lambda: _pieces(70_000_000),
    ),
    _multipart("no file", "400 invalid-request", b"--x--\r\n", "archive"),
    _multipart("a multipart body that ends early", "400 invalid-request", b"--x\r\nContent-Disp"),
    _multipart("a multipart body without a boundary", "400 invalid-request", b"--x--\r\n", kind="multipart/form-data"),
    _multipart("a bare archive", "415 unsupported-media-type", archive(MODEL), kind="application/gzip"),
]
