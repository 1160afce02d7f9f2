"""Pages are set as they are promised to be: a sentence a line, at most 120 columns."""

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from prose import COLUMNS, REPOSITORY, pages, paragraphs, reflowed


def names(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


@pytest.mark.parametrize("page", pages(), ids=names)
def test_a_page_is_set_a_sentence_a_line(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert reflowed(text) == text, f"python conventions/prose.py {names(page)}"


def test_setting_it_anew_changes_no_word_and_breaks_no_code() -> None:
    page = (
        "# A heading that is left as it is. It has two sentences\n\n"
        f"Short. `a b. C` is code, and so is ``x ` y``. {'word ' * 40}Then e.g. This is no end. "
        "See [a. B](c.md). 3 more.\n\n"
        "- An item. Its second sentence\n  goes on.\n\n1. First. Second.\n\n> A quotation. Another.\n\n"
        "| a table. With | cells |\n|---|---|\n| x. Y | z |\n\n```\ncode. Here\n```\n\nA line.  \nA break. Stays.\n"
    )
    set_anew = reflowed(page)
    assert reflowed(set_anew) == set_anew
    lines = set_anew.split("\n")
    assert all(len(line) <= COLUMNS for one in paragraphs(set_anew) for line in lines[one.first : one.end])
    render = MarkdownIt("commonmark").enable("table").render
    assert re.sub(r"\s+", " ", render(page)) == re.sub(r"\s+", " ", render(set_anew))
    for line in ("Short.", "- An item.", "  Its second sentence goes on.", "> Another.", "| x. Y | z |", "code. Here"):
        assert line in lines
