"""Weights stored as float16 keep what a graph computes."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

from models.half import store_in_half


def product(weights: np.ndarray) -> onnx.ModelProto:
    """x -> x @ weights + bias, the bias too small to be worth halving."""
    bias = np.arange(weights.shape[1], dtype=np.float32) / 3
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["x", "weights"], ["raw"]), helper.make_node("Add", ["raw", "bias"], ["y"])],
        "product",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", weights.shape[0]])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["batch", weights.shape[1]])],
        [numpy_helper.from_array(weights, "weights"), numpy_helper.from_array(bias, "bias")],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def run(model: onnx.ModelProto, x: np.ndarray) -> np.ndarray:
    (y,) = ort.InferenceSession(model.SerializeToString()).run(None, {"x": x})
    return y


def test_halved_weights_take_half_the_bytes_and_are_computed_with_in_float32(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    weights = random.normal(size=(64, 32)).astype(np.float32)
    x = random.normal(size=(3, 64)).astype(np.float32)
    onnx.save(product(weights), tmp_path / "exact.onnx")
    store_in_half(tmp_path / "exact.onnx", tmp_path / "halved.onnx", smallest=256)
    halved = onnx.load(tmp_path / "halved.onnx")
    onnx.checker.check_model(halved)
    assert len(halved.SerializeToString()) < 0.6 * len(product(weights).SerializeToString())
    np.testing.assert_allclose(
        run(halved, x), run(product(weights.astype(np.float16).astype(np.float32)), x), atol=1e-5
    )
    assert [w.name for w in halved.graph.initializer if w.data_type == TensorProto.FLOAT] == ["bias"]
