"""The picture set that a network was trained on, noted in its file: only of that set is it known what is held out."""

from __future__ import annotations

from pathlib import Path

from safetensors import SafetensorError, safe_open

from models.checkpoints import hash_of
from stickerguard.errors import StickerguardError

SET = "set"
"""Key of the metadata of a safetensors file: the SHA-256 of the index, which has that of each picture."""


def note_of(data: Path) -> dict[str, str]:
    """What a training on the set in `data` notes in the header of its network."""
    return {SET: hash_of([data / "index.csv"])}


def is_of_another(network: Path, data: Path) -> bool:
    """Whether the file `network` notes a set and it is not the one in `data`."""
    try:
        with safe_open(network, "pt") as file:
            noted = (file.metadata() or {}).get(SET)
    except (OSError, SafetensorError):
        return False
    return noted not in (None, note_of(data)[SET])


def check_set(network: Path, data: Path) -> None:
    """Raise StickerguardError, code "other_set", where `network` was trained on another set than that in `data`."""
    if is_of_another(network, data):
        raise StickerguardError(
            f"{data / 'index.csv'}: {network} was trained on another picture set, so pictures that calibrate and test "
            "here may have trained it; build the set anew from what it was trained on (make data), or train again "
            "(make train-vision)",
            code="other_set",
        )
