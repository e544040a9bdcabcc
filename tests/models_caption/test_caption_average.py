"""The mean of two trainings is a network with the lineage of both."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from models import lineage
from models.caption.average import average, main
from models.lineage import Lineage
from stickerguard.errors import StickerguardError


def training(folder: Path, values: list[float], licence: str) -> Path:
    run = folder / "run_all"
    run.mkdir(parents=True)
    weights = {"layer": torch.tensor(values), "places": torch.arange(3)}
    save_file(weights, run / "network.safetensors", Lineage(licences=(licence,)).metadata)
    return folder


def test_weights_are_averaged_and_lineages_joined(tmp_path: Path) -> None:
    first, second = training(tmp_path / "a", [0.0, 1.0], "MIT"), training(tmp_path / "b", [1.0, 3.0], "CC0-1.0")
    main([str(first), str(second), "--out", str(tmp_path / "mean")])
    path = tmp_path / "mean/run_all/network.safetensors"
    found = load_file(path)
    assert found["layer"].tolist() == [0.5, 2.0]
    assert found["places"].tolist() == [0, 1, 2]
    inherited = lineage.of_safetensors(path)
    assert inherited is not None
    assert inherited.licences == ("MIT", "CC0-1.0")


def test_what_cannot_be_averaged_is_named(tmp_path: Path) -> None:
    first, other = training(tmp_path / "a", [0.0, 1.0], "MIT"), training(tmp_path / "b", [1.0], "MIT")
    with pytest.raises(StickerguardError, match="not of the layers"):
        average([first, other], tmp_path / "mean")
    with pytest.raises(StickerguardError, match="finish the training first"):
        average([first, tmp_path / "none"], tmp_path / "mean")
