"""int8 weights for the caption graph: matrix products in blocks, embeddings in rows, the tables of the linear model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import numpy_helper
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer

from models.caption.wide import BUCKETS
from models.training import quiet

IR_VERSION = 9
BLOCK = 128
LARGEST = 127
_STEPS = 128
_SETTLED = 1e-3
"""How far from a step, in steps, a weight lies on it but for the rounding of float32."""
WIDE, SCALE, SQUARE = "wide_", "_scale", "_square"
"""How the names of the linear model's tables begin, and how those of their scales and of their squared steps end."""


def quantise(source: Path, target: Path) -> None:
    """Write the fp32 graph of `source` to `target` with int8 weights.

    `MatMulNBits` scales activations block by block within each token, so the other captions of a batch cannot change a
    score; padding moves a logit by the rounding of int8, a few hundredths. Static per-tensor scales, tried first, cost
    this encoder up to 4 points of AUC.
    """
    settings = DefaultWeightOnlyQuantConfig(block_size=BLOCK, is_symmetric=True, accuracy_level=4, bits=8)
    exact = onnx.load(source)
    _put_on_steps(exact.graph)
    with quiet():
        quantizer = MatMulNBitsQuantizer(exact, algo_config=settings)
        quantizer.process()
    model = quantizer.model.model
    _quantise_embedding(model.graph)
    _quantise_wide(model.graph)
    model.ir_version = IR_VERSION
    onnx.save(model, target)


def _put_on_steps(graph: onnx.GraphProto) -> None:
    """Put the weights of matrix products on the steps that int8 has, up or down by chance, so that the mean stays.

    Rounded to the nearest step instead, weights that went on from those of a bundle, which lie on its steps, would fall
    back: most of what a short training moves is less than half a step (stochastic rounding: Gupta et al. 2015, arXiv
    1502.02551).
    """
    stored = {tensor.name: tensor for tensor in graph.initializer}
    chance = np.random.default_rng(0)
    for name in dict.fromkeys(node.input[1] for node in graph.node if node.op_type == "MatMul"):
        if name not in stored or len(stored[name].dims) != 2:
            continue
        weights = numpy_helper.to_array(stored[name])
        placed = np.empty_like(weights)
        for start in range(0, len(weights), BLOCK):
            block = weights[start : start + BLOCK]
            largest = np.take_along_axis(block, np.abs(block).argmax(axis=0)[np.newaxis], axis=0)
            # The largest weight of a block is 128 steps from 0, on the side that has as many.
            step = np.where(largest == 0, 1, -largest / _STEPS)
            exact = block / step
            nearest = np.round(exact)
            settled = np.abs(exact - nearest) < _SETTLED
            steps = np.where(settled, nearest, np.floor(exact + chance.random(block.shape)))
            placed[start : start + BLOCK] = np.clip(steps, -_STEPS, _STEPS - 1) * step
        stored[name].CopyFrom(numpy_helper.from_array(placed, name))


def _quantise_embedding(graph: onnx.GraphProto) -> None:
    """Store the largest table of vectors as int8 rows with a float32 scale each; rows are scaled after the lookup."""
    tables = {tensor.name: tensor for tensor in graph.initializer if len(tensor.dims) == 2}
    gathers = [node for node in graph.node if node.op_type == "Gather" and node.input[0] in tables]
    gather = max(gathers, key=lambda node: int(np.prod(tables[node.input[0]].dims)))
    table = numpy_helper.to_array(tables[gather.input[0]])
    scale: npt.NDArray[np.float32] = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-8).astype(np.float32) / 127
    rows = np.round(table / scale).astype(np.int8)
    graph.initializer.remove(tables[gather.input[0]])
    graph.initializer.extend([numpy_helper.from_array(rows, "word_rows"), numpy_helper.from_array(scale, "word_scale")])
    ids, result = gather.input[1], gather.output[0]
    nodes = [
        onnx.helper.make_node("Gather", ["word_rows", ids], ["word_int8"]),
        onnx.helper.make_node("Cast", ["word_int8"], ["word_float"], to=onnx.TensorProto.FLOAT),
        onnx.helper.make_node("Gather", ["word_scale", ids], ["word_row_scale"]),
        onnx.helper.make_node("Mul", ["word_float", "word_row_scale"], [result]),
    ]
    _replace(graph, gather, nodes)


def _quantise_wide(graph: onnx.GraphProto) -> None:
    """Store the tables of the linear model as int8 with one scale each; what was not 0 does not become 0.

    A step k stands for k |k| scale in the weights, of which few are large and most small, and for k scale in the
    rarities, which lie close together.
    """
    tables = {tensor.name: tensor for tensor in graph.initializer if list(tensor.dims) == [BUCKETS]}
    for gather in [node for node in graph.node if node.op_type == "Gather" and node.input[0] in tables]:
        table = tables.pop(gather.input[0])
        values = numpy_helper.to_array(table).astype(np.float32)
        # A rarity is never negative; where nothing was fitted, both are all 0.
        taken = any(tensor.name == f"{WIDE}rarity" for tensor in graph.initializer)
        name = f"{WIDE}{'weight' if taken or (values < 0).any() else 'rarity'}"
        power = 2 if name.endswith("weight") else 1
        scale = np.float32(np.abs(values).max() / LARGEST**power or 1.0)
        steps = np.sign(values) * np.maximum(np.round((np.abs(values) / scale) ** (1 / power)), values != 0)
        graph.initializer.remove(table)
        graph.initializer.extend(
            [
                numpy_helper.from_array(steps.astype(np.int8), name),
                numpy_helper.from_array(np.asarray(scale), f"{name}{SCALE}"),
            ]
        )
        # What the exporter noted of the type of the numbers looked up no longer holds.
        for value in [value for value in graph.value_info if value.name == gather.output[0]]:
            graph.value_info.remove(value)
        (cast,) = (node for node in graph.node if gather.output[0] in node.input)
        gather.input[0] = name
        step, size, square = f"{name}_step", f"{name}_size", f"{name}{SQUARE}"
        nodes = [
            onnx.helper.make_node("Cast", list(cast.input), [step], to=onnx.TensorProto.FLOAT),
            onnx.helper.make_node("Mul", [step if power == 1 else square, f"{name}{SCALE}"], list(cast.output)),
        ]
        if power > 1:
            nodes[1:1] = [
                onnx.helper.make_node("Abs", [step], [size]),
                onnx.helper.make_node("Mul", [step, size], [square]),
            ]
        _replace(graph, cast, nodes)


def _replace(graph: onnx.GraphProto, node: onnx.NodeProto, nodes: list[onnx.NodeProto]) -> None:
    position = list(graph.node).index(node)
    graph.node.remove(node)
    for offset, new in enumerate(nodes):
        graph.node.insert(position + offset, new)
