"""Sockets of every kind."""

import socket
from pathlib import Path

from kinds import attack, deed


@attack
def reach_the_middleware(start):
    return [deed(_connect, socket.AF_INET, ("127.0.0.1", port)) for port in start["ports"]]


@attack
def reach_it_by_another_address(start):
    hosts = [("::1", socket.AF_INET6), ("::ffff:127.0.0.1", socket.AF_INET6), ("0.0.0.0", socket.AF_INET)]
    return [deed(_connect, family, (host, port)) for host, family in hosts for port in start["ports"]]


@attack
def reach_the_world(start):
    hosts = ("1.1.1.1", "8.8.8.8", "169.254.169.254", "172.17.0.1")
    return [deed(_connect, socket.AF_INET, (host, port)) for host in hosts for port in (53, 80, 443)]


@attack
def ask_a_name_server(start):
    return [deed(socket.getaddrinfo, "example.com", 80), deed(Path("/etc/resolv.conf").read_text)]


@attack
def reach_a_socket_without_a_file(start):
    return [deed(_connect, socket.AF_UNIX, "\0" + start["abstract"])]


@attack
def reach_a_socket_with_a_file(start):
    paths = (start["socket"], "/run/docker.sock", "/var/run/docker.sock", "/run/dbus/system_bus_socket")
    return [deed(_connect, socket.AF_UNIX, path) for path in paths]


@attack
def use_an_unusual_family(start):
    usual = (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6)
    kinds = (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET, socket.SOCK_RAW)
    return [deed(_make, family, kind) for family in range(46) if family not in usual for kind in kinds]


@attack
def listen_to_everything(start):
    return [deed(_make, socket.AF_INET, socket.SOCK_RAW), deed(_make, socket.AF_PACKET, socket.SOCK_RAW)]


@attack
def use_what_the_executor_left_open(start):
    def sockets():
        found = [str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
        if not any(link.startswith("socket:") for link in found):
            raise OSError("there is no socket")

    return [sockets]


def _connect(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as one:
        one.settimeout(2)
        one.connect(address)


def _make(family, kind):
    socket.socket(family, kind).close()
