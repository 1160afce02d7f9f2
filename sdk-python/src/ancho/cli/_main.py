"""The command ``ancho``: its commands, and what its exit status says."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from ancho import __version__
from ancho._errors import AnchoError, DeploymentFailed, NotReachable, RunFailed
from ancho.cli import (
    again,
    check,
    clean,
    completion,
    delete,
    demo,
    deploy,
    images,
    local,
    lock,
    login,
    plot,
    results,
    runs,
    stack,
    submit,
    users,
)
from ancho.cli._interrupts import ToldInterrupt
from ancho.cli._terminal import settle_streams, tell
from ancho.cli._waiting import activities_told

_FAILED, _REFUSED, _NOT_REACHABLE, _NOT_ROLLED_BACK, _INTERRUPTED = 1, 2, 3, 4, 130


class _Ancho(click.Group):
    """Turns errors into one line and an exit status; lists commands in the order of their registration."""

    def invoke(self, context: click.Context) -> Any:
        settle_streams()
        try:
            with _interruptible(), activities_told():
                return super().invoke(context)
        except click.UsageError as error:
            command = error.ctx.command_path if error.ctx else "ancho"
            tell(f"ancho: {error.format_message().rstrip('.')}; see {command} --help")
            sys.exit(_REFUSED)
        except click.ClickException as error:
            tell(f"ancho: {error.format_message()}")
            sys.exit(error.exit_code)
        except AnchoError as error:
            tell(f"ancho: {error}")
            sys.exit(_status(error))
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(_FAILED)
        except ToldInterrupt:
            sys.exit(_INTERRUPTED)
        except (KeyboardInterrupt, click.Abort):
            tell("interrupted")
            sys.exit(_INTERRUPTED)
        except OSError as error:
            tell(f"ancho: {error.filename}: {error.strerror}" if error.filename else f"ancho: {error}")
            sys.exit(_REFUSED)

    def list_commands(self, context: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Ancho, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ancho")
def main() -> None:
    """Run large stochastic simulations, here or on a cluster.

    RUN is a run's id or the start of it, @last, or a run's name.

    Exit status: 0 completed; 1 the run failed or was cancelled; 2 bad usage or refused input; 3 the service cannot be
    reached; 130 interrupted. With --json, standard output holds one JSON document and nothing else.

    \b
    Examples:
      ancho run walk -n 1e4 --set drift=0.1 --target "ahead: end > 0"
      ancho submit walk -n 1e6 --watch
      ancho replay @last 12345 --pdb
    """


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C raises KeyboardInterrupt within the block, whatever it does outside."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _status(error: AnchoError) -> int:
    if isinstance(error, NotReachable):
        return _NOT_REACHABLE
    if isinstance(error, DeploymentFailed):
        return _NOT_ROLLED_BACK if error.is_rolled_back is False else _FAILED
    return _FAILED if isinstance(error, RunFailed) else _REFUSED


for command in (
    demo.demo,
    stack.up,
    stack.down,
    stack.status,
    local.run,
    check.check,
    submit.submit,
    runs.runs,
    runs.show,
    runs.watch,
    runs.cancel,
    delete.delete,
    delete.models,
    results.summary,
    results.results,
    plot.plot,
    lock.lock,
    again.replay,
    again.reproduce,
    results.failures,
    results.logs,
    clean.clean,
    images.images,
    deploy.deploy,
    deploy.undeploy,
    deploy.scale,
    login.login,
    login.logout,
    login.whoami,
    users.users,
    users.tokens,
    completion.completion,
):
    main.add_command(command)
