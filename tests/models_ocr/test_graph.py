"""A graph of OCR made faster says what it said."""

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import parser

from models.ocr.graph import join_gelus

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
