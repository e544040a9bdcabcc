"""What a training says where its disk takes no more."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safetensors import SafetensorError

from stickerguard.errors import StickerguardError

# No space left, a quota that is used up, and a limit on the size of a file.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NUMBER = re.compile(r"\(os error (\d+)\)")
# Torch's writer does not say why it failed; its reader fails by the same file.
_BY_TORCH = re.compile(r"PytorchStreamWriter|inline_container(?!.*Reader)", re.DOTALL)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Whatever is written below `folder` while a training runs.

    Raises StickerguardError, code "disk_full", where its disk, a quota or a limit takes no more.
    """
    try:
        yield
    except (OSError, RuntimeError, SafetensorError) as error:
        if not _is_full(error):
            raise
        free = shutil.disk_usage(folder).free / 1_000_000 if folder.is_dir() else 0
        raise StickerguardError(
            f"{folder}: no more could be written, {free:,.0f} MB are free: {' '.join(str(error).split())}; make room, "
            "then go on from the last whole checkpoint with RESUME=1",
            code="disk_full",
        ) from error


def _is_full(error: OSError | RuntimeError | SafetensorError) -> bool:
    if isinstance(error, OSError):
        return error.errno in _FULL
    if isinstance(error, RuntimeError):
        return bool(_BY_TORCH.search(str(error)))
    found = _NUMBER.search(str(error))
    return found is not None and int(found[1]) in _FULL
