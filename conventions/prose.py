"""Prose in Markdown, one sentence a line and at most 120 columns.

    python conventions/prose.py [FILE …]     # rewrites them; without files, every page of the repository

Paragraphs are set anew, wherever they stand: a line begins with each sentence, and a sentence that is longer goes on in
the next. Headings, tables, code and what has breaks of its own are left as they are.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt

REPOSITORY = Path(__file__).resolve().parents[1]
COLUMNS = 120

# What is never broken: code, links and pictures.
WHOLE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)|!?\[[^\]]*\]\([^)]*\)|\S*\[[^\]]*\]\([^)]*\)\S*", re.DOTALL)
# A sentence ends at a mark, with what closes behind it, before something that can begin one.
END = re.compile(r"[.!?][\"”’»)*_]*$")
BEGINNING = re.compile(r"[\"“‘«(*_`\[!]*[A-ZÀ-Þ0-9`\[]|[*_`\[]")
ABBREVIATION = re.compile(r"(?:^|[(“\"])(?:e\.g|i\.e|cf|vs|No|St|Dr|pp?|ca|approx)\.$|^[A-Z]\.$|\.\.\.$")
# What would turn a line into something else than prose.
SIGNIFICANT = re.compile(r"(?:[-+*]|\d{1,9}[.)]|#{1,6}|>.*|=+|-+|\|.*|~{3,}.*)$")
SPACE = "\0"


@dataclass(frozen=True)
class Paragraph:
    """Lines of a page that are one paragraph.

    Parameters
    ----------
    first, end
        Its lines, from 0, the end exclusive.
    text
        Its text, without the marks and the indentation before it.
    """

    first: int
    end: int
    text: str


def pages() -> list[Path]:
    """Every page of Markdown that is under version control, or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [path for line in listed.stdout.splitlines() if (path := REPOSITORY / line).exists()]


def paragraphs(page: str) -> Iterator[Paragraph]:
    tokens = MarkdownIt("commonmark").enable("table").parse(page)
    for opening, inline in pairwise(tokens):
        if opening.type == "paragraph_open" and opening.map:
            kinds = {child.type for child in inline.children or []}
            if not kinds & {"hardbreak", "html_inline"}:
                yield Paragraph(opening.map[0], opening.map[1], inline.content)


def reflowed(page: str) -> str:
    """The page with every paragraph set anew; the same page again if that is how it was."""
    lines = page.split("\n")
    for paragraph in reversed(list(paragraphs(page))):
        before = lines[paragraph.first]
        begins = before.rfind(paragraph.text.split("\n")[0].rstrip())
        if begins < 0:
            continue
        prefix = before[:begins]
        hanging = re.sub(r"[^>\s]", " ", prefix)
        set_anew = list(wrapped(paragraph.text, COLUMNS - len(prefix)))
        lines[paragraph.first : paragraph.end] = [prefix + set_anew[0], *(hanging + line for line in set_anew[1:])]
    return "\n".join(lines)


def wrapped(text: str, columns: int) -> Iterator[str]:
    for sentence in sentences(text):
        line = ""
        for word in sentence:
            if line and len(line) + 1 + len(word) > columns and not SIGNIFICANT.match(word):
                yield line
                line = word
            else:
                line = f"{line} {word}" if line else word
        yield line


def sentences(text: str) -> Iterator[list[str]]:
    """The words of each sentence; code and links count as part of a word."""
    masked = WHOLE.sub(lambda match: re.sub(r"\s+", SPACE, match[0]), text)
    sentence: list[str] = []
    words = masked.split()
    for word, following in pairwise([*words, ""]):
        sentence.append(word.replace(SPACE, " "))
        if not following or (
            END.search(word)
            and not ABBREVIATION.search(word)
            and BEGINNING.match(following)
            and not SIGNIFICANT.match(following)
        ):
            yield sentence
            sentence = []


def main(names: list[str]) -> None:
    for path in [Path(name).resolve() for name in names] or pages():
        page = path.read_text(encoding="utf-8")
        if (set_anew := reflowed(page)) != page:
            path.write_text(set_anew, encoding="utf-8")
            print(path.relative_to(REPOSITORY))


if __name__ == "__main__":
    main(sys.argv[1:])
