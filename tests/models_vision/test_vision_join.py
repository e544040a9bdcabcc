"""Two networks side by side: their logits by shares, one file, taken back from an int8 graph, trained on."""

from pathlib import Path

import numpy as np
import pytest
import torch
from pydantic import ValidationError
from safetensors.torch import save_file

from data.vision.index import read_index
from models.vision.config import Backbone, TrainConfig
from models.vision.dataset import read_for_test
from models.vision.graph import to_onnx
from models.vision.join import join
from models.vision.network import MinorNet, normalise
from models.vision.quantise import quantise
from models.vision.smoke import smoke_config
from models.vision.soup import measure_statistics
from models.vision.train import load_trained, plain_state, train
from models.vision.unfold import unfold
from models.vision.weights import compare
from stickerguard.errors import StickerguardError

SECOND = Backbone(library="timm", name="test_efficientnet")
BOTH = Backbone(library="timm", name="efficientnet_lite0", beside=SECOND)
FIRST = BOTH.model_copy(update={"beside": None})


def network(spec: Backbone, seed: int) -> MinorNet:
    torch.manual_seed(seed)
    made = MinorNet(spec)
    with torch.no_grad():
        made.heads.bias.copy_(torch.tensor([0.3 * seed, -0.2]))
    measure_statistics(made, torch.randn(64, 3, 32, 32))
    return made


@pytest.fixture
def parts() -> list[MinorNet]:
    return [network(FIRST, 1), network(SECOND, 2)]


@pytest.fixture
def config(tmp_path: Path, parts: list[MinorNet]) -> TrainConfig:
    """A recipe that joins `parts`, three quarters and one quarter."""
    shares = dict(zip((tmp_path / "first.safetensors", tmp_path / "second.safetensors"), (0.75, 0.25), strict=True))
    for part, path in zip(parts, shares, strict=True):
        save_file(plain_state(part), path)
    return smoke_config(tmp_path).model_copy(update={"backbone": BOTH, "joined": shares})


@pytest.mark.parametrize("two_sizes", [False, True])
def test_both_are_heard_by_their_shares(config: TrainConfig, parts: list[MinorNet], two_sizes: bool) -> None:
    join(config)
    joined = load_trained(config)
    pictures = torch.randn(4, 3, 64, 64)
    with torch.no_grad():
        first, second = (part(pictures, two_sizes=two_sizes) for part in parts)
        found, places = joined.logits_and_map(pictures, two_sizes=two_sizes)
        torch.testing.assert_close(found, 0.75 * first + 0.25 * second, atol=1e-5, rtol=1e-4)
        torch.testing.assert_close(joined(pictures, two_sizes=two_sizes), found)
        at_full_size = joined(pictures)[:, 0] - joined.heads.bias[0]
    torch.testing.assert_close(places.mean((1, 2)), at_full_size, atol=1e-5, rtol=1e-4)


def test_a_graph_of_two_becomes_two_again(config: TrainConfig, tmp_path: Path) -> None:
    join(config)
    joined = load_trained(config)
    images = [read_for_test(config.data / p.file, 64, 127) for p in read_index(config.data)]
    to_onnx(joined, BOTH, 64, tmp_path / "raw.onnx", two_sizes=True)
    quantise(tmp_path / "raw.onnx", tmp_path / "int8.onnx", images, "minmax", reduce_range=True)
    # The quantiser mixes the layers of the two; each must be found in its place, with its weights but for rounding.
    compare(joined, tmp_path / "int8.onnx")
    again = MinorNet(BOTH).eval()
    unfold(tmp_path / "raw.onnx", again)
    pictures = normalise(torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2), BOTH)
    with torch.no_grad():
        wanted, found = joined(pictures, two_sizes=True), again(pictures, two_sizes=True)
    torch.testing.assert_close(found, wanted, atol=1e-3, rtol=1e-2)


def test_a_training_goes_on_from_both(config: TrainConfig) -> None:
    join(config)
    start = config.out.rename(config.out.with_name("joined")) / "network.safetensors"
    before = load_trained(config.model_copy(update={"out": start.parent}))
    onward = config.model_copy(update={"joined": {}, "start": start, "frozen": ("blocks", "beside.conv_stem")})
    train(onward)
    after = load_trained(onward)
    changed = {
        name
        for (name, old), new in zip(before.named_parameters(), after.parameters(), strict=True)
        if not torch.equal(old, new)
    }
    assert {"backbone.conv_stem.weight", "beside.conv_head.weight", "heads.weight"} <= changed
    assert not {name for name in changed if name.startswith(("backbone.blocks", "beside.conv_stem"))}


def test_what_cannot_be_joined_is_refused(config: TrainConfig) -> None:
    first, second = config.joined
    for changes, what in (
        ({"joined": {first: 1.0}}, "name two networks"),
        ({"backbone": FIRST}, "name two networks"),
        ({"joined": {first: 0.5, second.with_name("gone"): 0.5}}, "gone: no such file"),
        ({"joined": {second: 0.5, first: 0.5}}, "first|second"),
    ):
        with pytest.raises(StickerguardError, match=what):
            join(config.model_copy(update=changes))
    with pytest.raises(ValidationError, match="same mean and std"):
        Backbone(library="timm", name="a", beside=Backbone(library="timm", name="b", mean=(0.4, 0.4, 0.4)))
    with pytest.raises(ValidationError, match="two networks at most"):
        Backbone(library="timm", name="a", beside=BOTH)
