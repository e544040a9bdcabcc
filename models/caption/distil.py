"""Distil smaller caption models and compare them: `python -m models.caption.distil --encoder FOLDER`.

Each student learns the soft scores of the trained run "all" (Hinton et al., arXiv 1503.02531) on the captions of the
folds, disturbed anew each time, and the known severities. Compared as int8 models on the fold "test": AUC by language,
size, time of a caption on one thread. Writes students.json and students.md.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
import pandas as pd
import torch
from sklearn.metrics import roc_auc_score
from tokenizers import Tokenizer
from torch.nn.functional import binary_cross_entropy_with_logits
from transformers import PrinterCallback

from data.command import command
from models.caption.batches import EpochCaptions
from models.caption.config import CaptionConfig, load_config
from models.caption.export import export
from models.caption.int8 import quantise
from models.caption.network import CaptionNetwork, interval_loss
from models.caption.noise import Row
from models.caption.score import Feed
from models.caption.students import STRIDE, ByteNetwork, byte_feeds, fewer_layers, padded, token_feeds
from models.caption.train import UNREAD, load_run, read_captions
from models.platt import Platt
from models.training import EpochTrainer, LogLines, log_to, training_arguments
from stickerguard.errors import StickerguardError

BYTES = "bytes"
Feeds = Callable[[Sequence[str]], list[Feed]]


class Distiller(EpochTrainer):
    """The teacher's soft scores and the known severities, half and half."""

    def __init__(self, teacher: CaptionNetwork, captions: EpochCaptions, **more: Any) -> None:
        super().__init__(captions.order, train_dataset=captions, **more)
        self.teacher = teacher.eval()

    def compute_loss(
        self,
        model: torch.nn.Module,
        inputs: dict[str, Any],
        return_outputs: bool = False,
        num_items_in_batch: torch.Tensor | int | None = None,
    ) -> torch.Tensor:
        """Mean loss of a batch."""
        with torch.inference_mode():
            wanted = torch.sigmoid(self.teacher(**inputs["teacher"]))
        logits = model(**inputs["student"]).float()
        return binary_cross_entropy_with_logits(logits, wanted.clone()) + 0.5 * interval_loss(
            logits, inputs["low"], inputs["high"]
        )


def distil(
    student: torch.nn.Module, feeds: Feeds, padding: int, teacher: CaptionNetwork, tokenizer: Tokenizer,
    rows: list[Row], config: CaptionConfig, out: Path, learning_rate: float,
) -> None:  # fmt: skip
    """Train `student`, which reads what `feeds` makes of captions."""
    teacher_feeds = token_feeds(tokenizer, config.max_tokens)

    def collate(batch: list[Row]) -> dict[str, Any]:
        texts = [row["text"] for row in batch]
        low, high = (torch.tensor([row[key] for row in batch]) for key in ("low", "high"))
        return {
            "student": padded(feeds(texts), padding), "teacher": padded(teacher_feeds(texts), 1),
            "low": low, "high": high,
        }  # fmt: skip

    arguments = training_arguments(
        out, epochs=config.epochs, batch=config.batch, learning_rate=learning_rate,
        weight_decay=config.weight_decay, seed=config.seed, workers=0, dataloader_drop_last=False,
    )  # fmt: skip
    trainer = Distiller(
        teacher, EpochCaptions(rows, config), model=student, args=arguments, data_collator=collate,
        callbacks=[LogLines()],
    )  # fmt: skip
    trainer.remove_callback(PrinterCallback)
    trainer.train()


def measured(name: str, network: torch.nn.Module, feeds: Feeds, rows: list[Row], out: Path) -> dict[str, Any]:
    """The int8 model of `network` on the test captions."""
    out.mkdir(parents=True, exist_ok=True)
    network.eval()
    export(network, Platt(1.0, 0.0), out / "fp32.onnx", stride=STRIDE if isinstance(network, ByteNetwork) else 1)
    quantise(out / "fp32.onnx", out / "int8.onnx")
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(str(out / "int8.onnx"), options, providers=["CPUExecutionProvider"])
    scores, seconds = [], []
    for feed in feeds([row["text"] for row in rows]):
        start = time.perf_counter()
        scores.append(float(session.run(["suggestive_logit"], dict(feed))[0][0]))
        seconds.append(time.perf_counter() - start)
    positive, found = np.asarray([row["low"] >= 2 for row in rows]), np.asarray(scores)
    result: dict[str, Any] = {
        "model": name,
        "parameters (million)": round(sum(p.numel() for p in network.parameters()) / 1e6, 1),
        "int8 (MB)": round((out / "int8.onnx").stat().st_size / 1e6, 1),
        "ms a caption": round(1000 * float(np.median(seconds)), 2),
    }
    for lang in sorted({row["lang"] for row in rows}):
        inside = np.asarray([row["lang"] == lang for row in rows])
        if 0 < positive[inside].sum() < inside.sum():
            result[f"AUC {lang}"] = round(float(roc_auc_score(positive[inside], found[inside])), 3)
    return result


@command
def main(arguments: Sequence[str] | None = None) -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("models/caption/config.yaml"))
    parser.add_argument("--data", type=Path, default=Path("out/data/caption/captions.jsonl"))
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--teacher", type=Path, default=Path("out/caption"), help="folder of the trained runs")
    parser.add_argument("--out", type=Path, default=Path("out/students"))
    parser.add_argument(
        "--students", nargs="+", help=f"numbers of layers, or {BYTES}; default: a half and a third of them, and {BYTES}"
    )
    parser.add_argument("--epochs", type=int, help="default: those of the configuration")
    args = parser.parse_args(arguments)
    table = compare(args)
    (args.out / "students.json").write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    text = pd.DataFrame(table).to_string(index=False)
    (args.out / "students.md").write_text(
        "# Caption models compared\n\n" + "\n".join(f"    {line}" for line in text.splitlines()) + "\n",
        encoding="utf-8",
    )
    print(text)


def usual_students(layers: int) -> list[str]:
    """A half and a third of the teacher's layers, where that is any, and the one that reads bytes."""
    fewer = dict.fromkeys(layers // part for part in (2, 3))
    return [*(str(count) for count in fewer if count), BYTES]


def compare(args: argparse.Namespace) -> list[dict[str, Any]]:
    """Train every student and measure it beside the teacher.

    Raises StickerguardError, code "bad_config", for students that are not smaller, before anything is made.
    """
    config = load_config(args.config)
    students = args.students or usual_students(config.layers)
    for name in students:
        # Before anything is exported: a network that cannot be must not cost what comes before it.
        if name != BYTES and (not name.isdigit() or not 1 <= int(name) < config.layers):
            raise StickerguardError(
                f"--students {name}: give numbers of layers below {config.layers}, or {BYTES}", code="bad_config"
            )
    if args.epochs is not None:
        config = config.model_copy(update={"epochs": args.epochs})
    rows = read_captions(args.data)
    kept, tests = [r for r in rows if r["fold"] not in UNREAD], [r for r in rows if r["fold"] == "test"]
    teacher = load_run("all", config, args.encoder, args.teacher)
    tokenizer = Tokenizer.from_file(str(args.encoder / "tokenizer.json"))
    log_to(args.out, "distil.log")
    torch.set_num_threads(config.threads)
    tokens = token_feeds(tokenizer, config.max_tokens)
    table = [measured(f"{config.layers} layers", teacher, tokens, tests, args.out / "teacher")]
    for name in students:
        torch.manual_seed(config.seed)
        if name == BYTES:
            student, feeds, padding, rate, title = ByteNetwork(), byte_feeds, 0, 6e-4, "bytes, 4 layers"
            distil(student, feeds, padding, teacher, tokenizer, kept, config, args.out / name, rate)
            table.append(measured(title, student, feeds, tests, args.out / name))
            continue
        smaller = fewer_layers(teacher, int(name))
        distil(smaller, tokens, 1, teacher, tokenizer, kept, config, args.out / name, config.learning_rate)
        table.append(measured(f"{name} layers", smaller, tokens, tests, args.out / name))
    return table


if __name__ == "__main__":
    main()
