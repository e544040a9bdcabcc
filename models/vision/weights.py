"""Float weights of a bundle's vision model, where a training goes on: `python -m models.vision.weights`.

What int8 rounded away is lost to a training that begins with a bundle's vision.onnx: steps smaller than the grid are
rounded back. So the repository keeps the weights of the shipped model as fp16 beside the code that trains, outside the
wheel. `make release-weights` writes them once for each release, from out/vision/network.safetensors.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from data.command import command
from models import lineage
from models.network_files import fill
from models.vision.config import load_config
from models.vision.network import MinorNet
from models.vision.record import PART, WEIGHTS
from models.vision.unfold import convolutions_of, read_layers
from stickerguard.bundle import Bundle
from stickerguard.errors import StickerguardError

FOLDER = Path(__file__).with_name("weights")
OF = "of"
"""Key of the metadata: the SHA-256 of the vision.onnx that was made of these weights."""
_STEPS = 63
"""Weights of seven bits reach to this many steps on either side of 0."""


def float_weights_of(model: Path, folder: Path = FOLDER) -> Path | None:
    """The float weights in `folder` that `model`, a vision.onnx, was made of; None where there are none."""
    if not model.is_file():
        return None
    wanted = hashlib.sha256(model.read_bytes()).hexdigest()
    return next((path for path in sorted(folder.glob("*.safetensors")) if _made_into(path) == wanted), None)


def write_half(network: MinorNet, bundle: Bundle, out: Path) -> None:
    """Write the weights of `network` as fp16, with the lineage that a training from them inherits.

    Vectors, such as BatchNorm statistics, stay float32. Raises StickerguardError, code "bad_weights", where the
    bundle's vision.onnx was made of other weights.
    """
    model = bundle.file("vision.onnx")
    compare(network, model)
    state = {
        name: (value.half() if value.is_floating_point() and value.dim() > 1 else value).detach().cpu().contiguous()
        for name, value in network.state_dict().items()
    }
    inherited = lineage.of_bundle(bundle.path, PART)
    metadata = {OF: hashlib.sha256(model.read_bytes()).hexdigest(), "bundle": f"{bundle.ref.name} {bundle.ref.version}"}
    out.parent.mkdir(parents=True, exist_ok=True)
    save_file(state, out, metadata | inherited.metadata)


def compare(network: MinorNet, model: Path) -> None:
    """Raise StickerguardError, code "bad_weights", where a weight is off that of `model` by more than rounding."""
    convolutions, heads = read_layers(model)
    with torch.no_grad():
        for number, (layer, (convolution, norm)) in enumerate(
            zip(convolutions, convolutions_of(network), strict=True), 1
        ):
            weight = convolution.weight
            if norm is not None:
                assert norm.running_var is not None  # no backbone here has a BatchNorm without statistics
                factor = norm.weight / torch.sqrt(norm.running_var + norm.eps)
                weight = weight * factor.view(-1, 1, 1, 1)
            step = layer.weight.abs().amax(dim=(1, 2, 3), keepdim=True) / _STEPS
            if ((weight - layer.weight).abs() > 0.6 * step + 1e-6).any():
                raise _other(model, f"convolution {number}")
        if (network.heads.weight - heads.weight).abs().max() > 1e-3:
            raise _other(model, "the heads")


def _other(model: Path, where: str) -> StickerguardError:
    return StickerguardError(
        f"{model}: {where} has other weights than the network, beyond what rounding explains; give the "
        f"{WEIGHTS} that this bundle was made of",
        code="bad_weights",
    )


def _made_into(path: Path) -> str | None:
    try:
        with safe_open(path, "pt") as file:
            return (file.metadata() or {}).get(OF)
    except (OSError, SafetensorError):
        return None


@command
def main(arguments: Sequence[str] | None = None) -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("models/vision/default.yaml"), help="names the network")
    parser.add_argument("--network", type=Path, default=Path("out/vision") / WEIGHTS)
    parser.add_argument("--bundle", type=Path, help="the bundle made of it; default: the shipped one")
    parser.add_argument("--out", type=Path, default=FOLDER / "base.safetensors")
    options = parser.parse_args(arguments)
    network = MinorNet(load_config(options.config).backbone)
    fill(network, options.network)
    write_half(network.eval(), Bundle.load(options.bundle), options.out)
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
