"""How the Java code is shaped: sizes, names, packages, and how pages are set.

    python conventions/shape.py

prints one line a figure. Java is read by the compiler's own parser (``JavaShape.java``).
"""

import re
import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median, quantiles

from prose import COLUMNS, REPOSITORY, pages, paragraphs

QUESTIONS = {"What", "How", "Whether"}


@dataclass(frozen=True)
class Declaration:
    """A type or method of the main code.

    Parameters
    ----------
    kind
        ``type`` or ``method``; constructors and what a record has by itself are none.
    package, name, file
        Where it is.
    lines
        How many it has, from its annotations to its closing brace.
    word
        The first word of its Javadoc, empty without one.
    """

    kind: str
    package: str
    name: str
    lines: int
    word: str
    file: str

    @property
    def is_one_word(self) -> bool:
        return len(re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", self.name)) <= 1


@cache
def sources() -> list[Path]:
    """The Java files of all modules' main code, without ``package-info``."""
    listed = subprocess.run(
        ["git", "ls-files", "*/src/main/*.java"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    files = [REPOSITORY / line for line in listed.stdout.splitlines()]
    return [file for file in files if file.exists() and file.name != "package-info.java"]


@cache
def declarations() -> list[Declaration]:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as names:
        names.write("\n".join(map(str, sources())))
        names.flush()
        reader = Path(__file__).with_name("JavaShape.java")
        told = subprocess.run(["java", reader, names.name], capture_output=True, text=True, check=True)
    fields = [line.split("\t") for line in told.stdout.splitlines()]
    return [Declaration(kind, package, name, int(n), word, file) for kind, package, name, n, word, file in fields]


def of_kind(kind: str) -> list[Declaration]:
    return [one for one in declarations() if one.kind == kind]


def share(ones: list[Declaration], which: list[Declaration]) -> float:
    return len(which) / max(1, len(ones))


def figures() -> dict[str, float]:
    """Every figure by its name; shares are between 0 and 1, sizes in lines."""
    files = [len(file.read_text(encoding="utf-8").splitlines()) for file in sources()]
    types, methods = of_kind("type"), of_kind("method")
    explained = [one for one in declarations() if one.word]
    crowded = Counter(package for package, _ in {(one.package, one.file) for one in types})
    long_lines, lines = prose_lines()
    return {
        "file, median": median(files),
        "file, 90%": quantiles(files, n=10)[-1],
        "file, longest": max(files),
        "method, median": median(one.lines for one in methods),
        "method, 90%": quantiles([one.lines for one in methods], n=10)[-1],
        "method, longest": max(one.lines for one in methods),
        "types of one word": share(types, [one for one in types if one.is_one_word]),
        "methods of one word": share(methods, [one for one in methods if one.is_one_word]),
        "Javadoc that begins with What, How, Whether": share(
            explained, [one for one in explained if one.word in QUESTIONS]
        ),
        "packages of more than 20 files": sum(count > 20 for count in crowded.values()),
        "lines of prose over 120 columns": long_lines / lines,
    }


def prose_lines() -> tuple[int, int]:
    """How many lines of paragraphs are too long, and how many there are."""
    lengths = []
    for page in pages():
        text = page.read_text(encoding="utf-8")
        lines = text.split("\n")
        for paragraph in paragraphs(text):
            lengths += [len(line) for line in lines[paragraph.first : paragraph.end]]
    return sum(length > COLUMNS for length in lengths), len(lengths)


if __name__ == "__main__":
    for name, value in figures().items():
        print(f"{name:45} {value:.3g}")
