"""``ancho completion``."""

import os
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from ancho._errors import InvalidRequest
from ancho._home import home
from ancho.cli._terminal import tell

_SHELLS = ("bash", "zsh", "fish")
_VARIABLE = "_ANCHO_COMPLETE"
_ZSH_NEEDS = "whence compdef > /dev/null || { autoload -Uz compinit && compinit; }\n"


@click.command()
@click.argument("shell", required=False, type=click.Choice(_SHELLS))
@click.option("--install", is_flag=True, help="Have every new shell load it.")
@click.pass_context
def completion(context: click.Context, shell: str | None, install: bool) -> None:
    """Complete commands, options, files and runs with the Tab key.

    Prints the shell's script, or with --install has the shell load it: a line in ~/.bashrc or ~/.zshrc, or a file of
    fish. Without SHELL it is for the shell that $SHELL names.

    \b
    Examples:
      ancho completion --install
      source <(ancho completion bash)
    """
    shell = shell or _own_shell()
    kind = get_completion_class(shell)
    assert kind is not None
    script = kind(context.find_root().command, {}, "ancho", _VARIABLE).source()
    if shell == "zsh":
        script = _ZSH_NEEDS + script
    if not install:
        click.echo(script, nl=False)
    else:
        tell(f"{_install(shell, script)}; it works in new shells")


def _own_shell() -> str:
    name = Path(os.environ.get("SHELL", "")).name
    if name not in _SHELLS:
        raise InvalidRequest(f"which shell? $SHELL is {name or 'not set'}; give one of {', '.join(_SHELLS)}")
    return name


def _install(shell: str, script: str) -> str:
    if shell == "fish":
        file = (
            Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "fish" / "completions" / "ancho.fish"
        )
        _write(file, script)
        return f"written to {file}"
    file = home().absolute() / f"completion.{shell}"
    _write(file, script)
    settings = Path(os.environ.get("ZDOTDIR") or Path.home()) / ".zshrc" if shell == "zsh" else Path.home() / ".bashrc"
    line = f'[ -r "{file}" ] && . "{file}"  # completion of ancho\n'
    present = settings.read_text(encoding="utf-8", errors="replace") if settings.exists() else ""
    if line not in present:
        with settings.open("a", encoding="utf-8") as opened:
            opened.write(line if not present or present.endswith("\n") else "\n" + line)
    return f"loaded by {settings}"


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
