"""Small disks under Kafka and Cassandra, which can be full."""

import os
import shutil
import subprocess
from pathlib import Path

PARTS = ("kafka", "cassandra")

_MIB = 1 << 20
_SIZE = 3072 * _MIB


class Disks:
    """File systems of their own for the parts' data, made before the stack is; only the superuser can."""

    def __init__(self, home: Path) -> None:
        self._folders = {part: home / "data" / part for part in PARTS}

    def mounted(self) -> bool:
        """Whether all of them are there."""
        return all(folder.is_mount() for folder in self._folders.values())

    def mount(self) -> bool:
        """Mount them; whether that is allowed here. What was mounted before is kept."""
        if os.geteuid() != 0 or shutil.which("mount") is None:
            return False
        for folder in self._folders.values():
            folder.mkdir(parents=True, exist_ok=True)
            if not folder.is_mount() and not self._mount(folder, "rw"):
                return False
        return True

    def unmount(self) -> None:
        for folder in self._folders.values():
            if folder.is_mount():
                subprocess.run(["umount", "-l", folder], check=False)

    def fill(self, part: str) -> None:
        """Leave no space."""
        folder = self._folders[part]
        used = shutil.disk_usage(folder).used
        # What is written meanwhile may not fit any more: then a little more is left.
        for spare in range(64):
            if self._mount(folder, f"remount,size={used + spare * _MIB}"):
                return

    def free_all(self) -> None:
        """Give all of them their space back, where they are mounted."""
        for part, folder in self._folders.items():
            if folder.is_mount():
                self.free(part)

    def free(self, part: str) -> None:
        """Give the space back."""
        self._mount(self._folders[part], f"remount,size={_SIZE}")

    def _mount(self, folder: Path, options: str) -> bool:
        sized = options if "size" in options else f"{options},size={_SIZE}"
        command = ["mount", "-t", "tmpfs", "-o", sized, "tmpfs", str(folder)]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
