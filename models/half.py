"""fp16 files of float graphs: weights stored in half the bytes, computed with in float32 as before."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def store_in_half(source: Path, out: Path, *, smallest: int = 1024) -> None:
    """Write the graph of `source` to `out` with its large weights as float16, each cast to float32 where it is read.

    Tensors of less than `smallest` numbers, such as biases, stay as they are: their bytes are few, and their precision
    counts.
    ONNX Runtime casts once, when it loads the file. CPUs have no fast float16 arithmetic, so none is asked for.
    """
    model = onnx.load(source)
    graph = model.graph
    casts = []
    for tensor in graph.initializer:
        if tensor.data_type != TensorProto.FLOAT or int(np.prod(tensor.dims)) < smallest:
            continue
        values = numpy_helper.to_array(tensor)
        if np.abs(values).max() > np.finfo(np.float16).max:
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}_half"))
        casts.append(helper.make_node("Cast", [f"{name}_half"], [name], f"{name}_cast", to=TensorProto.FLOAT))
    for number, node in enumerate(casts):
        graph.node.insert(number, node)
    onnx.save(model, out)
