"""A training on a CPU keeps the memory it frees."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

CODE = """
import numpy as np, psutil
from models.allocation import keep_freed_memory

def resident():
    return psutil.Process().memory_info().rss >> 20

if {keep}:
    assert keep_freed_memory()
before = resident()
block = np.ones(200 << 20, np.uint8)
del block
print(resident() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be told")
@pytest.mark.parametrize(("keep", "kept"), [(True, range(190, 300)), (False, range(50))])
def test_large_blocks_stay_with_the_process_once_it_was_told_so(keep: bool, kept: range) -> None:
    done = subprocess.run([sys.executable, "-c", CODE.format(keep=keep)], capture_output=True, text=True)
    assert int(done.stdout) in kept, done.stderr
