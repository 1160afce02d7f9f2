"""Makes the filters of system calls that models run behind: ``python3 generate.py FOLDER``.

Writes ``seccomp-x86_64.bpf`` and ``seccomp-aarch64.bpf``, as ``bwrap --seccomp`` reads them. Needs libseccomp's own
Python module (on Debian and Ubuntu: python3-seccomp) of version 2.5.4; nobody who runs Ancho does.
"""

import errno
import sys
from pathlib import Path

import seccomp

# Of other processes, of the kernel as a whole, or of parts of it that no model needs and that had holes before.
REFUSED = (
    "keyctl", "add_key", "request_key", "io_uring_setup", "io_uring_enter", "io_uring_register", "bpf",
    "perf_event_open", "userfaultfd", "fanotify_init", "ptrace", "process_vm_readv", "process_vm_writev",
    "process_madvise", "process_mrelease", "kcmp", "pidfd_getfd", "mount", "umount2", "pivot_root", "chroot",
    "move_mount", "open_tree", "fsopen", "fsconfig", "fsmount", "fspick", "mount_setattr", "unshare", "setns",
    "name_to_handle_at", "open_by_handle_at", "swapon", "swapoff", "reboot", "kexec_load", "kexec_file_load",
    "init_module", "finit_module", "delete_module", "acct", "quotactl", "quotactl_fd", "syslog",
    "lookup_dcookie", "nfsservctl", "vhangup", "settimeofday", "clock_settime", "clock_adjtime", "adjtimex",
    "sethostname", "setdomainname", "iopl", "ioperm", "move_pages", "migrate_pages", "vmsplice",
)

# Memory that belongs to no process and to no folder, which nobody could count; programs do without.
UNCOUNTED = (
    "memfd_create", "memfd_secret", "shmget", "msgget", "semget", "mq_open",
)

NEW_NAMESPACES = (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000, 0x00000080)
LARGEST_USUAL_FAMILY = 10  # AF_INET6
UNUSUAL_BELOW = (0, *range(3, 10))  # but AF_UNIX and AF_INET
INJECT_INTO_TERMINAL = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX
WORD = 0xFFFFFFFF


def filter_of(architecture: seccomp.Arch) -> seccomp.SyscallFilter:
    """The filter for one architecture; whatever is called by another's numbers ends the process."""
    made = seccomp.SyscallFilter(seccomp.ALLOW)
    made.set_attr(seccomp.Attr.ACT_BADARCH, seccomp.KILL_PROCESS)
    made.remove_arch(seccomp.Arch())
    made.add_arch(architecture)
    for name in REFUSED:
        refuse(made, errno.EPERM, name)
    for name in (*UNCOUNTED, "clone3"):  # its flags are in memory, where a filter cannot look
        refuse(made, errno.ENOSYS, name)
    for flag in NEW_NAMESPACES:
        refuse(made, errno.EPERM, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, flag, flag))
    for request in INJECT_INTO_TERMINAL:
        refuse(made, errno.EPERM, "ioctl", seccomp.Arg(1, seccomp.MASKED_EQ, WORD, request))
    refuse(made, errno.EAFNOSUPPORT, "socket", seccomp.Arg(0, seccomp.GT, LARGEST_USUAL_FAMILY))
    for family in UNUSUAL_BELOW:
        refuse(made, errno.EAFNOSUPPORT, "socket", seccomp.Arg(0, seccomp.MASKED_EQ, WORD, family))
    return made


def refuse(made: seccomp.SyscallFilter, code: int, name: str, *arguments: seccomp.Arg) -> None:
    """Has a call answered by an error, where the architecture has it."""
    if seccomp.resolve_syscall(seccomp.Arch(), name) != -1:
        made.add_rule(seccomp.ERRNO(code), name, *arguments)


def main(folder: Path) -> None:
    """Write both filters."""
    for architecture, name in ((seccomp.Arch.X86_64, "x86_64"), (seccomp.Arch.AARCH64, "aarch64")):
        with (folder / f"seccomp-{name}.bpf").open("wb") as file:
            filter_of(architecture).export_bpf(file)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
