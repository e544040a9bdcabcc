"""Text in scripts that the recogniser does not know is told by what it has seen at each step, as the graph has it."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from models.ocr.graph import offer_by_step
from models.ocr.other_script import fit, main, report
from models.ocr.regions import MISREAD, OTHER, RIGHT, SCRIBBLE, Examples
from models.ocr.step_network import StepWeights, fit_steps, read_weights, write_weights


def made_up(count: int = 8000, seed: int = 1) -> Examples:
    """Other scripts that only the size of one number at each step tells: its mean is the same."""
    source = np.random.default_rng(seed)
    labels = np.array([SCRIBBLE, RIGHT, MISREAD, OTHER])[np.arange(count) % 4]
    steps = source.normal(size=(count, 6, 5))
    steps[..., 0] = np.where((labels == OTHER)[:, None], 3.0, 0.3) * np.sign(steps[..., 0])
    shares = np.full((count, 6), 1 / 6, np.float32)
    beside = source.normal(size=(count, 2))
    return Examples(source.normal(size=(count, 3)), beside, steps.astype(np.float16), shares, labels)


def test_what_no_mean_of_the_steps_shows_is_learnt() -> None:
    weights, network = fit(made_up())
    assert weights.shape == (5,)
    lines = report(weights, network, made_up(seed=2))
    assert lines[0].startswith("held out, 4000 regions: AUC ")
    assert float(lines[0].rpartition(" ")[2]) > 0.97


def test_weights_are_of_numbers_as_they_are_and_not_of_standardised_ones() -> None:
    source = np.random.default_rng(3)
    wanted = np.arange(4000) % 2 == 1
    given = 1000 + 50 * (source.normal(size=(4000, 1)) + 4 * wanted[:, None])
    steps = 20 + 5 * source.normal(size=(4000, 2, 3))
    beside, network = fit_steps(given, steps, np.full((4000, 2), 0.5), wanted)
    odds = given @ beside[:-1] + beside[-1] + network.of(steps, np.full((4000, 2), 0.5))
    assert ((odds > 0) == wanted).mean() > 0.95


def test_the_graph_says_at_each_step_what_the_weights_make_of_it(tmp_path: Path) -> None:
    source = np.random.default_rng(4)
    table = source.normal(size=(5, 7)).astype(np.float32)
    nodes = [
        helper.make_node("MatMul", ["seen", "table"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["scores"]),
    ]
    graph = helper.make_graph(
        nodes,
        "recogniser",
        [helper.make_tensor_value_info("seen", TensorProto.FLOAT, ["batch", "time", 5])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["batch", "time", 7])],
        [numpy_helper.from_array(table, "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    weights = StepWeights(source.normal(size=(5, 4)), source.normal(size=4), source.normal(size=4))
    offer_by_step(model, "other_script", weights)
    onnx.checker.check_model(model)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    steps = source.normal(size=(2, 3, 5)).astype(np.float32)
    (said,) = session.run(["other_script"], {"seen": steps})
    assert said.mean(axis=1) == pytest.approx(weights.of(steps, np.full((2, 3), 1 / 3)), abs=1e-4)
    write_weights(weights, tmp_path / "weights.json")
    assert read_weights(tmp_path / "weights.json").hidden == pytest.approx(weights.hidden, abs=1e-4)


def test_the_command_writes_the_network_and_prints_the_weights(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--count", "80", "--workers", "1", "--out", str(tmp_path / "network.json")])
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("_OTHER_SCRIPT = (")
    assert read_weights(tmp_path / "network.json").hidden.shape[1] > 0
