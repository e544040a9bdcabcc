"""The published OCR networks as torch modules whose weights can be trained, and back into their ONNX files.

`rapidocr` carries the graphs alone, no code of the networks. They are run node by node; what comes out is what ONNX
Runtime gives within rounding, and the weights keep their names, so that trained ones go back where they came from.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d, batch_norm, conv2d, conv_transpose2d, interpolate, max_pool2d, pad

Attributes = dict[str, Any]
Operator = Callable[[list[Tensor], Attributes], Tensor]
_ENDS = ("Softmax", "Sigmoid")


class Unfolded(nn.Module):
    """The graph of an ONNX file up to the input of its last node: a Softmax in a recogniser, a Sigmoid in a detector.

    Floats of more than one number are parameters, what else it holds are constants, as are scales. Batch normalisation
    keeps the statistics it was published with. Raises ValueError for an operator that is not known here.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        graph = onnx.load(str(path)).graph
        self._input = graph.input[0].name
        self._names: dict[str, str] = {}
        self._constants: dict[str, Tensor] = {}
        fixed = {name for node in graph.node if node.op_type == "BatchNormalization" for name in node.input[3:]}
        fixed |= {name for node in graph.node if node.op_type == "Resize" for name in node.input[1:]}
        self._weights = nn.ParameterDict()
        for number, weight in enumerate(graph.initializer):
            value = torch.from_numpy(numpy_helper.to_array(weight).copy())
            if value.is_floating_point() and value.numel() > 1 and weight.name not in fixed:
                self._names[weight.name] = f"w{number}"
                self._weights[f"w{number}"] = nn.Parameter(value)
            else:
                self._constants[weight.name] = value
        self._nodes = list(graph.node)
        self._attributes = [{a.name: helper.get_attribute_value(a) for a in node.attribute} for node in graph.node]
        (end,) = (node for node in graph.node if node.output[0] == graph.output[0].name)
        if end.op_type not in _ENDS:
            raise ValueError(f"{path}: ends in {end.op_type}; what is known here ends in {' or '.join(_ENDS)}")
        self._end, self._last = end.output[0], end.input[0]
        unknown = {node.op_type for node in graph.node} - set(_OPERATORS)
        if unknown:
            raise ValueError(f"{path}: operators that are not known here: {', '.join(sorted(unknown))}")
        self._last_use = {name: number for number, node in enumerate(self._nodes) for name in node.input}

    @property
    def device(self) -> torch.device:
        """Where the parameters are."""
        weight: Tensor = next(iter(self._weights.values()))
        return weight.device

    def named(self) -> dict[str, nn.Parameter]:
        """The parameters by their names in the file."""
        return {name: self._weights[key] for name, key in self._names.items()}

    def forward(self, pictures: Tensor) -> Tensor:
        """Logits of `pictures`, float32 BGR in [-1, 1].

        Of a recogniser [n, 3, 48, width] -> [n, steps, characters], of a detector [n, 3, height, width], multiples of
        32, -> [n, 1, height, width].
        """
        # Whole numbers are shapes, which stay with the CPU.
        constants = {n: c.to(pictures.device) if c.is_floating_point() else c for n, c in self._constants.items()}
        values: dict[str, Tensor] = {self._input: pictures, **constants, **self.named()}
        for number, (node, attributes) in enumerate(zip(self._nodes, self._attributes, strict=True)):
            if node.output[0] in values:
                continue
            inputs = [values[name] for name in node.input if name]
            if node.output[0] == self._end:
                break
            values[node.output[0]] = _OPERATORS[node.op_type](inputs, attributes)
            for name in node.input:
                if self._last_use[name] == number:
                    values.pop(name, None)
        return values[self._last]


def fed(pictures: Tensor) -> Tensor:
    """uint8 RGB [n, height, width, 3] as the networks take it."""
    return pictures.flip(-1).permute(0, 3, 1, 2).float() * (2 / 255) - 1


def write_back(weights: dict[str, nn.Parameter], source: Path, target: Path) -> None:
    """`source` with these `weights` in place of those of the same names."""
    model = onnx.load(str(source))
    for weight in model.graph.initializer:
        if weight.name in weights:
            value = weights[weight.name].detach().cpu().numpy()
            weight.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(value), weight.name))
    onnx.checker.check_model(model)
    onnx.save(model, str(target))


def _conv(given: list[Tensor], attributes: Attributes) -> Tensor:
    picture, kernel = given[0], given[1]
    strides, pads = attributes.get("strides", [1, 1]), attributes.get("pads", [0, 0, 0, 0])
    if attributes.get("auto_pad", b"NOTSET") == b"SAME_UPPER":
        pads = _same(picture.shape[2:], kernel.shape[2:], strides)
    padded = pad(picture, (pads[1], pads[3], pads[0], pads[2]))
    bias = given[2] if len(given) > 2 else None
    return conv2d(padded, kernel, bias, strides, 0, attributes.get("dilations", [1, 1]), attributes.get("group", 1))


def _same(sides: torch.Size, kernel: torch.Size, strides: list[int]) -> list[int]:
    whole = [max(0, (-(-n // s) - 1) * s + k - n) for n, k, s in zip(sides, kernel, strides, strict=True)]
    return [n // 2 for n in whole] + [n - n // 2 for n in whole]


def _transposed(given: list[Tensor], attributes: Attributes) -> Tensor:
    bias = given[2] if len(given) > 2 else None
    if any(attributes.get("pads", ())) or attributes.get("group", 1) != 1:
        raise ValueError("a transposed convolution with padding or groups is not known here")
    return conv_transpose2d(given[0], given[1], bias, attributes.get("strides", [1, 1]))


def _resize(given: list[Tensor], attributes: Attributes) -> Tensor:
    if attributes.get("mode") != b"nearest" or attributes.get("coordinate_transformation_mode") != b"asymmetric":
        raise ValueError("a resize that is not to the nearest, asymmetric, is not known here")
    scales = [float(scale) for scale in given[-1].tolist()[2:]]
    return interpolate(given[0], scale_factor=scales, mode="nearest")


def _pool(given: list[Tensor], attributes: Attributes, kind: Callable[..., Tensor], fill: float) -> Tensor:
    kernel, strides = attributes["kernel_shape"], attributes.get("strides", [1, 1])
    pads = attributes.get("pads", [0, 0, 0, 0])
    if attributes.get("auto_pad", b"NOTSET") == b"SAME_UPPER":
        pads = _same(given[0].shape[2:], torch.Size(kernel), strides)
    return kind(pad(given[0], (pads[1], pads[3], pads[0], pads[2]), value=fill), kernel, strides)


def _slice(given: list[Tensor], _: Attributes) -> Tensor:
    value, starts, ends = given[:3]
    axes = given[3].tolist() if len(given) > 3 else range(value.dim())
    steps = given[4].tolist() if len(given) > 4 else [1] * len(starts)
    cut: list[slice] = [slice(None)] * value.dim()
    for axis, start, end, step in zip(axes, starts.tolist(), ends.tolist(), steps, strict=True):
        cut[axis] = slice(start, min(end, value.shape[axis]), step)
    return value[tuple(cut)]


def _squeeze(given: list[Tensor], attributes: Attributes) -> Tensor:
    axes = given[1].tolist() if len(given) > 1 else attributes["axes"]
    return given[0].squeeze(tuple(axes))


def _unsqueeze(given: list[Tensor], attributes: Attributes) -> Tensor:
    value = given[0]
    for axis in sorted(given[1].tolist() if len(given) > 1 else attributes["axes"]):
        value = value.unsqueeze(axis)
    return value


def _reshape(given: list[Tensor], _: Attributes) -> Tensor:
    shape = [given[0].shape[at] if size == 0 else size for at, size in enumerate(given[1].tolist())]
    return given[0].reshape(shape)


def _mean(given: list[Tensor], attributes: Attributes) -> Tensor:
    return given[0].mean(dim=attributes["axes"], keepdim=bool(attributes.get("keepdims", 1)))


def _batch_norm(given: list[Tensor], attributes: Attributes) -> Tensor:
    value, scale, bias, mean, variance = given
    return batch_norm(value, mean, variance, scale, bias, False, 0.0, attributes.get("epsilon", 1e-5))


_OPERATORS: dict[str, Operator] = {
    "Add": lambda given, _: given[0] + given[1],
    "AveragePool": lambda given, attributes: _pool(given, attributes, avg_pool2d, 0.0),
    "BatchNormalization": _batch_norm,
    "Concat": lambda given, attributes: torch.cat(given, attributes["axis"]),
    "Conv": _conv,
    "ConvTranspose": _transposed,
    "Div": lambda given, _: given[0] / given[1],
    "Erf": lambda given, _: torch.erf(given[0]),
    "GlobalAveragePool": lambda given, _: given[0].mean(dim=(2, 3), keepdim=True),
    "HardSigmoid": lambda given, attributes: (
        given[0] * attributes.get("alpha", 0.2) + attributes.get("beta", 0.5)
    ).clamp(0, 1),
    "Identity": lambda given, _: given[0],
    "MatMul": lambda given, _: given[0] @ given[1],
    "MaxPool": lambda given, attributes: _pool(given, attributes, max_pool2d, float("-inf")),
    "Mul": lambda given, _: given[0] * given[1],
    "Pow": lambda given, _: given[0] ** given[1],
    "ReduceMean": _mean,
    "Relu": lambda given, _: given[0].relu(),
    "Resize": _resize,
    "Reshape": _reshape,
    "Shape": lambda given, _: torch.tensor(given[0].shape),
    "Sigmoid": lambda given, _: given[0].sigmoid(),
    "Slice": _slice,
    "Softmax": lambda given, attributes: given[0].softmax(attributes.get("axis", -1)),
    "Sqrt": lambda given, _: given[0].sqrt(),
    "Squeeze": _squeeze,
    "Sub": lambda given, _: given[0] - given[1],
    "Transpose": lambda given, attributes: given[0].permute(*attributes["perm"]),
    "Unsqueeze": _unsqueeze,
}


def alphabet_of(path: Path) -> dict[str, int]:
    """The index of each character that the recogniser in `path` knows; 0 is the blank."""
    (entry,) = (entry for entry in onnx.load(str(path)).metadata_props if entry.key == "character")
    return {character: index for index, character in enumerate([*entry.value.split("\n"), " "], 1)}
