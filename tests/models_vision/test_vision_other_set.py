"""A network is exported and measured on the set it was trained on alone: another may hold out what it has seen."""

from dataclasses import replace
from pathlib import Path

import pytest

from data.vision.index import read_index, write_index
from models.vision.config import TrainConfig
from models.vision.evaluate import evaluate
from models.vision.export import export
from models.vision.smoke import smoke_config
from models.vision.soup import soup
from models.vision.train import train
from stickerguard.errors import StickerguardError


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> TrainConfig:
    """A training, and then the set built anew with the sides of its pictures changed."""
    config = smoke_config(tmp_path_factory.mktemp("moved")).model_copy(update={"samples_per_epoch": 8})
    train(config)
    export(config, pictures=12, judged=False)
    sides = {"train": "test", "test": "train"}
    write_index(config.data, [replace(row, split=sides.get(row.split, row.split)) for row in read_index(config.data)])
    return config


def test_a_network_of_another_set_is_neither_exported_nor_measured(config: TrainConfig) -> None:
    before = (config.out / "vision.onnx").read_bytes()
    for step in (lambda: export(config, pictures=12), lambda: evaluate(config, config.out / "vision.onnx")):
        with pytest.raises(StickerguardError, match=r"safetensors was trained on another picture set") as caught:
            step()
        assert caught.value.code == "other_set"
    assert (config.out / "vision.onnx").read_bytes() == before


def test_an_average_of_networks_of_another_set_says_so(
    config: TrainConfig, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    network = config.out / "network.safetensors"
    averaged = config.model_copy(update={"soup": {network: 1.0}, "start": network, "out": tmp_path})
    with caplog.at_level("WARNING"):
        soup(averaged)
    assert f"{network}: was trained on another set" in caplog.text
