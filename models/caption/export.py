"""Export the caption model: `python -m models.caption.export`.

fp32 graph, calibrated; then int8 (models/caption/int8.py) or float16.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from data.caption.build import GLOSSARY
from data.caption.lexicon import write_lexicon
from data.command import command
from models import gate
from models.caption.beginning import read_beginning
from models.caption.calibrate import TermCalibration, fit_beside, fit_with_terms
from models.caption.config import CaptionConfig, load_config
from models.caption.int8 import IR_VERSION, quantise
from models.caption.network import CaptionNetwork
from models.caption.noise import Row
from models.caption.score import feeds_of, logits_of_model, logits_of_run, term_features
from models.caption.train import folds_of, is_trained, load_run, read_captions, run_without
from models.destination import PRECISIONS
from models.documents import read_json
from models.half import store_in_half
from models.platt import Platt
from stickerguard.errors import StickerguardError

OPSET = 18
EXPORT = "export.json"
JUDGED = 400
"""How many captions of a language tell what int8 costs."""
REMEDY = "keep float weights: make quantise PRECISION=fp16 (or fp32); larger and slower, and every runtime takes them"


class Exported(nn.Module):
    """The network with its calibration: what the graph computes."""

    def __init__(self, network: nn.Module, platt: Platt) -> None:
        super().__init__()
        self.network = network
        self.slope, self.offset = platt.slope, platt.offset

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """severity [batch, 4], suggestive [batch], suggestive_logit [batch]; all steps calibrated alike."""
        logits = self.network(input_ids, attention_mask)
        at_least = torch.sigmoid(self.slope * logits + self.offset)
        ends = torch.ones_like(at_least[:, :1]), torch.zeros_like(at_least[:, :1])
        steps = torch.cat([ends[0], at_least, ends[1]], dim=1)
        return steps[:, :-1] - steps[:, 1:], at_least[:, 1], logits[:, 1]


@command
def main(arguments: Sequence[str] | None = None) -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("models/caption/config.yaml"))
    parser.add_argument("--data", type=Path, default=Path("out/data/caption/captions.jsonl"))
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("out/caption"))
    parser.add_argument("--stage", choices=("export", "quantise", "all"), default="all")
    parser.add_argument("--precision", choices=PRECISIONS, default="int8", help="of the weights in caption.onnx")
    args = parser.parse_args(arguments)
    run(args)


def run(args: argparse.Namespace) -> None:
    """Write the files of one stage."""
    config = load_config(args.config)
    if args.stage != "quantise":
        export_float(args, config)
    if args.stage != "export":
        if not (args.out / "caption_fp32.onnx").is_file():
            raise StickerguardError(
                f"{args.out / 'caption_fp32.onnx'}: no such file; run make export first", code="not_exported"
            )
        if args.precision == "int8":
            quantise(args.out / "caption_fp32.onnx", args.out / "caption.onnx")
            try:
                print(gate.check("caption", rounding_loss(read_captions(args.data), config, args.out), REMEDY))
            except StickerguardError:
                (args.out / "caption.onnx").unlink()
                raise
        elif args.precision == "fp16":
            store_in_half(args.out / "caption_fp32.onnx", args.out / "caption.onnx")
        else:
            shutil.copyfile(args.out / "caption_fp32.onnx", args.out / "caption.onnx")
        told = read_json(args.out / EXPORT, "run make export again") | {"precision": args.precision}
        (args.out / EXPORT).write_text(json.dumps(told), "utf-8")
    for path in sorted(args.out.glob("caption*.onnx")):
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


def rounding_loss(rows: list[Row], config: CaptionConfig, out: Path) -> list[gate.Slice]:
    """AUC of the fp32 and the int8 graph on captions of the fold "test", which neither read, by language."""
    tests = [row for row in rows if row["fold"] == "test" and (row["low"] >= 2 or row["high"] < 2)]
    langs = sorted({row["lang"] for row in tests})
    picked = [row for lang in langs for row in _spread([row for row in tests if row["lang"] == lang])]
    feeds = feeds_of(
        [row["text"] for row in picked], Tokenizer.from_file(str(out / "tokenizer.json")), config.max_tokens
    )
    before, after = (logits_of_model(out / name, feeds) for name in ("caption_fp32.onnx", "caption.onnx"))
    names, positive = np.asarray([row["lang"] for row in picked]), np.asarray([row["low"] >= 2 for row in picked])
    return gate.slices(names, positive, before, after)


def _spread(rows: list[Row]) -> list[Row]:
    return rows[:: max(1, len(rows) // JUDGED)]


def export_float(args: argparse.Namespace, config: CaptionConfig) -> None:
    """Calibration, the fp32 graph, the tokenizer and the lexicon."""
    rows = read_captions(args.data)
    fitted = calibration(rows, config, args.encoder, args.out)
    fitted.save(args.out / "calibration.json")
    network = load_run("all", config, args.encoder, args.out)
    export(network, fitted.platt, args.out / "caption_fp32.onnx")
    shutil.copyfile(args.encoder / "tokenizer.json", args.out / "tokenizer.json")
    write_lexicon(args.out / "lexicon.json")
    label(args.out / "caption_fp32.onnx", config)
    difference = torch_difference(network, args.out / "caption_fp32.onnx", args.out / "tokenizer.json", rows)
    (args.out / EXPORT).write_text(json.dumps({"torch_fp32": difference}), "utf-8")
    print(f"largest difference of logits, torch against fp32: {difference:.2e}")


def label(path: Path, config: CaptionConfig) -> None:
    """Labels and preprocessing as metadata of the file, in JSON."""
    model = onnx.load(path)
    preprocessing = {"max_tokens": config.max_tokens, "prefix": "query: ", "normalization": "NFKC, case folding"}
    labels = ["none", "romantic", "suggestive", "explicit"]
    onnx.helper.set_model_props(model, {"labels": json.dumps(labels), "preprocessing": json.dumps(preprocessing)})
    onnx.save(model, path)


def torch_difference(network: CaptionNetwork, model: Path, tokenizer: Path, rows: list[Row], count: int = 64) -> float:
    """Largest absolute difference of suggestive logits between torch and the graph, over `count` captions."""
    texts = [row["text"] for row in rows[:: max(1, len(rows) // count)][:count]]
    feeds = feeds_of(texts, Tokenizer.from_file(str(tokenizer)), 64)
    exact = logits_of_model(model, feeds)
    with torch.inference_mode():
        ours = [
            float(network(torch.from_numpy(feed["input_ids"]), torch.from_numpy(feed["attention_mask"]))[0, 1])
            for feed in feeds
        ]
    return float(np.abs(exact - np.asarray(ours)).max())


def calibration(rows: list[Row], config: CaptionConfig, encoder: Path, out: Path) -> TermCalibration:
    """Platt scaling and term weights on what each run gives the writers it never read, without terms by these.

    Where there are writers whom no run read, the fold "calibrate", slope and offset are those of the model on them. A
    training that went on from a bundle keeps the bundle's term weights, and without such writers its whole calibration.
    """
    begun = read_beginning(out)
    fitted = begun.calibration if begun else _of_folds(rows, config, encoder, out)
    unread = [row for row in rows if row["fold"] == "calibrate"]
    if not unread:
        return fitted
    logits, terms, labels = scored(unread, "all", config, encoder, out)
    return fit_beside(logits, terms, fitted.weights, labels, config.base_rate)


def _of_folds(rows: list[Row], config: CaptionConfig, encoder: Path, out: Path) -> TermCalibration:
    folds = [fold for fold in folds_of(rows) if is_trained(run_without(fold), out)]
    if not folds:
        raise StickerguardError(f"{out}: no run that leaves a fold out; finish the training first", code="not_trained")
    parts = [
        scored(
            [row for row in rows if row["fold"] == fold and row.get("kind") != GLOSSARY],
            run_without(fold), config, encoder, out,
        )
        for fold in folds
    ]  # fmt: skip
    logits, terms, labels = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return fit_with_terms(logits, terms, labels, config.base_rate)


def scored(
    rows: list[Row], run: str, config: CaptionConfig, encoder: Path, out: Path
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Raw logits [n], features of terms [n, 6] but those of the rows' own writers, and whether they are suggestive."""
    texts = [row["text"] for row in rows]
    logits = logits_of_run(load_run(run, config, encoder, out), texts, config, encoder)
    terms = term_features(texts, frozenset(row["source"] for row in rows))
    return logits, terms, np.asarray([row["low"] >= 2 for row in rows])


def export(network: nn.Module, platt: Platt, path: Path, *, stride: int = 1) -> None:
    """Write the calibrated fp32 graph, for sequences whose length is a multiple of `stride`."""
    batch, sequence = torch.export.Dim("batch", max=4096), torch.export.Dim("sequence", min=2, max=512)
    axes = {0: batch, 1: sequence}
    if stride > 1:
        axes[1] = stride * torch.export.Dim("groups", min=2, max=512 // stride)
    ids = torch.ones(2, 9 * stride, dtype=torch.int64)
    torch.onnx.export(
        Exported(network, platt).eval(),
        (ids, torch.ones_like(ids)),
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=["severity", "suggestive", "suggestive_logit"],
        dynamic_shapes={"input_ids": axes, "attention_mask": axes},
        opset_version=OPSET,
        external_data=False,
        dynamo=True,
        verbose=False,
    )
    model = onnx.load(path)
    model.ir_version = IR_VERSION
    forget_source(model)
    onnx.save(model, path)


def forget_source(model: onnx.ModelProto) -> None:
    """Remove what the exporter notes at each node of the code and the folders that it was made in."""
    for node in model.graph.node:
        del node.metadata_props[:]
    for value in (*model.graph.value_info, *model.graph.input, *model.graph.output, *model.graph.initializer):
        del value.metadata_props[:]


if __name__ == "__main__":
    main()
