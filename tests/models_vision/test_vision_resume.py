"""Which checkpoints a vision training goes on from."""

from pathlib import Path

import pytest
from safetensors.torch import load_file, save_file

from data.vision.index import read_index, write_index
from models.training import last_checkpoint, training_arguments
from models.vision.config import Backbone, TrainConfig
from models.vision.export import export
from models.vision.smoke import smoke_config
from models.vision.train import load_trained, train
from stickerguard.errors import StickerguardError
from tests.drawing import encode, shapes

RESNET = Backbone(library="torchvision", name="resnet18")


def checkpoint_of(config: TrainConfig) -> str | None:
    return last_checkpoint(
        training_arguments(config.out, epochs=1, batch=8, learning_rate=0.1, weight_decay=0.1, seed=1, workers=0)
    )


@pytest.fixture
def config(tmp_path: Path) -> TrainConfig:
    """A training that was cut off after its first epoch."""
    broken = smoke_config(tmp_path).model_copy(update={"samples_per_epoch": 8})
    train(broken, max_epochs=1)
    return broken


def other_pictures(config: TrainConfig) -> TrainConfig:
    index = config.data / "index.csv"
    index.write_text(index.read_text("utf-8").replace("own work", "CC0-1.0"), "utf-8")
    return config


def pictures_replaced(config: TrainConfig) -> TrainConfig:
    """The set built anew of other pictures under the same names."""
    rows = read_index(config.data)
    for row in rows:
        (config.data / row.file).write_bytes(encode(shapes((64, 64), seed=len(row.file)), "PNG"))
    write_index(config.data, rows)
    return config


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (other_pictures, "data differ"),
        (pictures_replaced, "data differ"),
        (lambda config: config.model_copy(update={"backbone": RESNET}), "backbone differ"),
        (lambda config: config.model_copy(update={"learning_rate": 0.5, "seed": 2}), "learning_rate, seed differ"),
    ],
)
def test_a_training_goes_on_only_from_checkpoints_of_its_own(config: TrainConfig, change: object, words: str) -> None:
    assert callable(change)
    before = checkpoint_of(config)
    other = change(config)
    with pytest.raises(StickerguardError, match=f"checkpoints are of another training: {words}") as caught:
        train(other, resume=True)
    assert caught.value.code == "other_training"
    assert checkpoint_of(config) == before is not None
    train(other, max_epochs=1)
    train(other.model_copy(update={"threads": 2}), resume=True)
    load_trained(other)


def test_other_weights_under_the_name_of_the_start_are_another_training(smoke: TrainConfig, tmp_path: Path) -> None:
    start = tmp_path / "start.safetensors"
    start.write_bytes((smoke.out / "network.safetensors").read_bytes())
    config = smoke_config(tmp_path).model_copy(update={"samples_per_epoch": 8, "start": start})
    train(config, max_epochs=1)
    weights = load_file(start)
    weights["heads.bias"] += 1
    save_file(weights, start)
    with pytest.raises(StickerguardError, match="another training: start differ"):
        train(config, resume=True)


def test_checkpoints_of_which_nothing_is_noted_are_not_gone_on_from(config: TrainConfig) -> None:
    (config.out / "training.json").unlink()
    with pytest.raises(StickerguardError, match="nothing says which training these checkpoints are of"):
        train(config, resume=True)


def test_a_training_that_begins_anew_removes_the_checkpoints_of_a_former_one(config: TrainConfig) -> None:
    old = Path(str(checkpoint_of(config)))
    (old.parent / "checkpoint-900").mkdir()
    train(config, max_epochs=1)
    assert [path.name for path in old.parent.iterdir()] == [old.name]


def test_an_export_with_another_backbone_names_the_weights(smoke: TrainConfig) -> None:
    before = (smoke.out / "vision.onnx").read_bytes()
    with pytest.raises(
        StickerguardError, match=r"network\.safetensors: cannot use these weights: .*configuration"
    ) as e:
        export(smoke.model_copy(update={"backbone": RESNET}), pictures=12)
    assert e.value.code == "bad_weights"
    assert "\n" not in str(e.value)
    assert (smoke.out / "vision.onnx").read_bytes() == before
