"""Static int8 quantisation: QDQ nodes, int8 weights per channel, uint8 activations."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process

from models.training import quiet

METHODS = {
    "minmax": CalibrationMethod.MinMax,
    "entropy": CalibrationMethod.Entropy,
    "percentile": CalibrationMethod.Percentile,
}


class _Pictures(CalibrationDataReader):
    """Feeds pictures, uint8 [size, size, 3], one by one."""

    def __init__(self, pictures: list[npt.NDArray[np.uint8]]) -> None:
        self._left: Iterator[npt.NDArray[np.uint8]] = iter(pictures)

    def get_next(self) -> dict[str, npt.NDArray[np.uint8]] | None:
        picture = next(self._left, None)
        return None if picture is None else {"image": picture[np.newaxis]}


def quantise(
    float_model: Path, out: Path, pictures: list[npt.NDArray[np.uint8]], method: str, *, reduce_range: bool
) -> None:
    """Write the int8 variant of `float_model`, activation ranges taken from `pictures`, uint8 [size, size, 3] each.

    `method` is one of `METHODS`. With `reduce_range` weights get 7 bits: CPUs without VNNI instructions add pairs
    of products in 16 bits and would saturate, so that one picture got different scores on different machines.
    """
    with tempfile.TemporaryDirectory() as folder, quiet():
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(float_model), str(prepared), skip_symbolic_shape=True)
        quantize_static(
            str(prepared),
            str(out),
            _Pictures(pictures),
            quant_format=QuantFormat.QDQ,
            # Pooling and the heads stay in float: in eight bits a score would take a few dozen values.
            op_types_to_quantize=["Conv", "Add", "Clip"],
            per_channel=True,
            reduce_range=reduce_range,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            calibrate_method=METHODS[method],
            extra_options={"CalibTensorRangeSymmetric": False},
        )
    model = onnx.load(out)
    # Operators that onnxruntime's tools may import beside the standard ones, but this graph does not use.
    used = {node.domain for node in model.graph.node}
    kept = [entry for entry in model.opset_import if entry.domain in used | {""}]
    del model.opset_import[:]
    model.opset_import.extend(kept)
    onnx.save(model, out)
