"""Every environment variable that the pages name is read somewhere, and every one that is read is in a page."""

import re
import subprocess
from functools import cache
from pathlib import Path

from prose import REPOSITORY, pages

NAME = re.compile(r"ANCHO(?:_[A-Z0-9]+)+")
# What parts tell each other: nobody else's business.
INTERNAL = re.compile(r"ANCHO_(?:COMMAND|COMPLETE|LIFELINE|REPO)$")
OTHERS = {"test", "tests", "e2e-tests", "benchmarks"}
CODE = [
    "*.java",
    "*.py",
    "*.yaml",
    "*.yml",
    "*.json",
    "*.sh",
    "*Dockerfile",
    "ancho",
    "*/Vagrantfile",
    "*.cql",
    "*.xml",
]


@cache
def documented() -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in pages())


@cache
def code() -> dict[Path, str]:
    """All sources, and the files that deploy them."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *CODE],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    )  # fmt: skip
    paths = [Path(line) for line in listed.stdout.splitlines() if (REPOSITORY / line).is_file()]
    return {path: (REPOSITORY / path).read_text(encoding="utf-8", errors="replace") for path in paths}


def begin(names: set[str], name: str) -> bool:
    """Whether it is only what some of the names begin with."""
    return any(other.startswith(f"{name}_") for other in names)


def test_what_the_pages_name_is_read() -> None:
    known = {name for text in code().values() for name in NAME.findall(text)}
    named = set(NAME.findall(documented()))
    assert not {name for name in named - known if not begin(known, name)}


def test_what_is_read_is_in_a_page() -> None:
    """A name may be shortened beside one that begins alike: ``ANCHO_CASSANDRA_USERNAME``, ``_PASSWORD``."""
    named = set(NAME.findall(documented()))
    shortened = {
        f"{'_'.join(parts[:kept])}{suffix}"
        for line in documented().splitlines()
        for suffix in re.findall(r"(?<![A-Z0-9])(?:_[A-Z0-9]+)+\b", line)
        for parts in [name.split("_") for name in NAME.findall(line)]
        for kept in range(1, len(parts))
    }
    installed = [text for path, text in code().items() if OTHERS.isdisjoint(path.parts)]
    read = {name for text in installed for name in NAME.findall(text) if not INTERNAL.match(name)}
    assert not {name for name in read - named - shortened if not begin(named, name)}
