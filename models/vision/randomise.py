"""Styles taken apart from shapes, so that a network leans on shapes: for training steps alone."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn
from torch.nn.functional import conv2d, pad

from stickerguard.errors import StickerguardError

_KERNELS = (1, 3, 5, 7)
_MIXED = 0.5


def random_convolutions(pictures: torch.Tensor, share: float) -> torch.Tensor:
    """Normalised pictures, float32 [batch, 3, height, width], a `share` of them seen through a filter of their own.

    The filter's weights are drawn anew each time, as is the part of the picture that stays as it was, so that textures
    and colours change while shapes stay (Xu et al. 2021, arXiv 2007.13003).
    """
    chosen = torch.nonzero(torch.rand(len(pictures)) < share)[:, 0].to(pictures.device)
    count = len(chosen)
    if count == 0:
        return pictures
    size = _KERNELS[int(torch.randint(len(_KERNELS), ()))]
    kernels = torch.randn(count * 3, 3, size, size, device=pictures.device) / (3 * size * size) ** 0.5
    plain = pictures[chosen].contiguous()
    padded = pad(plain, [size // 2] * 4, mode="reflect").reshape(1, count * 3, *_grown(plain, size))
    filtered = conv2d(padded, kernels, groups=count).reshape(plain.shape)
    stays = torch.rand(count, 1, 1, 1, device=pictures.device)
    result = pictures.clone()
    result[chosen] = (stays * plain + (1 - stays) * filtered).to(pictures.dtype)
    return result


def mix_styles(network: nn.Module, names: Sequence[str]) -> None:
    """Have the modules called `names`, none of them frozen, mix what styles leave in their features among pictures.

    In half of the training steps each picture takes a part of the channel means and deviations of another one of its
    batch (MixStyle: Zhou et al. 2021, arXiv 2104.02008). Raises StickerguardError, code "bad_config", for a name the
    network does not have.
    """
    modules = dict(network.named_modules())
    if unknown := [name for name in names if name not in modules]:
        raise StickerguardError(f"mixed_styles: the network has no module {', '.join(unknown)}", code="bad_config")
    for name in names:
        modules[name].register_forward_hook(_mix)


def _mix(module: nn.Module, _: object, features: torch.Tensor) -> torch.Tensor | None:
    if not module.training or float(torch.rand(())) >= _MIXED:
        return None
    deviation, mean = torch.std_mean(features.detach().float(), dim=(2, 3), keepdim=True)
    deviation = deviation + 1e-3
    other = torch.randperm(len(features), device=features.device)
    own = torch.distributions.Beta(0.1, 0.1).sample(torch.Size([len(features), 1, 1, 1])).to(features.device)
    plain = (features - mean) / deviation
    mixed = plain * (own * deviation + (1 - own) * deviation[other]) + own * mean + (1 - own) * mean[other]
    return mixed.to(features.dtype)


def _grown(pictures: torch.Tensor, kernel: int) -> tuple[int, int]:
    height, width = pictures.shape[2:]
    return height + kernel // 2 * 2, width + kernel // 2 * 2
