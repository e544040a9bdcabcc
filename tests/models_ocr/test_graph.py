"""A graph of OCR made faster says what it said."""

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import parser

from models.ocr.graph import SEEN, join_gelus, offer_wordlike, seen

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


TABLE = f"""
<ir_version: 9, opset_import: ["" : 17]>
recogniser (float[b, {SEEN}, t] maps, float[{SEEN}, 3] table, float[3] bias) => (float[b, t, 3] shares) {{
    steps = Transpose <perm = [0, 2, 1]> (maps)
    raw = MatMul (steps, table)
    moved = Add (raw, bias)
    shares = Softmax (moved)
}}
"""


def test_how_much_each_step_looks_like_writing_is_a_further_output() -> None:
    model = parser.parse_model(TABLE)
    assert seen(model) == "steps"
    source = np.random.default_rng(1)
    maps, weights = (source.normal(size=size).astype(np.float32) for size in ((2, SEEN, 4), SEEN))
    offer_wordlike(model, weights)
    onnx.checker.check_model(model)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    feed = {"maps": maps, "table": np.zeros((SEEN, 3), np.float32), "bias": np.zeros(3, np.float32)}
    (wordlike,) = session.run(["wordlike"], feed)
    assert wordlike == pytest.approx(maps.transpose(0, 2, 1) @ weights, abs=1e-4)


def test_a_graph_without_a_table_of_characters_is_refused() -> None:
    with pytest.raises(ValueError, match="no table of characters"):
        seen(parser.parse_model(ACTIVATED))
