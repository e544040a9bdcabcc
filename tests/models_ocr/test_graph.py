"""Graphs of OCR made faster say what they said."""

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import numpy_helper, parser

from models.ocr.graph import join_gelus, take_pixels, turn_channels

CONVOLVED = """
<ir_version: 9, opset_import: ["" : 17]>
published (float[1, 3, h, w] x) => (float[1, 2, p, q] y) <float[2, 3, 3, 3] weight> {
    y = Conv <kernel_shape = [3, 3]> (x, weight)
}
"""
ACTIVATED = """
<ir_version: 9, opset_import: ["" : 17]>
published (float[n] x) => (float[n] y) <float root = {1.41421356}, float one = {1}, float half = {0.5}> {
    a = Div (x, root)
    b = Erf (a)
    c = Add (b, one)
    d = Mul (x, c)
    y = Mul (d, half)
}
"""


def run(model: onnx.ModelProto, **feed: np.ndarray) -> np.ndarray:
    onnx.checker.check_model(model)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, feed)[0])


def test_channels_turned_in_the_weights_give_what_channels_turned_in_the_pixels_gave() -> None:
    model = parser.parse_model(CONVOLVED)
    source = np.random.default_rng(0)
    weight = source.normal(size=(2, 3, 3, 3)).astype(np.float32)
    model.graph.initializer.append(numpy_helper.from_array(weight, "weight"))
    take_pixels(model, [1, "h", "w", 3])
    image = source.integers(0, 256, (1, 8, 9, 3), dtype=np.uint8)
    before = run(model, image=image)
    turn_channels(model)
    assert not [node for node in model.graph.node if node.op_type == "Gather"]
    assert run(model, image=image) == pytest.approx(before, abs=1e-5)
    assert run(model, image=image[..., ::-1]) != pytest.approx(before, abs=1e-2)


def test_a_gelu_in_five_steps_becomes_one() -> None:
    model = parser.parse_model(ACTIVATED)
    x = np.linspace(-5, 5, 101, dtype=np.float32)
    before = run(model, x=x)
    join_gelus(model)
    assert [(node.domain, node.op_type) for node in model.graph.node] == [("com.microsoft", "Gelu")]
    assert not model.graph.initializer
    assert run(model, x=x) == pytest.approx(before, abs=1e-6)


def test_another_use_of_erf_is_not_taken_for_one() -> None:
    model = parser.parse_model(ACTIVATED.replace("d = Mul (x, c)", "d = Add (x, c)"))
    with pytest.raises(ValueError, match="no Gelu around this Erf"):
        join_gelus(model)
