"""Weights stored as float16 keep what a graph computes."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

from models.half import store_in_half
from models.ocr.graph import store_bytes


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


def test_a_large_matrix_in_bytes_takes_a_quarter_and_is_computed_with_in_float32() -> None:
    random = np.random.default_rng(1)
    weights = random.normal(size=(64, 32)).astype(np.float32) * np.linspace(0.001, 10, 32, dtype=np.float32)
    weights[:, 5] = 0
    x = random.normal(size=(3, 64)).astype(np.float32)
    small = product(weights)
    store_bytes(small, smallest=1000)
    onnx.checker.check_model(small)
    assert len(small.SerializeToString()) < 0.4 * len(product(weights).SerializeToString())
    # Half a step of each column's scale, 64 times at most.
    error = np.abs(run(small, x) - run(product(weights), x))
    assert (error <= np.abs(x).sum(axis=1, keepdims=True) * np.abs(weights).max(axis=0) / 254 + 1e-4).all()
    untouched = product(weights)
    store_bytes(untouched)
    assert untouched == product(weights)
