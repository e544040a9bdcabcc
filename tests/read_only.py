"""A command on a machine where one folder is mounted read-only, as a share or a mounted backup is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_MOUNTED = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'


def with_read_only(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """The command where nothing can be written in `folder`; skips the test where nothing may be mounted."""

    def run(*command: object) -> subprocess.CompletedProcess[str]:
        within = ["unshare", "--map-root-user", "--mount", "sh", "-c", _MOUNTED, folder, *command]
        return subprocess.run(list(map(str, within)), capture_output=True, text=True, check=False)

    try:
        if run("true").returncode:
            pytest.skip("nothing may be mounted here")
    except FileNotFoundError:
        pytest.skip("there is no unshare here")
    return run(sys.executable, "-B", "-m", "stickerguard", *arguments)
