"""Text of others: how it is shown on a terminal.

Names, reasons, outputs' names, logs and tracebacks come from models and from other people. A terminal obeys some
characters instead of showing them; here is the one place that takes that power from them.
"""

import codecs
import re
import unicodedata

# C0 and C1 controls, the separators that end a line for some readers, marks and overrides of the writing direction
# (Unicode Standard Annex 9), and halves of surrogate pairs.
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_COMMANDS = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029{_DIRECTIONS}\ud800-\udfff]")
_KEPT = frozenset("\n\t")

_PLAIN = {"±": "+-", "∞": "inf", "−": "-", "–": "-", "…": "...", "×": "x", "·": "*", "“": '"', "”": '"', "’": "'"}


def shown(text: str) -> str:
    """Text in one line that no terminal obeys: what it would obey is written as Python writes it, such as ``\\x1b``."""
    return _COMMANDS.sub(_escaped, text)


def shown_lines(text: str) -> str:
    """As :func:`shown`, but lines stay lines, whether they end in ``\\n`` or ``\\r\\n``, and tabs stay tabs."""
    return _COMMANDS.sub(_escaped_unless_kept, text.replace("\r\n", "\n"))


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")


def _escaped_unless_kept(found: re.Match[str]) -> str:
    return found[0] if found[0] in _KEPT else _escaped(found)


def plain_characters(error: UnicodeError) -> tuple[str, int]:
    """A codec's error handler: ``±`` is ``+-`` where only ASCII can be written, and what has no likeness is escaped."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    part = error.object[error.start : error.end]
    return "".join(_PLAIN.get(c) or c.encode("unicode_escape").decode("ascii") for c in part), error.end


codecs.register_error("ancho-plain", plain_characters)


# Unicode gives controls no names; these are the usual ones. The services have the same table (run.request.Texts).
_CONTROLS = {
    0x00: "NULL",
    0x07: "BELL",
    0x08: "BACKSPACE",
    0x09: "CHARACTER TABULATION",
    0x0A: "LINE FEED",
    0x0D: "CARRIAGE RETURN",
    0x1B: "ESCAPE",
    0x7F: "DELETE",
    0x85: "NEXT LINE",
}


def unfit(text: str) -> str | None:
    """The first character that no name may have, such as ``U+200E LEFT-TO-RIGHT MARK``, or None.

    Names are of models, runs, outputs, targets, labels and files: whatever is shown in one line. What :func:`shown`
    would escape in them is refused.
    """
    found = _COMMANDS.search(text)
    return described(found[0]) if found else None


def described(character: str) -> str:
    """A character by its code point and its name."""
    code = ord(character)
    other = "SURROGATE" if 0xD800 <= code <= 0xDFFF else _CONTROLS.get(code, "CONTROL CHARACTER")
    return f"U+{code:04X} {unicodedata.name(character, other)}"


def encodable(text: str) -> str:
    """The text with halves of surrogate pairs, which no UTF-8 has, written as ``\\ud800``."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
