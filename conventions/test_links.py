"""Every link of a page leads somewhere, and every path that a page names exists."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from prose import REPOSITORY, pages

PARSER = MarkdownIt("commonmark").enable("table")
# What is there only once something was built, or has run.
MADE = {"target", "node_modules", "build"}


def names(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


def inline(page: Path) -> Iterator[Token]:
    for token in PARSER.parse(page.read_text(encoding="utf-8")):
        yield from token.children or []


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    tokens = PARSER.parse(page.read_text(encoding="utf-8"))
    headings = [after for before, after in pairwise(tokens) if before.type == "heading_open"]
    texts = ["".join(child.content for child in heading.children or []) for heading in headings]
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in texts}


@pytest.mark.parametrize("page", pages(), ids=names)
def test_links_lead_somewhere(page: Path) -> None:
    targets = [str(token.attrs.get("href") or token.attrs.get("src")) for token in inline(page) if token.attrs]
    for target in targets:
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        linked = (page.parent / path).resolve() if path else page
        assert linked.exists(), f"{target}: there is no {linked}"
        assert not anchor or anchor in anchors(linked), f"{target}: {linked.name} has no such heading"


@pytest.mark.parametrize("page", pages(), ids=names)
def test_paths_that_are_named_exist(page: Path) -> None:
    top = {path.name for path in REPOSITORY.iterdir() if path.is_dir()} - MADE
    for token in inline(page):
        words = re.split(r"[\s,;'\"=]+", token.content) if token.type == "code_inline" else []
        for word in words:
            path = word.removeprefix("./").removeprefix("../").rstrip(":")
            if path.split("/")[0] in top and "/" in path and MADE.isdisjoint(path.split("/")):
                pattern = re.sub(r"…|<[^>]*>|\{[^}]*\}|[A-Z]{3,}", "*", path.rstrip("/")).replace("/*/", "/**/")
                assert any(REPOSITORY.glob(pattern)), f"`{token.content}`: there is no {path}"
