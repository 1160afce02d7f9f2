"""A model's ``pip-requirements.txt``, read as pip reads it.

What may fetch from elsewhere than the deployment's package index, or run code of the model's while it is installed, is
refused, with the file and the line: addresses, folders, options that name an index.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import normpath

from packaging.requirements import InvalidRequirement, Requirement

from ancho._errors import ModelError
from ancho._text_files import read_text

REQUIREMENTS = "pip-requirements.txt"

_COMMENT = re.compile(r"(^|\s+)#.*$")
_FIRST_OPTION = re.compile(r"\s+(?=-)")
_HASH = re.compile(r"(sha256|sha384|sha512):[0-9a-fA-F]+")
_KEPT = ("--require-hashes", "--pre", "--prefer-binary")
_INCLUDES = {"-r": "-r", "--requirement": "-r", "-c": "-c", "--constraint": "-c"}
_INDEX = "where packages come from is for whoever runs Ancho to say (PIP_INDEX_URL)"
_REFUSED = {
    **dict.fromkeys(("-i", "--index-url", "--pypi-url", "--extra-index-url", "--no-index"), _INDEX),
    **dict.fromkeys(("-f", "--find-links", "--trusted-host"), _INDEX),
    **dict.fromkeys(
        ("-e", "--editable"), "the model's own source is found without being installed; leave the line out"
    ),
    **dict.fromkeys(("--no-binary",), "packages are installed as wheels, none is built from source"),
}
_ELSEWHERE = re.compile(r"^\.|/|\\|\.(whl|zip|tar\.gz|tar\.bz2)$")


@dataclass(frozen=True)
class Requirements:
    """What a model requires.

    Attributes
    ----------
    lines
        requirements and options, one each, in the form in which pip takes them
    constraints
        the same of what must hold for packages that something else requires
    names
        of the packages, in order
    """

    lines: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def read_requirements(folder: Path) -> Requirements:
    """The requirements of the model in a folder, with those of the files that they include.

    Raises
    ------
    ModelError
        naming the file and the line that cannot be read or is not allowed
    """
    if not (folder / REQUIREMENTS).exists():
        return Requirements()
    reader = _Reader(folder)
    reader.read(REQUIREMENTS, reader.lines)
    return Requirements(tuple(reader.lines), tuple(reader.constraints), tuple(reader.names))


@dataclass
class _Reader:
    """Reads files into ordered sets of lines."""

    folder: Path
    lines: dict[str, None] = field(default_factory=dict)
    constraints: dict[str, None] = field(default_factory=dict)
    names: dict[str, None] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)

    def read(self, name: str, into: dict[str, None]) -> None:
        self._open.append(name)
        for number, line in _logical_lines(read_text(self.folder / name, name)):
            try:
                self._take(line, into)
            except _Refusal as refusal:
                raise ModelError(f"{name}, line {number}: {refusal}") from None
        self._open.pop()

    def _take(self, line: str, into: dict[str, None]) -> None:
        if "$" in line:
            raise _Refusal("there must be no $ in it: pip would put the executor's own variables in place of ${NAME}")
        if line.startswith("-"):
            self._take_options(_words(line), into)
            return
        text, *rest = _FIRST_OPTION.split(line, maxsplit=1)
        requirement = _requirement(text)
        if into is self.constraints and requirement.extras:
            raise _Refusal(f"a constraint has no extras: {text!r}")
        if into is self.lines:
            self.names[requirement.name] = None
        into[" ".join([str(requirement), *_hashes(_words(rest[0] if rest else ""))])] = None

    def _take_options(self, words: list[str], into: dict[str, None]) -> None:
        while words:
            option, value = _option(words)
            if option in _INCLUDES:
                path = self._included(_value(value, words))
                self.read(path, self.constraints if _INCLUDES[option] == "-c" else into)
            elif option in _KEPT and value is None:
                self.lines[option] = None
            elif option != "--only-binary" or _value(value, words) != ":all:":  # as everything is installed
                why = _REFUSED.get(option, f"{REQUIREMENTS} may have {', '.join(_KEPT)}, -r FILE and -c FILE")
                raise _Refusal(f"the option {option} is not allowed: {why}")

    def _included(self, given: str) -> str:
        """The path in the model's folder of a file that one of its files names, relative to itself."""
        if not given:
            raise _Refusal("names no file")
        path = normpath(Path(self._open[-1]).parent.joinpath(given).as_posix())
        if "://" in given or path.startswith(("/", "..")) or not self._is_within(path):
            raise _Refusal(f"{given!r} is not in the model's folder")
        if not (self.folder / path).is_file():
            raise _Refusal(f"there is no file {given!r} in the model's folder")
        if path in self._open:
            raise _Refusal(f"{given!r} includes itself")
        return path

    def _is_within(self, path: str) -> bool:
        return (self.folder / path).resolve().is_relative_to(self.folder.resolve())


class _Refusal(Exception):  # noqa: N818
    """Why a line is refused."""


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines and the numbers of their first, continued ones joined as pip joins them, without comments."""
    parts: list[str] = []
    first = 1
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        first = first if parts else number
        is_comment = _COMMENT.match(line) is not None
        parts.append(f" {line}" if is_comment else line.rstrip("\\") if line.endswith("\\") else line)
        if line.endswith("\\") and not is_comment and number < len(lines):
            continue
        if joined := _COMMENT.sub("", "".join(parts)).strip():
            yield first, joined
        parts = []


def _requirement(text: str) -> Requirement:
    try:
        requirement = Requirement(text)
    except InvalidRequirement as error:
        why = "files and folders are not installed" if _ELSEWHERE.search(text) else str(error).splitlines()[0]
        why = "nothing is installed from an address" if "://" in text else why
        raise _Refusal(f"must be a package's name and version, not {text!r}: {why}") from None
    if requirement.url or _ELSEWHERE.search(requirement.name):
        why = "nothing is installed from an address" if requirement.url else "files and folders are not installed"
        raise _Refusal(f"must be a package's name and version, not {text!r}: {why}")
    return requirement


def _hashes(words: list[str]) -> list[str]:
    """What pip-compile writes behind a requirement, each as one word."""
    hashes = []
    while words:
        option, value = _option(words)
        if option != "--hash":
            raise _Refusal(f"the option {option} is not allowed behind a requirement; --hash is")
        value = _value(value, words)
        if not _HASH.fullmatch(value):
            raise _Refusal(f"--hash must be sha256:…, sha384:… or sha512:…, not {value!r}")
        hashes.append(f"--hash={value}")
    return hashes


def _option(words: list[str]) -> tuple[str, str | None]:
    """Takes the first word apart: an option, and its value if that is in the same word."""
    word = words.pop(0)
    if word.startswith("--"):
        option, equals, value = word.partition("=")
        return option, value if equals else None
    if not word.startswith("-"):
        raise _Refusal(f"{word!r} is no option")
    return word[:2], word[2:] or None


def _value(attached: str | None, words: list[str]) -> str:
    """An option's value: in its own word, or in the next."""
    if attached is not None:
        return attached
    return words.pop(0) if words else ""


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError as error:
        raise _Refusal(f"{text!r} cannot be read: {error}") from None
