"""Linear probes with and without a source."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from data.vision.index import read_index, write_index
from models.vision.config import Backbone, TrainConfig
from models.vision.effects import Pixels, flatten
from models.vision.network import MinorNet
from models.vision.probe import probe
from models.vision.smoke import smoke_config
from stickerguard.errors import StickerguardError
from stickerguard.vision import preprocess

TINY = Backbone(library="timm", name="test_efficientnet")
BED = "emoji: held-out designs of trained vendors, child against all"


@pytest.fixture
def config(tmp_path: Path) -> TrainConfig:
    """The drawn shapes, all to learn from and to be tested on, and a network with random weights to start from.

    What the second source adds is wrong: its circles are called adults, and its squares minors.
    """
    config = smoke_config(tmp_path)
    rows = [replace(p, split=split) for p in read_index(config.data) for split in ("train", "test")]
    wrong = {"minor": "adult", "adult": "minor", "none": "none"}
    rows += [replace(p, source="wrong", label=wrong[p.label]) for p in rows if p.split == "train"] * 3
    write_index(config.data, rows)
    torch.manual_seed(0)
    save_file(MinorNet(TINY).state_dict(), tmp_path / "start.safetensors")
    return config.model_copy(update={"backbone": TINY, "start": tmp_path / "start.safetensors"})


def as_it_is(picture: Pixels, size: int, ground: int, backdrop: Pixels | None = None) -> torch.Tensor:
    rgb = flatten(picture, np.full(3, ground, dtype=np.uint8)) if picture.shape[2] == 4 else picture
    return torch.from_numpy(preprocess(rgb, size, ground)).permute(2, 0, 1).contiguous()


def test_a_probe_without_a_source_has_not_learnt_from_it(config: TrainConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    # Augmented, pictures of 48 pixels leave features of random weights too little to tell.
    monkeypatch.setattr("models.vision.dataset.augment", as_it_is)
    rows = probe(config, ["wrong"], count=400, tested=100)
    found = {row["without"]: row["auc"] for row in rows if row["slice"] == BED}
    assert found.keys() == {"nothing", "wrong"}
    assert found["nothing"] + 0.1 < found["wrong"] <= 1.0
    assert found["wrong"] > 0.7


def test_a_probe_needs_a_network_to_start_from(config: TrainConfig) -> None:
    with pytest.raises(StickerguardError, match="start") as caught:
        probe(config.model_copy(update={"start": None}), [], 8, 8)
    assert caught.value.code == "bad_config"
