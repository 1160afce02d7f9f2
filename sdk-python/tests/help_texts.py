"""The help of every command as ``./ancho`` shows it before anything is installed: ``sdk-python/help.txt``.

``python sdk-python/tests/help_texts.py`` writes the file anew.
"""

from pathlib import Path

from click.testing import CliRunner

from ancho.cli import main

FILE = Path(__file__).parents[1] / "help.txt"
_WIDTH = 78


def help_texts() -> str:
    """For Ancho itself and for each command, a line ``=== name`` and its help."""
    texts = [("", []), *((name, [name]) for name in main.commands)]
    return "".join(f"=== {name}\n{_help_of(arguments)}" for name, arguments in texts)


def _help_of(arguments: list[str]) -> str:
    shown = CliRunner().invoke(main, [*arguments, "--help"], prog_name="ancho", terminal_width=_WIDTH)
    assert shown.exit_code == 0, shown.output
    return shown.stdout


if __name__ == "__main__":
    FILE.write_text(help_texts(), encoding="utf-8")
