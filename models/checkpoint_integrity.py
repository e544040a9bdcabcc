"""Whether a checkpoint was written to its end: one that a kill or a full disk cut off is none to go on from."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from safetensors import SafetensorError, safe_open

NAME = re.compile(r"checkpoint-(\d+)")
_NEEDED = ("model.safetensors", "optimizer.pt", "scheduler.pt", "trainer_state.json")
_ARCHIVES = (".pt", ".pth", ".bin")


def checkpoints(folder: Path) -> list[Path]:
    """The checkpoints in `folder`, whole or not, by their steps."""
    found = [(int(match[1]), path) for path in folder.glob("checkpoint-*") if (match := NAME.fullmatch(path.name))]
    return [path for _, path in sorted(found) if path.is_dir()]


def is_whole(checkpoint: Path, also: Sequence[str] = ()) -> bool:
    """Whether what the trainer writes and the files `also` are there, and every file can be read to its end."""
    if not all((checkpoint / name).is_file() for name in (*_NEEDED, *also)):
        return False
    return all(map(_is_readable, filter(Path.is_file, checkpoint.iterdir())))


def _is_readable(path: Path) -> bool:
    try:
        if path.suffix == ".safetensors":
            with safe_open(path, "pt"):  # compares the size of the file with that of what it lists
                return True
        if path.suffix in _ARCHIVES:
            with ZipFile(path) as file:
                return file.testzip() is None
        if path.suffix == ".json":
            json.loads(path.read_bytes())
    except (OSError, ValueError, EOFError, NotImplementedError, SafetensorError, BadZipFile):
        return False
    return True
