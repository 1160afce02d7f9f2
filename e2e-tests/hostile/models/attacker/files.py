"""Reading what is another's and writing what is not its own."""

import os
from pathlib import Path

from kinds import attack, deed, must_not


@attack
def read_the_identity_key(start):
    return [
        deed(path.read_bytes) for path in _named(start, "keys/identity.key", "keys/identity.pub", "keys/link-secret")
    ]


@attack
def list_the_keys(start):
    return [deed(os.listdir, Path(start["home"], "keys"))]


@attack
def read_the_token(start):
    return [deed(path.read_text) for path in _named(start, "token", "url", "processes")]


@attack
def look_into_the_home(start):
    return [deed(_list_what_is_the_platforms, start["home"]), deed(os.listdir, Path(start["home"], "logs"))]


@attack
def read_and_rewrite_anothers_model(start):
    models = Path(start["home"], "cache", "models")
    return [deed(os.listdir, models), deed(_write, models / start["other"] / "victim.py")]


@attack
def poison_an_environment(start):
    environments = Path(start["home"], "cache", "environments")
    return [deed(os.listdir, environments), deed(_write, environments / "sitecustomize.py")]


@attack
def poison_the_interpreter(start):
    return [deed(_write, Path(os.__file__).with_name("sitecustomize.py")), deed(_write, Path(ancho_file()))]


@attack
def rewrite_its_own_model(start):
    return [deed(_write, Path(__file__)), deed(os.mkdir, Path(__file__).with_name("more"))]


@attack
def go_upwards(start):
    climb = "/".join([".."] * 30)
    return [
        deed(_list_what_is_the_platforms, f"{climb}{start['home']}"),
        deed(Path(f"/proc/self/cwd/{climb}/etc/shadow").read_text),
        deed(Path("/etc/passwd").read_text),
    ]


@attack
def go_through_the_root_of_others(start):
    return [deed(os.listdir, f"/proc/{pid}/root{start['home']}") for pid in (1, start["executor"])]


@attack
def read_what_the_machine_is_told(start):
    return [deed(os.listdir, folder) for folder in ("/home", "/var", "/run", "/sys", "/boot", "/srv", "/opt")]


@attack
def write_outside_of_its_folders(start):
    return [deed(_write, Path(folder, "x")) for folder in ("/", "/usr", "/usr/bin", "/dev", "/proc", "/model", "/root")]


@attack
def find_a_way_around_through_links(start):
    link = Path("/tmp/link")
    link.symlink_to(start["home"])
    return [deed(_list_what_is_the_platforms, link), deed((link / "token").read_text), deed(os.link, "/usr/bin/env", "/tmp/env")]


@attack
def read_devices(start):
    return [deed(_open, f"/dev/{name}") for name in ("mem", "kmem", "kmsg", "vda", "sda", "fuse", "kvm", "net/tun")]


@attack
def find_a_file_of_the_platform(start):
    names = {"identity.key", "token", "worker-service.jar", "spark.conf", "link-secret"}

    def is_there():
        found = (set(files) for _, folders, files in os.walk("/") if not folders.__contains__("self"))
        return any(names & files for files in found)

    return [must_not(is_there, "nothing is there")]


def ancho_file():
    import ancho

    return ancho.__file__


def _named(start, *names):
    return [Path(start["home"], name) for name in names]


def _list_what_is_the_platforms(folder):
    """What is mounted for the model may lie in the home, and nothing else of it may be seen."""
    seen = {path.name for path in Path(folder).iterdir()} - {"cache", "venv"}
    if not seen:
        raise PermissionError(f"{folder} shows nothing of the platform's")
    return seen


def _write(path):
    with path.open("a") as file:
        file.write("# was here\n")


def _open(path):
    os.close(os.open(path, os.O_RDONLY))
