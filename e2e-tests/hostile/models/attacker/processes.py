"""Other processes: seeing them, ending them, reading them, outliving the run."""

import os
import signal
import subprocess
from pathlib import Path

from kinds import attack, call, deed, must_not


@attack
def kill_the_executor(start):
    return [deed(os.kill, start["executor"], signal.SIGKILL), deed(os.kill, start["supervisor"], signal.SIGKILL)]


@attack
def stop_the_executor(start):
    return [deed(os.kill, start["executor"], signal.SIGSTOP), deed(os.killpg, start["executor"], signal.SIGSTOP)]


@attack
def see_the_processes_of_others(start):
    own = {"bwrap", "python", "python3", "setpriv", "prlimit"}

    def sees():
        names = {path.read_text().strip() for path in Path("/proc").glob("[0-9]*/comm")}
        print(names)
        return any(not any(name.startswith(mine) for mine in own) for name in names)

    return [must_not(sees, "there are none but its own")]


@attack
def read_the_environments_of_others(start):
    def reads():
        return any(b"ANCHO_KAFKA" in path.read_bytes() for path in Path("/proc").glob("[0-9]*/environ") if _own(path))

    return [
        must_not(reads, "there are no platform's variables"),
        deed(Path(f"/proc/{start['executor']}/environ").read_bytes),
    ]


@attack
def read_the_memory_of_others(start):
    attach = 16
    return [
        call("ptrace", attach, 1, 0, 0),
        call("ptrace", attach, start["executor"], 0, 0),
        call("process_vm_readv", 1, 0, 0, 0, 0, 0),
        deed(_read, "/proc/1/mem"),
        deed(_read, "/proc/kcore"),
    ]


@attack
def leave_a_daemon_behind(start):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            os.closerange(0, 1024)
            os.execve("/usr/bin/env", ["env", "sleep", start["marker"]], {"PATH": "/usr/bin"})
        os._exit(0)
    return []


@attack
def become_another_user(start):
    su = deed(subprocess.check_output, ["/usr/bin/su", "-c", "true"], 0, None, subprocess.DEVNULL)
    return [deed(os.setuid, 1), deed(os.setgid, 1), deed(os.setgroups, [0]), deed(_succeeds, su)]


@attack
def have_capabilities(start):
    def has():
        lines = Path("/proc/self/status").read_text().splitlines()
        sets = {line.split()[0]: int(line.split()[1], 16) for line in lines if line.startswith(("CapEff", "CapPrm"))}
        return any(sets.values())

    return [must_not(has, "there are none")]


def _succeeds(command):
    try:
        command()
    except (subprocess.CalledProcessError, OSError) as error:
        raise OSError(str(error)) from None


def _own(path):
    return os.access(path, os.R_OK)


def _read(path):
    with Path(path).open("rb") as file:
        file.read(1)
