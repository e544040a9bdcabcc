"""Make the published OCR graphs embeddable: pixels in, what the decoder needs out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper, version_converter

from models.ocr.step_network import StepWeights
from stickerguard.ocr.recognise import CANDIDATES

OPSET = 17
IR_VERSION = 9
WORDLIKE = Path(__file__).with_name("wordlike.json")
"""Weights of what the recogniser has seen, as `models.ocr.doubt` writes them: a list of SEEN numbers."""
SEEN = 120
"""Numbers that the recogniser has of each step before it looks them up in its table of characters."""


def modernise(model: onnx.ModelProto) -> onnx.ModelProto:
    """The same graph at opset 17, IR version 9, its metadata kept."""
    converted = version_converter.convert_version(model, OPSET)
    converted.ir_version = IR_VERSION
    helper.set_model_props(converted, {entry.key: entry.value for entry in model.metadata_props})
    return converted


def take_pixels(model: onnx.ModelProto, shape: list[int | str]) -> None:
    """Replace the float NCHW input by `image`, uint8 RGB of `shape` (NHWC), normalised to [-1, 1] in the graph.

    The published models were trained on BGR pictures, so the channels are turned around.
    """
    graph = model.graph
    old = graph.input[0].name
    constants = {"pixel_scale": np.float32(2 / 255), "one": np.float32(1), "bgr": np.asarray([2, 1, 0], np.int64)}
    graph.initializer.extend(numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items())
    nodes = [
        helper.make_node("Cast", ["image"], ["image_float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["image_float", "pixel_scale"], ["image_scaled"]),
        helper.make_node("Sub", ["image_scaled", "one"], ["image_normal"]),
        helper.make_node("Gather", ["image_normal", "bgr"], ["image_bgr"], axis=3),
        helper.make_node("Transpose", ["image_bgr"], [old], perm=[0, 3, 1, 2]),
    ]
    for position, node in enumerate(nodes):
        graph.node.insert(position, node)
    del graph.input[:]
    graph.input.append(helper.make_tensor_value_info("image", TensorProto.UINT8, shape))
    del graph.value_info[:]


def join_gelus(model: onnx.ModelProto) -> None:
    """Each x / sqrt(2) -> Erf -> + 1 -> * x -> / 2 as the one operator of ONNX Runtime that it is.

    ONNX Runtime does so by itself where no quantisation stands between. The standard has the operator from opset 20 on,
    which is newer than what services embed. Raises ValueError for an Erf in other company.
    """
    graph = model.graph
    users = {name: node for node in graph.node for name in node.input}
    makers = {name: node for node in graph.node for name in node.output}
    for erf in [node for node in graph.node if node.op_type == "Erf"]:
        chain = [makers[erf.input[0]], erf]
        while len(chain) < 5:
            chain.append(users[chain[-1].output[0]])
        if [node.op_type for node in chain] != ["Div", "Erf", "Add", "Mul", "Mul"]:
            raise ValueError(f"{erf.name}: no Gelu around this Erf: {[node.op_type for node in chain]}")
        at = list(graph.node).index(chain[-1])
        joined = helper.make_node("Gelu", [chain[0].input[0]], list(chain[-1].output), domain="com.microsoft")
        graph.node.insert(at, joined)
        for node in chain:
            graph.node.remove(node)
    used = {name for node in graph.node for name in node.input}
    for constant in [weight for weight in graph.initializer if weight.name not in used]:
        graph.initializer.remove(constant)
    if "com.microsoft" not in {entry.domain for entry in model.opset_import}:
        model.opset_import.append(helper.make_opsetid("com.microsoft", 1))


def name_probability(model: onnx.ModelProto) -> None:
    """Call the detector's output `probability`, float32 [batch, 1, height, width]."""
    graph = model.graph
    graph.node.append(helper.make_node("Identity", [graph.output[0].name], ["probability"]))
    _set_outputs(graph, [("probability", TensorProto.FLOAT, ["batch", 1, "height", "width"])])


def take_best(model: onnx.ModelProto) -> None:
    """Reduce the recogniser's output to `indices`, int32, and `confidence`, float32, both [batch, time], and what each
    step may show besides.

    A character table of 18,710 columns a step never has to leave the graph.
    """
    graph = model.graph
    scores = graph.output[0].name
    graph.node.extend(
        [
            helper.make_node("ArgMax", [scores], ["indices_long"], axis=2, keepdims=0),
            helper.make_node("Cast", ["indices_long"], ["indices"], to=TensorProto.INT32),
            helper.make_node("ReduceMax", [scores], ["confidence"], axes=[2], keepdims=0),
        ]
    )
    axes: list[int | str] = ["batch", "time"]
    _set_outputs(graph, [("indices", TensorProto.INT32, axes), ("confidence", TensorProto.FLOAT, axes)])
    offer_candidates(model, scores)


def offer_candidates(model: onnx.ModelProto, scores: str) -> None:
    """Further outputs of the recogniser: `candidates`, int32, the likeliest characters of each step by `scores`,
    likeliest first, and `probabilities`, float32, both [batch, time, CANDIDATES]."""
    graph = model.graph
    graph.initializer.append(numpy_helper.from_array(np.array([CANDIDATES], np.int64), "candidate_count"))
    graph.node.extend(
        [
            helper.make_node("TopK", [scores, "candidate_count"], ["probabilities", "candidates_long"], axis=2),
            helper.make_node("Cast", ["candidates_long"], ["candidates"], to=TensorProto.INT32),
        ]
    )
    axes: list[int | str] = ["batch", "time", CANDIDATES]
    for name, kind in (("candidates", TensorProto.INT32), ("probabilities", TensorProto.FLOAT)):
        graph.output.append(helper.make_tensor_value_info(name, kind, axes))


def seen(model: onnx.ModelProto) -> str:
    """The name of what the recogniser sees at each step, [batch, time, SEEN]: the input of its table of characters.

    Raises ValueError where there is no table before the last softmax.
    """
    makers = {name: node for node in model.graph.node for name in node.output}
    last = next((node for node in reversed(model.graph.node) if node.op_type == "Softmax"), None)
    chain = [last] if last else []
    while chain and chain[-1].op_type != "MatMul" and chain[-1].input[0] in makers:
        chain.append(makers[chain[-1].input[0]])
    if not chain or chain[-1].op_type != "MatMul":
        raise ValueError("no table of characters before a softmax; take the recogniser of PP-OCR")
    return str(chain[-1].input[0])


def offer_wordlike(model: onnx.ModelProto, weights: npt.NDArray[np.float32]) -> None:
    """A further output of the recogniser: `wordlike`, float32 [batch, time], how much each step looks like writing:
    what is `seen` there, by `weights` [SEEN]."""
    graph = model.graph
    # As a matrix of one column: ONNX Runtime 1.32 joins the turn before it with a product by a vector, and is wrong.
    column = weights.astype(np.float32)[:, None]
    graph.initializer.append(numpy_helper.from_array(column, "wordlike_weights"))
    graph.initializer.append(numpy_helper.from_array(np.array([2], np.int64), "wordlike_axis"))
    graph.node.append(helper.make_node("MatMul", [seen(model), "wordlike_weights"], ["wordlike_column"]))
    graph.node.append(helper.make_node("Squeeze", ["wordlike_column", "wordlike_axis"], ["wordlike"]))
    graph.output.append(helper.make_tensor_value_info("wordlike", TensorProto.FLOAT, ["batch", "time"]))


def offer_by_step(model: onnx.ModelProto, name: str, weights: StepWeights) -> None:
    """A further output of the recogniser called `name`, float32 [batch, time]: what `weights` make of what is `seen` at
    each step."""
    graph = model.graph
    # As a matrix of one column, for the same reason.
    constants = {"hidden": weights.hidden, "bias": weights.bias, "out": weights.out[:, None]}
    graph.initializer.extend(
        numpy_helper.from_array(value.astype(np.float32), f"{name}_{part}") for part, value in constants.items()
    )
    graph.initializer.append(numpy_helper.from_array(np.array([2], np.int64), f"{name}_axis"))
    graph.node.extend(
        [
            helper.make_node("MatMul", [seen(model), f"{name}_hidden"], [f"{name}_inner"]),
            helper.make_node("Add", [f"{name}_inner", f"{name}_bias"], [f"{name}_moved"]),
            helper.make_node("Relu", [f"{name}_moved"], [f"{name}_active"]),
            helper.make_node("MatMul", [f"{name}_active", f"{name}_out"], [f"{name}_column"]),
            helper.make_node("Squeeze", [f"{name}_column", f"{name}_axis"], [name]),
        ]
    )
    graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", "time"]))


def store_bytes(model: onnx.ModelProto, smallest: int = 1_000_000) -> None:
    """Store matrices of at least `smallest` numbers as int8, a scale for each column; the graph computes in float32.

    Cast and Mul in place of DequantizeLinear, which ONNX Runtime would run for each picture: these it folds when it
    loads the model. For the recogniser that is one matrix, of its table of 18,710 characters.
    """
    graph = model.graph
    for weight in list(graph.initializer):
        if weight.data_type != TensorProto.FLOAT or len(weight.dims) != 2 or int(np.prod(weight.dims)) < smallest:
            continue
        values = numpy_helper.to_array(weight)
        scale = np.maximum(np.abs(values).max(axis=0), np.finfo(np.float32).tiny) / 127
        name = weight.name
        graph.initializer.remove(weight)
        graph.initializer.extend(
            [
                numpy_helper.from_array(np.rint(values / scale).astype(np.int8), f"{name}_bytes"),
                numpy_helper.from_array(scale.astype(np.float32), f"{name}_scale"),
            ]
        )
        graph.node.insert(0, helper.make_node("Cast", [f"{name}_bytes"], [f"{name}_whole"], to=TensorProto.FLOAT))
        graph.node.insert(1, helper.make_node("Mul", [f"{name}_whole", f"{name}_scale"], [name]))


def _set_outputs(graph: onnx.GraphProto, outputs: list[tuple[str, int, list[int | str]]]) -> None:
    del graph.output[:]
    graph.output.extend(helper.make_tensor_value_info(*output) for output in outputs)
