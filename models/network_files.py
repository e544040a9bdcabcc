"""Networks read back from the network.safetensors of a training."""

from __future__ import annotations

from pathlib import Path

from safetensors.torch import load_file
from torch import nn

from models.documents import in_one_line
from stickerguard.errors import StickerguardError

_SHOWN = 200


def trained(path: Path) -> Path:
    """`path`, where a training has left its network.

    Raises StickerguardError, code "not_trained", where there is none.
    """
    if not path.is_file():
        raise StickerguardError(f"{path}: no such file; finish the training first", code="not_trained")
    return path


def fill(network: nn.Module, path: Path) -> None:
    """Give `network` the weights in `path`, a safetensors file.

    Raises StickerguardError, code "bad_weights", for a file that cannot be read and for weights of another network.
    """
    try:
        network.load_state_dict(load_file(path))
    except Exception as error:  # a missing file, another format, another network
        raise StickerguardError(
            f"{path}: cannot use these weights: {in_one_line(error)[:_SHOWN]}; give the configuration and the encoder "
            "or backbone that they were trained with",
            code="bad_weights",
        ) from error
