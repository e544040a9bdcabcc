"""A model that looks at each picture twice, as it is and at half its size."""

from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
import torch

from data.vision.index import read_index
from models.vision.config import TrainConfig
from models.vision.export import export
from models.vision.graph import Deployed
from models.vision.network import MinorNet, halved, normalise
from models.vision.smoke import smoke_config
from models.vision.train import load_trained, predict, train
from models.vision.unfold import read_layers, unfold


def two_sizes(folder: Path) -> TrainConfig:
    return smoke_config(folder).model_copy(update={"halved": 0.5})


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> TrainConfig:
    config = two_sizes(tmp_path_factory.mktemp("two_sizes"))
    train(config)
    export(config, pictures=12)
    return config


def pictures(count: int, side: int = 48) -> np.ndarray:
    return np.random.default_rng(7).integers(0, 256, (count, side, side, 3), dtype=np.uint8)


def logits(config: TrainConfig, name: str, images: np.ndarray) -> np.ndarray:
    run = ort.InferenceSession(str(config.out / name))
    return np.asarray(run.run(["minor_logit"], {"image": images})[0])


def test_the_logit_is_the_mean_of_both_looks(config: TrainConfig) -> None:
    images, network = pictures(3), load_trained(config)
    inputs = normalise(torch.from_numpy(images).permute(0, 3, 1, 2), config.backbone)
    with torch.inference_mode():
        whole, half = network(inputs)[:, 0], network(halved(inputs))[:, 0]
    assert inputs.shape[2] == 2 * halved(inputs).shape[2]
    assert (whole - half).abs().max() > 1e-3
    np.testing.assert_allclose(logits(config, "vision_fp32.onnx", images), ((whole + half) / 2).numpy(), atol=1e-4)


@pytest.mark.parametrize("count", [1, 2, 7])
def test_torch_and_the_float_graph_agree(config: TrainConfig, count: int) -> None:
    images = pictures(count)
    with torch.inference_mode():
        logit, *_ = Deployed(load_trained(config), config.backbone, two_sizes=True)(torch.from_numpy(images))
    np.testing.assert_allclose(logits(config, "vision_fp32.onnx", images), logit.numpy(), atol=1e-4)


def test_what_is_measured_in_training_is_what_is_exported(config: TrainConfig) -> None:
    tested = [p for p in read_index(config.data) if p.split == "test"]
    both = predict(load_trained(config), config, tested)
    one = predict(load_trained(config), config.model_copy(update={"halved": 0.0}), tested)
    assert np.abs(both - one).max() > 1e-3


def test_company_changes_no_score(config: TrainConfig) -> None:
    images = pictures(5)
    alone = np.concatenate([logits(config, "vision.onnx", image[np.newaxis]) for image in images])
    np.testing.assert_array_equal(logits(config, "vision.onnx", images), alone)


@pytest.mark.parametrize("side", [33, 64, 160])
def test_sizes_never_exported_run(config: TrainConfig, side: int) -> None:
    assert np.isfinite(logits(config, "vision.onnx", pictures(2, side))).all()


def test_both_looks_share_their_weights(config: TrainConfig, smoke: TrainConfig) -> None:
    for name in ("vision.onnx", "vision_fp32.onnx"):
        assert (config.out / name).stat().st_size < 1.2 * (smoke.out / name).stat().st_size


@pytest.mark.parametrize("name", ["vision.onnx", "vision_fp32.onnx"])
def test_the_graph_becomes_one_network_again(config: TrainConfig, name: str) -> None:
    convolutions, _ = read_layers(config.out / name)
    assert len(convolutions) == len([m for m in load_trained(config).modules() if isinstance(m, torch.nn.Conv2d)])
    network = MinorNet(config.backbone)
    unfold(config.out / name, network)
    tested = [p for p in read_index(config.data) if p.split == "test"]
    found, wanted = (predict(one, config, tested)[:, 0] for one in (network.eval(), load_trained(config)))
    assert wanted.std() > 0
    np.testing.assert_allclose(found, wanted, atol=1e-3 if name == "vision_fp32.onnx" else 0.1)


def test_a_resumed_run_halves_the_same_steps(config: TrainConfig, tmp_path: Path) -> None:
    broken = two_sizes(tmp_path)
    train(broken, max_epochs=1)
    train(broken, resume=True)
    one, other = load_trained(config).state_dict(), load_trained(broken).state_dict()
    assert all(torch.equal(one[name], other[name]) for name in one)
