"""sticker.onnx, a bundle as one graph for embedding: python -m models.sticker [--bundle DIR] [--out DIR].

Decoded pictures and token ids in, scores, risk and decision out; see docs/embedding.md.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import onnx
from onnx import compose, version_converter
from tokenizers import Tokenizer

from data.command import command
from models.sticker_graph import (
    DECISIONS,
    IR_VERSION,
    OPSET,
    STATES,
    canary_graph,
    caption_graph,
    ones_like_graph,
    picture_graph,
    row_by_row,
    unless_blank,
    verdict_graph,
)
from stickerguard import Bundle
from stickerguard.caption.normalize import normalize
from stickerguard.types import CANARY

FILE = "sticker.onnx"


def build(bundle: Bundle) -> onnx.ModelProto:
    """The whole bundle but OCR as one graph; names of inputs and outputs as docs/embedding.md gives them."""
    parts = bundle.manifest.parts
    size, ground = int(parts.vision.preprocessing["size"]), int(parts.vision.preprocessing["ground"])
    review, flag = (bundle.manifest.operating_point(name).threshold for name in ("review", "flag"))
    picture = compose.merge_models(
        picture_graph(size, ground), _part(bundle, "vision.onnx", "v/"), [("pixels", "v/image")]
    )
    picture = unless_blank(picture, {"v/minor": "minor_score", "v/person": "person", "v/minor_map": "minor_map"})
    caption = _part(bundle, "caption.onnx", "c/")
    names = {"c/input_ids": "own_ids", "c/attention_mask": "own_mask"}
    caption = _renamed(caption, names | {"c/severity": "own_severity", "c/suggestive": "own_suggestive"})
    caption = row_by_row(caption)
    tokenizer = Tokenizer.from_file(str(bundle.file("tokenizer.json")))
    spellings = [tokenizer.encode(text, add_special_tokens=False).ids for text in _canaries()]
    canary = compose.add_prefix(canary_graph(spellings), "k/")
    canary = _renamed(canary, {"k/input_ids": "input_ids", "k/canary": "canary"})
    bound = compose.merge_models(
        compose.add_prefix(ones_like_graph(), "b/"),
        _part(bundle, "fusion.onnx", "bf/"),
        [("b/minor_twin", "bf/minor"), ("b/most", "bf/suggestive")],
    )
    fused = _part(bundle, "fusion.onnx", "f/")
    fused_names = {"f/minor": "minor_score", "f/suggestive": "suggestive_known", "f/risk": "risk_raw"}
    graph = _joined(
        [
            picture,
            caption,
            canary,
            _named(compose.add_prefix(caption_graph(), "s/"), "s/"),
            _renamed(bound, {"b/minor_score": "minor_score", "bf/risk": "bound_raw"}),
            _renamed(fused, fused_names),
            _named(compose.add_prefix(verdict_graph(review, flag), "o/"), "o/"),
        ]
    )
    graph = _renamed(graph, {"minor_score": "minor"})
    _describe(graph, bundle)
    onnx.checker.check_model(graph, full_check=False)
    return graph


def _canaries() -> list[str]:
    """The canary as the lines of a sticker may break it."""
    first, second = normalize(CANARY).text.split("-")
    return [first + joint + second for joint in ("-", "- ", " -", " - ", " ", "")]


def _part(bundle: Bundle, name: str, prefix: str) -> onnx.ModelProto:
    model = onnx.load(bundle.file(name))
    own = {entry.domain: entry.version for entry in model.opset_import}
    if own[""] != OPSET:
        custom = [entry for entry in model.opset_import if entry.domain == "com.microsoft"]
        model = version_converter.convert_version(model, OPSET)
        model.opset_import.extend(entry for entry in custom if entry not in model.opset_import)
    model.ir_version = IR_VERSION
    del model.metadata_props[:]
    return compose.add_prefix(model, prefix)


def _named(model: onnx.ModelProto, prefix: str) -> onnx.ModelProto:
    """Inputs and outputs without the prefix that keeps the inner names apart."""
    outside = (*model.graph.input, *model.graph.output)
    return _renamed(model, {entry.name: entry.name.removeprefix(prefix) for entry in outside})


def _renamed(model: onnx.ModelProto, names: dict[str, str]) -> onnx.ModelProto:
    for node in model.graph.node:
        node.input[:] = [names.get(name, name) for name in node.input]
        node.output[:] = [names.get(name, name) for name in node.output]
    for entry in (*model.graph.input, *model.graph.output, *model.graph.value_info):
        entry.name = names.get(entry.name, entry.name)
    return model


def _joined(models: Sequence[onnx.ModelProto]) -> onnx.ModelProto:
    """One graph of graphs that already share their edge names, in running order."""
    made = {entry.name for model in models for entry in model.graph.output}
    inputs: dict[str, onnx.ValueInfoProto] = {}
    for model in models:
        inputs |= {entry.name: entry for entry in model.graph.input if entry.name not in made}
    # A bundle made from another backbone may have no map.
    wanted = ("person", "minor_map", "severity", "suggestive", "risk", "risk_bound", "decision", "minor_score")
    found = {entry.name: entry for model in models for entry in model.graph.output}
    graph = onnx.helper.make_graph(
        [node for model in models for node in model.graph.node],
        "sticker",
        [inputs[name] for name in ("image", "input_ids", "attention_mask", "caption_state")],
        [found[name] for name in wanted if name in found],
        [tensor for model in models for tensor in model.graph.initializer],
        # Without the shapes of inner edges ONNX Runtime fuses less, and 8-bit arithmetic then rounds elsewhere.
        value_info=[entry for model in models for entry in model.graph.value_info],
    )
    domains = [onnx.helper.make_opsetid("", OPSET), onnx.helper.make_opsetid("com.microsoft", 1)]
    return onnx.helper.make_model(graph, ir_version=IR_VERSION, opset_imports=domains, producer_name="stickerguard")


def _describe(model: onnx.ModelProto, bundle: Bundle) -> None:
    manifest = bundle.manifest
    points = {point.name: point.threshold for point in manifest.operating_points}
    facts = {
        "bundle": json.dumps({"name": bundle.ref.name, "version": bundle.ref.version, "sha256": bundle.ref.sha256}),
        "caption_states": json.dumps(STATES),
        "decisions": json.dumps(DECISIONS),
        "severity_labels": json.dumps(["none", "romantic", "suggestive", "explicit"]),
        "thresholds": json.dumps(points),
        "caption_preprocessing": json.dumps(manifest.parts.caption.preprocessing, ensure_ascii=False),
        "vision_preprocessing": "in the graph: give the decoded picture, RGBA",
        "canary": CANARY,
        "usage": manifest.usage,
    }
    onnx.helper.set_model_props(model, facts)


@command
def main(arguments: Sequence[str] | None = None) -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", type=Path)
    parser.add_argument("--out", type=Path, default=Path("out/embed"))
    args = parser.parse_args(arguments)
    graph = build(Bundle.load(args.bundle))
    args.out.mkdir(parents=True, exist_ok=True)
    path = args.out / FILE
    onnx.save(graph, path)
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
