"""Averages of networks: aligned without a change, mixed by shares, measured anew."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from models.vision.config import Backbone, TrainConfig
from models.vision.network import MinorNet
from models.vision.smoke import smoke_config
from models.vision.soup import aligned, average, measure_statistics, soup
from models.vision.train import load_trained, plain_state
from stickerguard.errors import StickerguardError

SPEC = Backbone(library="timm", name="efficientnet_lite0")


def network(seed: int) -> MinorNet:
    torch.manual_seed(seed)
    made = MinorNet(SPEC)
    measure_statistics(made, torch.randn(64, 3, 32, 32))
    return made


def test_an_aligned_network_computes_the_same_with_kernels_of_the_other_size() -> None:
    start, own = network(0), network(0)
    pictures = torch.randn(4, 3, 32, 32)
    with torch.no_grad():
        wanted = own(pictures)
        for scale in (0.3, 2.0):
            own.backbone.conv_stem.weight *= scale
            own.backbone.bn1.running_mean *= scale
            own.backbone.bn1.running_var *= scale**2
            found = aligned(own, start)(pictures)
            assert torch.allclose(found, wanted, atol=2e-2 * float(wanted.abs().max()))
            assert torch.allclose(own.backbone.conv_stem.weight, start.backbone.conv_stem.weight, rtol=1e-4)


def test_networks_that_are_not_there_are_named_before_any_picture_is_read(tmp_path: Path) -> None:
    gone = [tmp_path / "a.safetensors", tmp_path / "b.safetensors"]
    config = smoke_config(tmp_path).model_copy(update={"soup": dict.fromkeys(gone, 0.5)})
    (config.data / "index.csv").unlink()
    with pytest.raises(StickerguardError, match=r"soup: .*a\.safetensors, .*b\.safetensors: no such file") as caught:
        soup(config)
    assert caught.value.code == "not_trained"


def test_an_average_is_taken_by_shares() -> None:
    first, second = network(1), network(2)
    wanted = 0.25 * first.heads.weight.detach() + 0.75 * second.heads.weight.detach()
    assert torch.allclose(average([first, second], [1, 3]).heads.weight, wanted)


def test_statistics_are_those_of_the_pictures_at_both_sizes() -> None:
    made = MinorNet(SPEC)
    made.backbone.conv_stem.weight.data.fill_(1.0)
    measure_statistics(made, torch.ones(64, 3, 32, 32), two_sizes=True)
    assert not made.training
    with torch.no_grad():
        whole, half = (float(made.backbone.conv_stem(torch.ones(1, 3, side, side)).mean()) for side in (32, 16))
    assert whole != half
    assert float(made.backbone.bn1.running_mean[0]) == pytest.approx((whole + half) / 2, rel=1e-4)


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TrainConfig:
    monkeypatch.setattr("models.vision.soup._SEEN", 64)
    parts = {tmp_path / f"{seed}.safetensors": 0.5 for seed in (3, 4)}
    for seed, path in zip((3, 4), parts, strict=True):
        save_file(plain_state(network(seed)), path)
    return smoke_config(tmp_path).model_copy(update={"soup": parts})


def test_a_soup_lies_between_its_parts_and_can_be_exported(config: TrainConfig) -> None:
    soup(config)
    heads = [network(seed).heads.weight for seed in (3, 4)]
    assert torch.allclose(load_trained(config).heads.weight, (heads[0] + heads[1]) / 2)


def test_a_soup_of_nothing_or_of_other_networks_is_refused(config: TrainConfig, tmp_path: Path) -> None:
    with pytest.raises(StickerguardError, match="names no networks"):
        soup(config.model_copy(update={"soup": {}}))
    with pytest.raises(StickerguardError, match=r"gone\.onnx"):
        soup(config.model_copy(update={"soup": {tmp_path / "gone.onnx": 1.0}}))


def test_a_network_whose_norms_come_before_its_convolutions_is_refused(config: TrainConfig, tmp_path: Path) -> None:
    spec = Backbone(library="timm", name="densenet121")
    save_file(plain_state(MinorNet(spec)), tmp_path / "dense.safetensors")
    changed = {"backbone": spec, "soup": {tmp_path / "dense.safetensors": 1.0}}
    with pytest.raises(StickerguardError, match="does not follow a convolution"):
        soup(config.model_copy(update=changed))
