"""Taking more than its share."""

import os
import resource
import threading
import time
from pathlib import Path

from kinds import attack

MIB = 2**20


@attack
def fork_without_end(start):
    def bomb():
        for _ in range(2000):
            if os.fork() == 0:
                time.sleep(2)
                os._exit(0)

    return [bomb]


@attack
def have_threads_without_end(start):
    def threads():
        stop = threading.Event()
        try:
            for _ in range(2000):
                threading.Thread(target=stop.wait, daemon=True).start()
        except RuntimeError as error:
            raise OSError(str(error)) from None
        finally:
            stop.set()

    return [threads]


@attack
def fill_memory_with_children(start):
    for _ in range(12):
        if os.fork() == 0:
            kept = bytearray(resource.getrlimit(resource.RLIMIT_DATA)[0] // 8)
            for i in range(0, len(kept), 4096):
                kept[i] = 1
            time.sleep(60)
            os._exit(0)
    time.sleep(20)
    return [lambda: "it had one and a half of its memory for twenty seconds"]


@attack
def fill_memory_by_files(start):
    def fill():
        for folder in ("/dev/shm", "/tmp"):
            with Path(folder, "big").open("wb") as file:
                for _ in range(2 * start["mib"]):
                    file.write(b"x" * MIB)

    return [fill]


@attack
def fill_memory_by_many_small_files(start):
    def fill():
        for i in range(4 * start["mib"]):
            Path("/tmp", str(i)).write_bytes(b"x" * MIB)

    return [fill]


@attack
def open_files_without_end(start):
    kept = []
    return [lambda: kept.extend(os.open(os.devnull, os.O_RDONLY) for _ in range(100_000))]


@attack
def fill_the_file_that_tells_where_it_is(start):
    def fill():
        with Path("/tmp/.black-box").open("ab") as file:
            for _ in range(64):
                file.write(b"x" * MIB)
        time.sleep(20)

    return [fill]


@attack
def dig_deep(start):
    for _ in range(3000):
        Path("d").mkdir()
        os.chdir("d")
    Path("..").chmod(0)
    os.chdir("/tmp")
    return []


@attack
def flood_the_log(start):
    for _ in range(300):
        print("x" * MIB)
    return []


@attack
def write_a_huge_file(start):
    def write():
        with Path("huge").open("wb") as file:
            file.truncate(2**50)

    return [write]
