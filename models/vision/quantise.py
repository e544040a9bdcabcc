"""The vision network in int8."""

from __future__ import annotations

from pathlib import Path

import onnx

from models.quantise import METHODS, Pixels, quantise_static

__all__ = ["METHODS", "quantise"]
# Pooling and the heads stay in float: in eight bits a score would take a few dozen values.
_OPERATORS = ["Conv", "Add", "Clip"]


def quantise(float_model: Path, out: Path, pictures: list[Pixels], method: str, *, reduce_range: bool) -> None:
    """Write the int8 variant of `float_model`, activation ranges taken from `pictures`, uint8 [size, size, 3] each.

    `method` is one of `METHODS`. With `reduce_range` weights get 7 bits: CPUs without VNNI instructions add pairs
    of products in 16 bits and would saturate, so that one picture got different scores on different machines.
    """
    quantise_static(
        float_model,
        out,
        pictures,
        _OPERATORS,
        method=method,
        reduce_range=reduce_range,
        CalibTensorRangeSymmetric=False,
    )
    model = onnx.load(out)
    # Operators that onnxruntime's tools may import beside the standard ones, but this graph does not use.
    used = {node.domain for node in model.graph.node}
    kept = [entry for entry in model.opset_import if entry.domain in used | {""}]
    del model.opset_import[:]
    model.opset_import.extend(kept)
    onnx.save(model, out)
