"""Randomised textures and styles: other pixels, the same shapes, and nothing of it outside training."""

import pytest
import torch
from torch import nn

from models.vision.randomise import mix_styles, random_convolutions
from stickerguard.errors import StickerguardError


def test_a_share_of_the_pictures_is_filtered_and_the_others_stay() -> None:
    torch.manual_seed(0)
    pictures = torch.randn(400, 3, 12, 20)
    seen = random_convolutions(pictures, 0.3)
    assert seen.shape == pictures.shape
    same = (seen == pictures).flatten(1).all(1)
    assert 0.6 < same.float().mean() < 0.8
    assert torch.equal(random_convolutions(pictures, 0.0), pictures)


def test_edges_stay_where_they_were() -> None:
    torch.manual_seed(1)
    picture = torch.zeros(64, 3, 33, 33)
    picture[..., 16:] = 1.0
    seen = random_convolutions(picture, 1.0)
    steps = (seen[..., 1:] - seen[..., :-1]).abs().mean((0, 1, 2))
    assert steps[12:20].sum() > 20 * (steps[4:12].sum() + steps[20:28].sum())


class _Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv2d(3, 4, 3)


def test_styles_mix_in_training_alone_and_take_the_contrast_of_others() -> None:
    torch.manual_seed(2)
    network = _Net()
    mix_styles(network, ["first"])
    pictures = torch.randn(32, 3, 8, 8) * torch.linspace(0.1, 3, 32)[:, None, None, None]
    plain = nn.functional.conv2d(pictures, network.first.weight, network.first.bias)
    network.eval()
    assert torch.equal(network.first(pictures), plain)
    network.train()
    seen = [network.first(pictures) for _ in range(20)]
    changed = [features for features in seen if not torch.equal(features, plain)]
    assert 4 <= len(changed) <= 16
    for features in changed:
        assert torch.allclose(_shapes(features), _shapes(plain), atol=0.05)
        assert not torch.allclose(features.std((2, 3)), plain.std((2, 3)), rtol=0.2)


def test_an_unknown_module_is_named() -> None:
    with pytest.raises(StickerguardError, match="second"):
        mix_styles(_Net(), ["second"])


def _shapes(features: torch.Tensor) -> torch.Tensor:
    deviation, mean = torch.std_mean(features, dim=(2, 3), keepdim=True)
    return (features - mean) / deviation
