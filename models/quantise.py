"""Static int8 quantisation of picture networks: QDQ nodes, int8 weights per channel, uint8 activations."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

from models.training import quiet

Pixels = npt.NDArray[np.uint8]
METHODS = {
    "minmax": CalibrationMethod.MinMax,
    "entropy": CalibrationMethod.Entropy,
    "percentile": CalibrationMethod.Percentile,
}


class _Pictures(CalibrationDataReader):
    """Feeds pictures, uint8 [height, width, 3], one by one."""

    def __init__(self, pictures: Iterable[Pixels]) -> None:
        self._left: Iterator[Pixels] = iter(pictures)

    def get_next(self) -> dict[str, Pixels] | None:
        picture = next(self._left, None)
        return None if picture is None else {"image": picture[np.newaxis]}


def quantise_static(
    float_model: Path,
    out: Path,
    pictures: Iterable[Pixels],
    operators: list[str],
    *,
    method: str = "minmax",
    reduce_range: bool = False,
    **options: Any,
) -> None:
    """Write the int8 variant of `float_model`, its `operators` quantised, activation ranges taken from `pictures`.

    `method` is one of `METHODS`; with `reduce_range` weights get 7 bits; `options` are ONNX Runtime's `extra_options`.
    """
    with tempfile.TemporaryDirectory() as folder, quiet():
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(float_model), str(prepared), skip_symbolic_shape=True)
        quantize_static(
            str(prepared),
            str(out),
            _Pictures(pictures),
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=operators,
            per_channel=True,
            reduce_range=reduce_range,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            calibrate_method=METHODS[method],
            extra_options=options,
        )
