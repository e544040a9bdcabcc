"""A training whose last checkpoint was cut off goes on from the one before; a full disk is named."""

import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from models.training import last_checkpoint, training_arguments
from models.vision.config import TrainConfig
from models.vision.smoke import smoke_config
from models.vision.train import train
from stickerguard.errors import StickerguardError


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> TrainConfig:
    """A training of two epochs that came to its end."""
    config = smoke_config(tmp_path_factory.mktemp("cut")).model_copy(update={"samples_per_epoch": 8})
    train(config)
    return config


@pytest.fixture
def limited() -> Iterator[Callable[[int], None]]:
    """Sets how large a file may become."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize("name", ["model.safetensors", "average.safetensors", "optimizer.pt", "trainer_state.json"])
@pytest.mark.parametrize("cut", [halve, Path.unlink])
def test_a_training_goes_on_from_the_last_whole_checkpoint(
    finished: TrainConfig, capsys: pytest.CaptureFixture[str], name: str, cut: Callable[[Path], None]
) -> None:
    network = finished.out / "network.safetensors"
    before = load_file(network)
    network.unlink()
    cut(finished.out / "checkpoints" / "checkpoint-2" / name)
    train(finished, resume=True)
    after = load_file(network)
    assert all(torch.equal(value, after[key]) for key, value in before.items())


def test_a_training_without_any_whole_checkpoint_begins_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    config = smoke_config(tmp_path).model_copy(update={"samples_per_epoch": 8})
    train(config, max_epochs=1)
    halve(config.out / "checkpoints" / "checkpoint-1" / "model.safetensors")
    with caplog.at_level("WARNING"):
        train(config, resume=True, max_epochs=1)
    assert "checkpoint-1: was cut off while it was written; removed, the training begins anew" in caplog.text


@pytest.mark.parametrize("size", [1_000_000, 20_000_000])
def test_a_full_disk_is_named_and_costs_one_checkpoint(
    tmp_path: Path, limited: Callable[[int], None], size: int
) -> None:
    config = smoke_config(tmp_path).model_copy(update={"samples_per_epoch": 8})
    limited(size)
    with pytest.raises(StickerguardError, match=r"no more could be written, .* make room, .* RESUME=1") as caught:
        train(config)
    assert caught.value.code == "disk_full"
    arguments = training_arguments(
        config.out, epochs=1, batch=8, learning_rate=0.1, weight_decay=0.1, seed=1, workers=0
    )  # fmt: skip
    assert last_checkpoint(arguments) is None
