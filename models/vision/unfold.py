"""Take the weights of an exported graph back into the network, so that training goes on from a shipped bundle.

The export folds each BatchNorm into its convolution. Unfolding gives the convolution the folded weights, and the
BatchNorm the numbers with which it only adds the folded bias. What quantisation rounded away stays lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from models.vision.network import MinorNet
from stickerguard.errors import StickerguardError

Array = npt.NDArray[np.float32]
_BATCH = 32


@dataclass(frozen=True)
class Layer:
    """A convolution or linear layer of a graph: weight as torch has it, bias [outputs]; () for a linear's strides."""

    weight: torch.Tensor
    bias: torch.Tensor
    strides: tuple[int, ...] = ()
    groups: int = 1


def unfold(path: Path, network: MinorNet, pictures: torch.Tensor | None = None) -> None:
    """Give `network` the weights of the graph at `path`: a vision.onnx or vision_fp32.onnx of models.vision.export.

    In evaluation mode the network then gives the graph's logits, before the calibration and without the rounding of
    activations. `pictures`, normalised float32 [n, 3, size, size], give each BatchNorm the statistics of its input;
    without them training mode is of no use until BatchNorm has seen enough batches.

    Names being lost, layers are matched by their order and compared by shape, strides and groups.

    Raises StickerguardError, code "bad_weights", and leaves the network as it was, where the graph cannot be read or
    is not that of such a network.
    """
    try:
        convolutions, heads = read_layers(path)
        pairs = convolutions_of(network)
        _compare(convolutions, heads, pairs, network)
    except Exception as error:  # a missing file, another format, another network
        raise StickerguardError(f"{path}: cannot use these weights: {error}", code="bad_weights") from error
    with torch.no_grad():
        network.heads.weight.copy_(heads.weight)
        network.heads.bias.copy_(heads.bias)
        for layer, (convolution, norm) in zip(convolutions, pairs, strict=True):
            _fill(layer, convolution, norm)
        if pictures is not None:
            _take_statistics(
                network, [(layer, norm) for layer, (_, norm) in zip(convolutions, pairs, strict=True)], pictures
            )


def read_layers(path: Path) -> tuple[list[Layer], Layer]:
    """The convolutions of a graph in the order a network runs them, and its one linear layer; int8 becomes float32.

    Convolutions that share their weights, as where a graph looks at a picture at two sizes, count once.

    Raises ValueError for a graph that has not exactly one linear layer or computes its weights, and what onnx raises
    for a file that is no graph.
    """
    graph = onnx.load(path).graph
    constants = _Constants(graph)
    linear = [node for node in graph.node if node.op_type == "Gemm"]
    if len(linear) != 1:
        raise ValueError(f"the graph has {len(linear)} linear layers, not one for both heads")
    run = [node for node in _behind(graph, linear[0]) if node.op_type == "Conv"]
    shared = {constants.stored(node.input[1]): node for node in reversed(run)}
    convolutions = [_convolution(node, constants) for node in reversed(shared.values())]
    weight, bias = constants.of(linear[0].input[1]), constants.of(linear[0].input[2])
    if not _attributes(linear[0]).get("transB", 0):
        weight = weight.T
    return convolutions, Layer(torch.tensor(weight), torch.tensor(bias))


def _behind(graph: onnx.GraphProto, last: onnx.NodeProto) -> list[onnx.NodeProto]:
    """The nodes that `last` needs, first input first: the order of a graph is lost where quantising mixes branches."""
    makers = {name: node for node in graph.node for name in node.output}
    found: list[onnx.NodeProto] = []
    seen: set[str] = set()
    waiting = [(last, iter(last.input))]
    while waiting:
        _, inputs = waiting[-1]
        maker = next((makers[name] for name in inputs if name in makers and makers[name].output[0] not in seen), None)
        if maker is None:
            found.append(waiting.pop()[0])
        else:
            seen.add(maker.output[0])
            waiting.append((maker, iter(maker.input)))
    return found


class _Constants:
    """Initialisers of a graph by the name under which a layer reads them."""

    def __init__(self, graph: onnx.GraphProto) -> None:
        self._stored = {value.name: value for value in graph.initializer}
        self._makers = {node.output[0]: node for node in graph.node}

    def stored(self, name: str) -> str:
        """The name under which the weights that a layer reads as `name` are stored."""
        maker = self._makers.get(name)
        return name if maker is None or not maker.input else self.stored(maker.input[0])

    def of(self, name: str) -> Array:
        """float32, dequantised where it passes a DequantizeLinear."""
        maker = self._makers.get(name)
        if maker is None:
            return self._raw(name).astype(np.float32)
        if maker.op_type in ("Identity", "Cast"):  # how torch's exporter shares equal weights; weights kept as float16
            return self.of(maker.input[0])
        if maker.op_type != "DequantizeLinear":
            raise ValueError(f"weights {name} are computed by {maker.op_type}")
        stored, scale, *zero = (self._raw(part) for part in maker.input)
        along = [1] * stored.ndim
        if scale.size > 1:
            along[_attributes(maker).get("axis", 1)] = scale.size
        shift = zero[0].astype(np.float64).reshape(along) if zero else 0.0
        # int32 biases do not fit into float32 before they are scaled.
        return ((stored.astype(np.float64) - shift) * scale.astype(np.float64).reshape(along)).astype(np.float32)

    def _raw(self, name: str) -> npt.NDArray[np.generic]:
        if name not in self._stored:
            raise ValueError(f"weights {name} are not stored in the graph")
        return np.asarray(numpy_helper.to_array(self._stored[name]))


def _attributes(node: onnx.NodeProto) -> dict[str, int]:
    return {attribute.name: attribute.i for attribute in node.attribute}


def _convolution(node: onnx.NodeProto, constants: _Constants) -> Layer:
    weight = torch.tensor(constants.of(node.input[1]))
    bias = torch.tensor(constants.of(node.input[2])) if len(node.input) > 2 else torch.zeros(len(weight))
    strides = next((tuple(a.ints) for a in node.attribute if a.name == "strides"), (1, 1))
    return Layer(weight, bias, strides, _attributes(node).get("group", 1))


Pair = tuple[nn.Conv2d, nn.BatchNorm2d | None]


def convolutions_of(network: MinorNet) -> list[Pair]:
    """Convolutions in the order in which the network runs them, each with the BatchNorm that its output goes to."""
    ran: list[tuple[nn.Conv2d, torch.Tensor]] = []
    norms: dict[nn.Conv2d, nn.BatchNorm2d] = {}

    def after(module: nn.Module, _: tuple[torch.Tensor, ...], output: torch.Tensor) -> None:
        if isinstance(module, nn.Conv2d):
            ran.append((module, output))

    def before(module: nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        if isinstance(module, nn.BatchNorm2d):
            norms.update({convolution: module for convolution, output in ran if output is inputs[0]})

    hooks = [module.register_forward_hook(after) for module in network.modules() if isinstance(module, nn.Conv2d)]
    hooks += [m.register_forward_pre_hook(before) for m in network.modules() if isinstance(m, nn.BatchNorm2d)]
    try:
        _run(network, torch.zeros(1, 3, 224, 224))
    finally:
        for hook in hooks:
            hook.remove()
    return [(convolution, norms.get(convolution)) for convolution, _ in ran]


def _run(network: MinorNet, pictures: torch.Tensor) -> None:
    """Let `network` see normalised pictures, float32 [n, 3, size, size], in evaluation mode."""
    training, device = network.training, network.heads.weight.device
    network.eval()
    with torch.no_grad():
        for start in range(0, len(pictures), _BATCH):
            network(pictures[start : start + _BATCH].to(device))
    network.train(training)


def _compare(convolutions: list[Layer], heads: Layer, pairs: list[Pair], network: MinorNet) -> None:
    """Raise ValueError where the network is not the one that the graph was made of."""
    if len(convolutions) != len(pairs):
        raise ValueError(f"the graph has {len(convolutions)} convolutions, the network {len(pairs)}")
    for number, (layer, (convolution, norm)) in enumerate(zip(convolutions, pairs, strict=True), 1):
        theirs = (tuple(layer.weight.shape), layer.strides, layer.groups)
        ours = (tuple(convolution.weight.shape), convolution.stride, convolution.groups)
        if theirs != ours:
            raise ValueError(f"convolution {number} is {theirs} in the graph (shape, strides, groups), here {ours}")
        if norm is None and convolution.bias is None and layer.bias.any():
            raise ValueError(f"convolution {number} has a bias in the graph, and nothing here takes it")
    if heads.weight.shape != network.heads.weight.shape:
        raise ValueError(f"heads are {list(heads.weight.shape)} there, {list(network.heads.weight.shape)} here")
    filled = [network.heads, *(module for pair in pairs for module in pair if module is not None)]
    known = {id(value) for module in filled for value in module.parameters()}
    if left := [name for name, value in network.named_parameters() if id(value) not in known]:
        raise ValueError(f"only convolutions with BatchNorm can be taken back, and the network has {left[0]}")


def _fill(layer: Layer, convolution: nn.Conv2d, norm: nn.BatchNorm2d | None) -> None:
    convolution.weight.copy_(layer.weight)
    if convolution.bias is not None:
        convolution.bias.copy_(torch.zeros_like(layer.bias) if norm is not None else layer.bias)
    if norm is not None:
        _set_statistics(norm, layer.bias, torch.zeros_like(layer.bias), torch.full_like(layer.bias, 1 - norm.eps))


def _set_statistics(norm: nn.BatchNorm2d, bias: torch.Tensor, mean: torch.Tensor, variance: torch.Tensor) -> None:
    """Make `norm` add `bias` and nothing else where its input has this mean and variance, float32 [channels] each."""
    values = {
        "running_mean": mean,
        "running_var": variance,
        "weight": torch.sqrt(variance + norm.eps),
        "bias": mean + bias,
    }
    state = norm.state_dict()
    for name, value in values.items():
        state[name].copy_(value)


class _Moments:
    """Mean and variance of each channel, over all batches that a BatchNorm is given: its forward pre-hook."""

    def __init__(self) -> None:
        self._count = 0
        self._sum: torch.Tensor | float = 0.0
        self._squares: torch.Tensor | float = 0.0

    def __call__(self, _: nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        variance, mean = (value.double() for value in torch.var_mean(inputs[0], dim=(0, 2, 3), correction=0))
        count = inputs[0].numel() // inputs[0].shape[1]
        self._count += count
        self._sum = self._sum + count * mean
        self._squares = self._squares + count * (variance + mean**2)

    def result(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Mean and variance, float32 [channels]."""
        mean = torch.as_tensor(self._sum / self._count)
        return mean.float(), (torch.as_tensor(self._squares / self._count) - mean**2).float()


def _take_statistics(
    network: MinorNet, layers: list[tuple[Layer, nn.BatchNorm2d | None]], pictures: torch.Tensor
) -> None:
    watched = [(layer, norm, _Moments()) for layer, norm in layers if norm is not None]
    hooks = [norm.register_forward_pre_hook(moments) for _, norm, moments in watched]
    try:
        _run(network, pictures)
    finally:
        for hook in hooks:
            hook.remove()
    for layer, norm, moments in watched:
        mean, variance = moments.result()
        # A channel that is constant on these pictures may vary on others; the floor keeps training mode from
        # scaling it by more than a factor of sqrt(2), and its weight from starting near zero.
        _set_statistics(norm, layer.bias.to(mean), mean, variance.clamp(min=norm.eps))
