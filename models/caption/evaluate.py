"""Measure the caption model: `python -m models.caption.evaluate`.

Every figure but the comparison of int8 with fp32 comes from captions of writers whom the scoring run never read: the
run that left a fold out scores it, as the package would. Folds whose run was not trained are not measured. The shipped
model is trained on all folds and can only be assumed to be no worse. A model that went on from a bundle hands on that
one's figures of writers left out, and itself scores the writers who only test. Writes `part.json` and
`heldout_scores.csv`.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score
from tokenizers import Tokenizer

from data.caption.build import GLOSSARY
from data.command import command
from models.caption.beginning import Beginning, read_beginning
from models.caption.calibrate import TermCalibration, fit_with_terms
from models.caption.config import CaptionConfig, load_config
from models.caption.export import OPSET
from models.caption.noise import OCR_ERRORS, Row, ocr_noise
from models.caption.record import Encoder, encoder_of, training_data, whole
from models.caption.score import feeds_of, logits_of_model, logits_of_run, term_features
from models.caption.train import UNREAD, WEIGHTS, folds_of, is_trained, load_run, read_captions, run_without
from models.documents import read_json
from models.evaluation.caption import model_of, write_held_out
from models.evaluation.kinds import wording_of
from models.lineage import merged, of_safetensors
from models.metrics import at_base_rate, expected_calibration_error
from models.platt import Platt
from stickerguard.caption.term_weights import TermWeights
from stickerguard.errors import StickerguardError

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
COMPARED = 600


@command
def main(arguments: Sequence[str] | None = None) -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("models/caption/config.yaml"))
    parser.add_argument("--data", type=Path, default=Path("out/data/caption/captions.jsonl"))
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("out/caption"))
    args = parser.parse_args(arguments)
    config = load_config(args.config)
    encoder = encoder_of(args.encoder)
    calibration = TermCalibration.load(args.out / "calibration.json")
    captions = read_captions(args.data)
    begun = read_beginning(args.out)
    if begun:
        rows = [row for row in captions if row["fold"] not in UNREAD and row.get("kind") != GLOSSARY]
        metrics = begun.metrics
        model = model_of(args.out, config.max_tokens, calibration.weights)
        write_held_out(model, [row for row in captions if row["fold"] == "test"], args.out / "heldout_scores.csv")
    else:
        folds = measured_folds(captions, args.out)
        rows = [row for row in captions if row["fold"] in folds and row.get("kind") != GLOSSARY and is_settled(row)]
        # What `unseen_logits` gives is calibrated already. The test fold is left to the evaluation of the bundle: here
        # the folds' own runs are measured.
        platt = Platt(1.0, 0.0)
        clean, noisy = unseen_logits(rows, config, args.encoder, args.out)
        write_scores(args.out / "heldout_scores.csv", rows, platt, clean, noisy)
        metrics = held_out_metrics(rows, platt, clean, noisy, config.base_rate)
    exported = read_json(args.out / "export.json", "run make export-caption")
    precision = exported.get("precision", "int8")
    metrics += compared(rows, config, args.out, precision) if precision != "fp32" else []
    difference = exported["torch_fp32"]
    metrics.append(row_of("fp32 against torch, shipped model", "largest difference of logits", difference, 64))
    part = describe(
        captions, config, calibration, metrics, encoder, args.out / "run_all" / WEIGHTS, begun
    )  # fmt: skip
    (args.out / "part.json").write_text(json.dumps(part, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    for metric in metrics:
        print(f"{metric['slice']}: {metric['metric']} {metric['value']:.4f} (n = {metric['count']})")


def is_settled(row: Row) -> bool:
    """Whether the severity says on which side of 2 the caption lies."""
    return bool(row["low"] >= 2 or row["high"] < 2)


def measured_folds(rows: list[Row], out: Path) -> list[str]:
    """The folds whose run is there. Raises StickerguardError, code "not_trained", when there is none."""
    found = [fold for fold in folds_of(rows) if is_trained(run_without(fold), out)]
    if not found:
        raise StickerguardError(f"{out}: no run that leaves a fold out; finish the training first", code="not_trained")
    return found


def unseen_logits(rows: list[Row], config: CaptionConfig, encoder: Path, out: Path) -> tuple[Floats, Floats]:
    """Calibrated logits of each row, and of the row with OCR errors, by the run that read none of its fold.

    The errors are those that the real engine made where the caption was drawn and read, else random ones. The runs have
    a calibration of their own, fitted to these logits: the model, which has read more, is surer than they are.
    """
    source = random.Random(config.seed)
    misread = [row["read"][0] if row.get("read") else ocr_noise(row["text"], OCR_ERRORS, source) for row in rows]
    clean, noisy = np.zeros(len(rows)), np.zeros(len(rows))
    kinds = len(TermWeights().parameters())
    terms = {True: np.zeros((len(rows), kinds)), False: np.zeros((len(rows), kinds))}
    for fold in sorted({row["fold"] for row in rows}):
        network = load_run(run_without(fold), config, encoder, out)
        members = [index for index, row in enumerate(rows) if row["fold"] == fold]
        by = frozenset(rows[index]["source"] for index in members)
        for found, texts in ((clean, [row["text"] for row in rows]), (noisy, misread)):
            inside = [texts[index] for index in members]
            found[members] = logits_of_run(network, inside, config, encoder)
            terms[found is clean][members] = term_features(inside, by)
    positive = np.asarray([row["low"] >= 2 for row in rows])
    fitted = fit_with_terms(clean, terms[True], positive, config.base_rate)
    return fitted.logits(clean, terms[True]), fitted.logits(noisy, terms[False])


def held_out_metrics(
    rows: list[Row], platt: Platt, clean: Floats, noisy: Floats, base_rate: float
) -> list[dict[str, Any]]:
    """AUC, recall at fixed false positive rates and calibration by writer and by language, and the special slices."""
    positive = np.asarray([row["low"] >= 2 for row in rows])
    writers, langs = (np.asarray([row[key] for row in rows]) for key in ("source", "lang"))
    read = np.asarray([bool(row.get("read")) for row in rows])
    metrics: list[dict[str, Any]] = []
    for lang in sorted(set(langs)):
        by_writer = []
        for writer in sorted(set(writers[langs == lang])):
            inside = (writers == writer) & (langs == lang)
            by_writer.append(ranking(f"left-out writer {writer}, {lang}", clean[inside], positive[inside]))
            metrics += by_writer[-1]
        metrics += across_writers(lang, by_writer)
        inside = langs == lang
        name = f"left-out writers, {lang}"
        weights = at_base_rate(positive[inside], base_rate)
        ece = expected_calibration_error(positive[inside], platt(clean[inside]), weights)
        metrics.append(row_of(name, "expected calibration error", ece, int(inside.sum())))
        metrics += ranking(f"{name}, {OCR_ERRORS:.0%} OCR errors", noisy[inside & ~read], positive[inside & ~read])[:1]
        metrics += ranking(f"{name}, drawn", clean[inside & read], positive[inside & read])[:1]
        metrics += ranking(f"{name}, drawn and read by the OCR engine", noisy[inside & read], positive[inside & read])[
            :1
        ]
    exact = np.asarray([row["low"] == row["high"] and row["low"] in (1, 2) for row in rows])
    metrics += ranking("left-out writers: severity 2 against 1", clean[exact], positive[exact])[:1]
    kinds = np.asarray([row.get("kind", "") for row in rows])
    everyday = ~positive & np.char.startswith(kinds.astype(str), "everyday")
    rate = float((platt(clean[everyday]) >= 0.5).mean()) if everyday.any() else 0.0
    metrics.append(row_of("left-out writers: everyday", "false positive rate at score 0.5", rate, int(everyday.sum())))
    metrics += by_kind(kinds, positive, clean)
    return metrics


def across_writers(lang: str, by_writer: list[list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    """Median and worst of the writers' figures, for each metric; nothing where no writer was measured."""
    found = {row["metric"] for rows in by_writer for row in rows}
    for metric in sorted(found):
        values = [row["value"] for rows in by_writer for row in rows if row["metric"] == metric]
        for name, value in (("median", float(np.median(values))), ("worst", min(values))):
            yield row_of(f"{name} of left-out writers, {lang}", metric, value, len(values), "count: writers")


def by_kind(kinds: npt.NDArray[np.str_], positive: Bools, score: Floats) -> Iterator[dict[str, Any]]:
    """Recall of each kind of suggestive caption at 5 % false positives over all, for kinds of 30 and more."""
    threshold = np.quantile(score[~positive], 0.95, method="higher")
    for kind in sorted(set(kinds[positive])):
        inside = positive & (kinds == kind)
        if inside.sum() >= 30:
            recall = float((score[inside] > threshold).mean())
            yield row_of(f"left-out writers, {kind}", "recall at 5% false positives", recall, int(inside.sum()))


def ranking(name: str, score: Floats, positive: Bools) -> list[dict[str, Any]]:
    """AUC, and recall at 5 % and 1 % false positive rate; nothing where one label is missing."""
    if not positive.any() or positive.all():
        return []
    note = f"{int(positive.sum())} positive"
    rows = [row_of(name, "AUC", float(roc_auc_score(positive, score)), len(score), note)]
    for rate in (0.05, 0.01):
        threshold = np.quantile(score[~positive], 1 - rate, method="higher")
        recall = float((score[positive] > threshold).mean())
        rows.append(row_of(name, f"recall at {rate:.0%} false positives", recall, len(score), note))
    return rows


def row_of(name: str, metric: str, value: float, count: int, note: str | None = None) -> dict[str, Any]:
    """One figure of the manifest."""
    return {"slice": name, "metric": metric, "value": value, "count": count, "note": note}


def compared(rows: list[Row], config: CaptionConfig, out: Path, precision: str) -> Iterator[dict[str, Any]]:
    """What `precision` costs against fp32, on captions that the model was trained on: no measure of skill."""
    picked = random.Random(config.seed).sample(rows, min(COMPARED, len(rows)))
    tokenizer = Tokenizer.from_file(str(out / "tokenizer.json"))
    feeds = feeds_of([row["text"] for row in picked], tokenizer, config.max_tokens)
    exact, small = (logits_of_model(out / name, feeds) for name in ("caption_fp32.onnx", "caption.onnx"))
    name = f"{precision} against fp32, shipped model"
    yield row_of(name, "rank correlation of logits", float(np.corrcoef(rank(exact), rank(small))[0, 1]), len(picked))
    yield row_of(name, "mean absolute difference of logits", float(np.abs(exact - small).mean()), len(picked))


def rank(values: Floats) -> npt.NDArray[np.intp]:
    """Rank of each value."""
    return np.argsort(np.argsort(values))


def write_scores(path: Path, rows: list[Row], platt: Platt, clean: Floats, noisy: Floats) -> None:
    """The held-out scores that the fusion is trained on."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["source", "lang", "label", "kind", "suggestive_logit", "suggestive", "suggestive_ocr"])
        for row, logit, score, misread in zip(rows, clean, platt(clean), platt(noisy), strict=True):
            writer.writerow(
                [row["source"], row["lang"], int(row["low"] >= 2), wording_of(row) or "", logit, score, misread]
            )


def describe(
    captions: list[Row], config: CaptionConfig, calibration: TermCalibration, metrics: list[dict[str, Any]],
    encoder: Encoder, network: Path, begun: Beginning | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The `part.json` of the caption stage; `network` is the network.safetensors that became the model, `begun` what
    it took over from a bundle."""
    ece = [metric["value"] for metric in metrics if metric["metric"] == "expected calibration error" and not begun]
    of_terms = f"; term weights of {begun.bundle}" if begun else ""
    unread = training_data(row for row in captions if row["fold"] in UNREAD)
    trained = of_safetensors(network) or whole(captions, encoder)
    records = merged(unread, [record for record in trained.training_data if record.use not in UNREAD])
    licence = "; ".join(trained.licences)
    own = "written by this project"
    return {
        "files": ["caption.onnx", "tokenizer.json", "lexicon.json"],
        "weights": [
            {"file": "caption.onnx", "licence": licence, "origin": f"{encoder.origin}, {config.layers} layers, tuned"},
            {"file": "tokenizer.json", "licence": licence, "origin": f"tokenizer of {encoder.origin}"},
            {"file": "lexicon.json", "licence": "Apache-2.0", "origin": own},
        ],
        "training_data": [record.model_dump() for record in sorted(records, key=lambda r: (r.name, r.licence, r.use))],
        "lineage": trained.model_dump(mode="json", exclude={"licences", "training_data"}),
        "preprocessing": {
            "max_tokens": config.max_tokens,
            "prefix": "query: ",
            "normalization": "NFKC, case folding",
        },
        "labels": ["none", "romantic", "suggestive", "explicit"],
        "calibration": {
            "method": f"Platt scaling with weights of lexicon terms, for captions of which {config.base_rate:.0%} are "
            "suggestive",
            "parameters": calibration.parameters(),
            "data": f"captions of writers whom the scoring run never read{of_terms}",
            "ece": float(np.mean(ece)) if ece else None,
        },
        "metrics": metrics,
        "opset": OPSET,
        "command": f"make train-caption{' START=a bundle' if begun else ''}",
    }


if __name__ == "__main__":
    main()
