"""The ONNX graph: what goes in and out, and the calibration at its end."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch import nn

from models.vision.config import Backbone
from models.vision.network import MinorNet, normalise

OPSET = 17
IR_VERSION = 8


class Deployed(nn.Module):
    """The network behind its input contract: uint8 [batch, height, width, 3] RGB -> minor_logit, person, minor_map."""

    def __init__(self, network: MinorNet, spec: Backbone, *, two_sizes: bool = False) -> None:
        super().__init__()
        self.network = network
        self.spec = spec
        self.two_sizes = two_sizes

    def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Raw logit of minor, P(person), float32 [batch] each, and the map of `logits_and_map` where there is one."""
        pictures = normalise(image.permute(0, 3, 1, 2), self.spec)
        if not self.network.maps:
            logits = self.network(pictures, two_sizes=self.two_sizes)
            return logits[:, 0], torch.sigmoid(logits[:, 1])
        logits, places = self.network.logits_and_map(pictures, two_sizes=self.two_sizes)
        return logits[:, 0], torch.sigmoid(logits[:, 1]), places


def to_onnx(network: MinorNet, spec: Backbone, size: int, path: Path, *, two_sizes: bool = False) -> None:
    """Write the float32 graph, uncalibrated, with batch, height and width as named dynamic axes."""
    deployed = Deployed(network, spec, two_sizes=two_sizes).eval()
    example = torch.zeros((2, size, size, 3), dtype=torch.uint8)
    with warnings.catch_warnings():
        # The newer exporter starts at opset 18; the one that writes 17 warns that it is the older one.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            deployed,
            (example,),
            str(path),
            dynamo=False,
            opset_version=OPSET,
            input_names=["image"],
            output_names=["minor_logit", "person", *(["minor_map"] if network.maps else [])],
            dynamic_axes={
                "image": {0: "batch", 1: "height", 2: "width"},
                "minor_logit": {0: "batch"},
                "person": {0: "batch"},
                "minor_map": {0: "batch", 1: "rows", 2: "columns"},
            },
        )
    model = onnx.load(path)
    model.ir_version = IR_VERSION
    onnx.save(model, path)


def add_calibration(
    path: Path, out: Path, scale: float, shift: float, *, labels: Sequence[str], preprocessing: Mapping[str, object]
) -> None:
    """Write the graph of `path` to `out` with a further output minor = sigmoid(scale * minor_logit + shift).

    `labels` and `preprocessing` become metadata of the file, as JSON. `minor` becomes the first output, and the file
    says nothing of the tools or the time that made it, so that the same weights always give the same bytes.
    """
    model = onnx.load(path)
    graph = model.graph
    for name, value in (("calibration_scale", scale), ("calibration_shift", shift)):
        graph.initializer.append(numpy_helper.from_array(np.array(value, dtype=np.float32), name))
    graph.node.extend(
        [
            helper.make_node("Mul", ["minor_logit", "calibration_scale"], ["calibration_scaled"], "calibration_mul"),
            helper.make_node(
                "Add", ["calibration_scaled", "calibration_shift"], ["calibration_shifted"], "calibration_add"
            ),
            helper.make_node("Sigmoid", ["calibration_shifted"], ["minor"], "calibration_sigmoid"),
        ]
    )
    outputs = {value.name: value for value in graph.output}
    outputs["minor"] = helper.make_tensor_value_info("minor", onnx.TensorProto.FLOAT, ["batch"])
    del graph.output[:]
    wanted = ("minor", "minor_logit", "person", "minor_map")
    graph.output.extend(outputs[name] for name in wanted if name in outputs)
    graph.name, graph.doc_string = "stickerguard-vision", ""
    model.producer_name, model.producer_version, model.doc_string = "stickerguard", "", ""
    del model.metadata_props[:]
    metadata = {"labels": json.dumps(list(labels)), "preprocessing": json.dumps(dict(preprocessing))}
    helper.set_model_props(model, metadata)
    for node in graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, out)
