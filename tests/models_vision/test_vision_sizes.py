"""The comparison of picture sizes, on the calibration split alone."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

from data.vision.index import Picture, write_index
from models.vision.sizes import compare_sizes, main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Bright pictures of children, darker ones of adults; in the test split the other way round."""
    row = Picture("", "drawn-set", "drawn", "minor", None, "", "calibrate", "own work")
    rows = []
    for split in ("calibrate", "test"):
        for number in range(6):
            label = ("minor", "adult", "none")[number % 3]
            bright = (label == "minor") == (split == "calibrate")
            file = f"{split}{number}.png"
            Image.new("RGB", (40, 40), (230 if bright else 40,) * 3).save(tmp_path / file)
            rows.append(replace(row, file=file, label=label, group=file, split=split))
    write_index(tmp_path, rows)
    return tmp_path


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A graph whose logit is the mean brightness, but the reverse for pictures of 16 pixels."""
    image = helper.make_tensor_value_info("image", TensorProto.UINT8, ["batch", "height", "width", 3])
    logit = helper.make_tensor_value_info("minor_logit", TensorProto.FLOAT, ["batch"])
    nodes = [
        helper.make_node("Cast", ["image"], ["float"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["float"], ["mean"], axes=[1, 2, 3], keepdims=0),
        helper.make_node("Shape", ["image"], ["height"], start=1, end=2),
        helper.make_node("Cast", ["height"], ["size"], to=TensorProto.FLOAT),
        helper.make_node("Sub", ["size", "twenty"], ["sign"]),
        helper.make_node("Mul", ["mean", "sign"], ["minor_logit"]),
    ]
    twenty = numpy_helper.from_array(np.array([20], dtype=np.float32), "twenty")
    graph = helper.make_graph(nodes, "brightness", [image], [logit], [twenty])
    path = tmp_path / "brightness.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    return path


def test_each_size_and_each_mean_of_two_is_measured_on_the_calibration_split(folder: Path, model: Path) -> None:
    found = {
        chosen: (all_others, adults) for chosen, _, all_others, adults in compare_sizes(model, folder, [16, 48], 127)
    }
    assert found == {(16,): (0.0, 0.0), (48,): (1.0, 1.0), (16, 48): (1.0, 1.0)}


def test_the_command_prints_a_row_for_each(folder: Path, model: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        main(["--model", str(model), "--data", str(folder), "--sizes", "16", "48"])
    assert [record.getMessage().split() for record in caplog.records] == [
        ["16", "drawn-set", "0.0000", "/", "0.0000"],
        ["48", "drawn-set", "1.0000", "/", "1.0000"],
        ["16+48", "drawn-set", "1.0000", "/", "1.0000"],
    ]


def test_a_set_that_is_not_built_is_named(tmp_path: Path, model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--model", str(model), "--data", str(tmp_path / "none")])
    assert caught.value.code == 2
    assert "build the set first" in capsys.readouterr().err
