"""The network of a bundle's caption.onnx as torch weights again, so that a training can go on from it.

The graph computes what `models.caption.export` wrote: matrix products with int8 weights in blocks (MatMulNBits), or
with float32 or float16 ones, each followed by the bias that names its layer. What rounding took stays lost: a logit
moves by a few hundredths.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper

from models.caption.int8 import SCALE, SQUARE, WIDE
from models.caption.network import CaptionNetwork
from models.caption.wide import BUCKETS
from stickerguard.errors import StickerguardError

_PREFIX = "network."
_HALF = "_half"
_TABLES = tuple(f"encoder.embeddings.{name}_embeddings.weight" for name in ("word", "position"))
_ZERO = 128
"""What MatMulNBits stores for 0 where its eight bits are symmetric."""
Array = npt.NDArray[np.float32]


def unfold(network: CaptionNetwork, path: Path) -> None:
    """Fill `network` with the weights in `path`, the caption.onnx of a bundle.

    Raises StickerguardError, code "bad_weights", for a missing file, a graph of another kind, or other layers.
    """
    try:
        model = onnx.load(path)
        # Bundles from before the linear model had none, which is one that adds nothing.
        network.wide.clear()
        state = {f"wide.{name}": value for name, value in network.wide.state_dict().items()}
        state |= {name: torch.from_numpy(value.copy()) for name, value in _weights(model.graph)}
        state["gaps"] = torch.tensor(_gaps(model.graph))
        network.load_state_dict(state)
    except Exception as error:  # a missing file, another format, another network
        raise StickerguardError(
            f"{path}: cannot go on from these weights: {error}; give the caption.onnx of a bundle, and the encoder "
            "that it was made of",
            code="bad_weights",
        ) from error


def _weights(graph: onnx.GraphProto) -> Iterator[tuple[str, Array]]:
    """Parameters by the names they have in CaptionNetwork, float32."""
    stored = {tensor.name: np.asarray(numpy_helper.to_array(tensor)) for tensor in graph.initializer}
    # Weights kept as float16 are cast under the name that the layers read.
    stored |= {
        node.output[0]: stored[node.input[0]]
        for node in graph.node
        if node.op_type == "Cast" and node.input[0] in stored and node.input[0].endswith(_HALF)
    }
    makers = {node.output[0]: node for node in graph.node}
    for name, value in stored.items():
        if name.startswith(_PREFIX) and value.dtype.kind == "f" and not name.endswith(_HALF):
            yield name.removeprefix(_PREFIX), value.astype(np.float32)
    for node in graph.node:
        bias = next((name for name in node.input if name.startswith(_PREFIX) and name.endswith(".bias")), None)
        if node.op_type != "Add" or bias is None:
            continue
        product = next((makers[name] for name in node.input if name in makers), None)
        if product is not None and product.op_type in ("MatMul", "MatMulNBits"):
            yield bias.removeprefix(_PREFIX).removesuffix("bias") + "weight", _matrix(product, stored)
    # The exporter names the tables of the linear model anew; a rarity is never negative. Those of a bundle from when
    # they were smaller are left: a training fits them anew. Up to bundle 0.11.0 rarities had squared steps, too.
    for name, value in stored.items():
        if value.shape == (BUCKETS,):
            table = value.astype(np.float32)
            if name.startswith(WIDE):
                squared = f"{name}{SQUARE}" in makers
                table = (table * np.abs(table) if squared else table) * stored[f"{name}{SCALE}"]
            yield f"wide.{'weight' if (table < 0).any() else 'rarity'}", table
    if "word_rows" in stored:
        # The largest table, which is that of words but in a tiny encoder.
        largest = next(name for name in _TABLES if f"{_PREFIX}{name}" not in stored)
        yield largest, stored["word_rows"].astype(np.float32) * stored["word_scale"]


def _matrix(product: onnx.NodeProto, stored: dict[str, npt.NDArray[np.generic]]) -> Array:
    """The weight of a linear layer, float32 [out, in]."""
    if product.op_type == "MatMul":
        return np.asarray(stored[product.input[1]], dtype=np.float32).T
    settings = {attribute.name: attribute.i for attribute in product.attribute}
    if settings["bits"] != 8 or len(product.input) > 3:
        raise ValueError(f"{product.name}: only symmetric weights of eight bits can be taken back")
    blocks = stored[product.input[1]].astype(np.float32) - _ZERO
    scale = stored[product.input[2]].reshape(blocks.shape[:2])
    wide = (blocks * np.asarray(scale, dtype=np.float32)[..., None]).reshape(len(blocks), -1)
    return np.asarray(wide[:, : settings["K"]])


def _gaps(graph: onnx.GraphProto) -> list[float]:
    """The parameters behind the gaps between the steps of severity, which the graph adds to and takes off the score."""
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    (encoded,) = (node.output[0] for node in graph.node if node.op_type == "Gemm")
    sums = [node for node in graph.node if node.op_type == "Add" and encoded in node.input]
    scores = {encoded, *(node.output[0] for node in sums if not stored.keys() & set(node.input))}
    gaps = {
        node.op_type: float(stored[name].item())
        for node in graph.node
        if node.op_type in ("Add", "Sub") and scores & set(node.input)
        for name in node.input
        if name in stored
    }
    return [_before_softplus(gaps[step]) for step in ("Add", "Sub")]


def _before_softplus(value: float) -> float:
    return value + math.log(-math.expm1(-value))
