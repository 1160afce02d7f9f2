"""System calls that no model needs."""

import ctypes
import os
import platform
from pathlib import Path

from kinds import attack, call, deed, system_call

NAMESPACES = {
    "mount": 0x20000,
    "uts": 0x4000000,
    "ipc": 0x8000000,
    "user": 0x10000000,
    "pid": 0x20000000,
    "net": 0x40000000,
    "cgroup": 0x2000000,
    "time": 0x80,
}
X86 = {
    "keyctl": 250,
    "add_key": 248,
    "request_key": 249,
    "bpf": 321,
    "perf_event_open": 298,
    "userfaultfd": 323,
    "io_uring_setup": 425,
    "kcmp": 312,
    "pidfd_getfd": 438,
    "open_by_handle_at": 304,
    "name_to_handle_at": 303,
    "fsopen": 430,
    "open_tree": 428,
    "move_mount": 429,
    "mount_setattr": 442,
    "process_madvise": 440,
    "clone3": 435,
    "memfd_create": 319,
    "memfd_secret": 447,
    "syslog": 103,
    "kexec_load": 246,
    "init_module": 175,
    "clone": 56,
}
ARM = {
    "keyctl": 219,
    "add_key": 217,
    "request_key": 218,
    "bpf": 280,
    "perf_event_open": 241,
    "userfaultfd": 282,
    "io_uring_setup": 425,
    "kcmp": 272,
    "pidfd_getfd": 438,
    "open_by_handle_at": 265,
    "name_to_handle_at": 264,
    "fsopen": 430,
    "open_tree": 428,
    "move_mount": 429,
    "mount_setattr": 442,
    "process_madvise": 440,
    "clone3": 435,
    "memfd_create": 279,
    "memfd_secret": 447,
    "syslog": 116,
    "kexec_load": 104,
    "init_module": 105,
    "clone": 220,
}
CALLS = ARM if platform.machine() == "aarch64" else X86


@attack
def make_a_namespace(start):
    return [call("unshare", flag) for flag in NAMESPACES.values()]


@attack
def be_cloned_into_a_namespace(start):
    return [system_call(CALLS["clone"], flag | 17, 0, 0, 0, 0) for name, flag in NAMESPACES.items() if name != "time"]


@attack
def clone_with_flags_in_memory(start):
    arguments = (ctypes.c_uint64 * 11)(NAMESPACES["user"], 0, 0, 0, 17)
    return [system_call(CALLS["clone3"], ctypes.addressof(arguments), ctypes.sizeof(arguments))]


@attack
def enter_a_namespace(start):
    def enter(name):
        descriptor = os.open(f"/proc/1/ns/{name}", os.O_RDONLY)
        call("setns", descriptor, 0)()

    return [deed(enter, name) for name in ("user", "mnt", "net", "pid")]


@attack
def mount_something(start):
    Path("/tmp/mounted").mkdir(exist_ok=True)
    kinds = (b"tmpfs", b"proc", b"sysfs", b"overlay", b"cgroup2")
    mounts = [call("mount", b"none", b"/tmp/mounted", kind, 0, b"") for kind in kinds]
    bind, again = 4096, 32
    return [
        *mounts,
        call("mount", b"/", b"/tmp/mounted", None, bind, None),
        call("mount", None, b"/", None, again, None),
    ]


@attack
def take_the_walls_down(start):
    return [call("umount2", path, 2) for path in (b"/tmp", b"/proc", b"/dev/shm", b"/model", b"/")]


@attack
def move_the_root(start):
    return [deed(os.chroot, "/tmp"), system_call(155 if CALLS is X86 else 41, 0, 0)]


@attack
def keep_keys(start):
    possessor = -2
    return [
        system_call(CALLS["keyctl"], 0, possessor, 0),
        system_call(CALLS["add_key"], 0, 0, 0, 0, -2),
        system_call(CALLS["request_key"], 0, 0, 0, -2),
    ]


@attack
def use_parts_of_the_kernel_that_had_holes(start):
    names = (
        "bpf",
        "perf_event_open",
        "userfaultfd",
        "io_uring_setup",
        "kcmp",
        "pidfd_getfd",
        "open_by_handle_at",
        "name_to_handle_at",
        "fsopen",
        "open_tree",
        "move_mount",
        "mount_setattr",
        "process_madvise",
        "syslog",
        "kexec_load",
        "init_module",
    )
    blocked = {1, 38}  # EPERM, ENOSYS: the filter's answer, not a complaint about the arguments

    def is_refused(name):
        try:
            system_call(CALLS[name], 0, 0, 0, 0, 0)()
        except OSError as error:
            if error.errno in blocked:
                raise
            print(f"{name} was looked at: {error}")

    return [deed(is_refused, name) for name in names]


@attack
def have_memory_that_nobody_counts(start):
    shmget = 29 if CALLS is X86 else 194
    return [
        system_call(CALLS["memfd_create"], 0, 0),
        system_call(CALLS["memfd_secret"], 0),
        system_call(shmget, 0, 4096, 0o1600),
    ]


@attack
def type_into_the_terminal(start):
    import fcntl

    tiocsti = 0x5412
    return [deed(fcntl.ioctl, descriptor, tiocsti, b"x") for descriptor in (0, 1, 2)]
