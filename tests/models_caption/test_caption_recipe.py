"""The caption commands, end to end, on a tiny encoder with random weights and captions made here."""

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import pytest
import torch
import yaml
from safetensors.torch import load_file

from models.caption.calibrate import TermCalibration, fit_with_terms
from models.caption.config import load_config
from models.caption.export import OPSET, Exported, calibration
from models.caption.smoke import smoke_run
from models.caption.train import load_run, read_captions
from tests.models_caption.command import run

WHERE = ("--config", "config.yaml", "--data", "captions.jsonl", "--encoder", "encoder", "--out", "out")


def prepared(folder: Path) -> Path:
    config = smoke_run(folder).config
    (folder / "config.yaml").write_text(yaml.safe_dump(config.model_dump()))
    return folder


def changed(folder: Path, **fields: object) -> None:
    content = yaml.safe_load((folder / "config.yaml").read_text())
    (folder / "config.yaml").write_text(yaml.safe_dump(content | fields))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = prepared(tmp_path_factory.mktemp("caption"))
    for name in ("train", "export", "evaluate"):
        done = run(name, folder, *WHERE)
        assert done.returncode == 0, done.stderr
    return folder


def test_the_graph_says_what_torch_says(trained: Path) -> None:
    platt = TermCalibration.load(trained / "out/calibration.json").platt
    network = Exported(
        load_run("all", load_config(trained / "config.yaml"), trained / "encoder", trained / "out"), platt
    ).eval()
    session = ort.InferenceSession(str(trained / "out/caption_fp32.onnx"))
    for batch, length in ((1, 5), (2, 9), (7, 24)):
        ids = np.random.default_rng(batch).integers(4, 40, (batch, length))
        mask = np.ones_like(ids)
        mask[0, length // 2 :] = 0
        with torch.inference_mode():
            expected = network(torch.from_numpy(ids), torch.from_numpy(mask))
        found = session.run(["severity", "suggestive", "suggestive_logit"], {"input_ids": ids, "attention_mask": mask})
        for ours, theirs in zip(found, expected, strict=True):
            np.testing.assert_allclose(ours, theirs.numpy(), atol=1e-4)


def test_both_graphs_are_one_file_of_the_pinned_opset_with_named_axes(trained: Path) -> None:
    for name in ("caption_fp32.onnx", "caption.onnx"):
        model = onnx.load(trained / "out" / name, load_external_data=False)
        assert next(entry.version for entry in model.opset_import if entry.domain == "") == OPSET
        assert not [tensor.name for tensor in model.graph.initializer if tensor.external_data]
        inputs = ort.InferenceSession(str(trained / "out" / name)).get_inputs()
        assert [(value.name, value.shape) for value in inputs] == [
            (name, ["batch", "sequence"]) for name in ("input_ids", "attention_mask")
        ]


def test_export_again_in_another_process_gives_the_same_bytes(trained: Path) -> None:
    names = ("caption_fp32.onnx", "caption.onnx")
    before = {name: (trained / "out" / name).read_bytes() for name in names}
    root = Path(__file__).resolve().parents[2]
    # Not -m: the graph names the module of its network.
    done = subprocess.run(
        [sys.executable, "-c", "from models.caption.export import main; main()", *WHERE],
        cwd=trained, env={"PYTHONPATH": str(root), "PATH": ""}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for name in names:
        assert (trained / "out" / name).read_bytes() == before[name], name


@pytest.mark.parametrize("name", ["caption_fp32.onnx", "caption.onnx"])
def test_the_file_says_its_labels_and_preprocessing(trained: Path, name: str) -> None:
    metadata = ort.InferenceSession(str(trained / "out" / name)).get_modelmeta().custom_metadata_map
    assert json.loads(metadata["labels"]) == ["none", "romantic", "suggestive", "explicit"]
    assert json.loads(metadata["preprocessing"])["max_tokens"] == 24


def test_the_report_measures_each_fold_by_the_run_that_never_saw_it(trained: Path) -> None:
    part = json.loads((trained / "out/part.json").read_text("utf-8"))
    figures = {(row["slice"], row["metric"]): row for row in part["metrics"]}
    for fold in "ab":
        row = figures[f"left-out writer authored_{fold}, en", "AUC"]
        assert (row["count"], row["note"]) == (30, "14 positive")
        assert row["value"] > 0.6
    folds = {"a": "train; fold a", "b": "train; fold b", "calibrate": "calibrate", "test": "test"}
    assert {row["name"]: row["use"] for row in part["training_data"]} == {
        f"{name}_{fold}": use for name in ("authored", "n") for fold, use in folds.items()
    }
    with (trained / "out/heldout_scores.csv").open(encoding="utf-8") as file:
        scores = [float(row["suggestive_ocr"]) for row in csv.DictReader(file)]
    assert len(scores) == 100
    assert figures["median of left-out writers, en", "AUC"]["count"] == 2
    assert 0 <= min(scores) < max(scores) <= 1


def test_the_model_has_its_slope_of_writers_whom_no_run_read_and_term_weights_of_those_left_out(trained: Path) -> None:
    config, rows = load_config(trained / "config.yaml"), read_captions(trained / "captions.jsonl")
    where = config, trained / "encoder", trained / "out"
    shipped = TermCalibration.load(trained / "out/calibration.json")
    of_folds = calibration([row for row in rows if row["fold"] != "calibrate"], *where)
    assert calibration(rows, *where) == shipped
    assert shipped.weights == of_folds.weights
    assert shipped.platt != of_folds.platt


def test_a_resumed_run_ends_where_an_unbroken_one_does(trained: Path) -> None:
    whole = load_file(trained / "out/run_without_b/network.safetensors")
    checkpoints = sorted((trained / "out/run_without_b/checkpoints").iterdir(), key=lambda p: int(p.name.split("-")[1]))
    assert len(checkpoints) == 2
    shutil.rmtree(checkpoints[-1])
    (trained / "out/run_without_b/network.safetensors").unlink()
    done = run("train", trained, *WHERE, "--resume", "--runs", "without_b")
    assert done.returncode == 0, done.stderr
    resumed = load_file(trained / "out/run_without_b/network.safetensors")
    assert all(torch.equal(whole[name], resumed[name]) for name in whole)


def keep(folder: Path, wanted: Callable[[dict[str, object]], bool]) -> None:
    path = folder / "captions.jsonl"
    lines = [line for line in path.read_text("utf-8").splitlines() if wanted(json.loads(line))]
    path.write_text("\n".join(lines), "utf-8")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda folder: (folder / "captions.jsonl").unlink(), "captions.jsonl: no such file"),
        (lambda folder: (folder / "encoder/config.json").unlink(), "encoder: no config.json"),
        (lambda folder: changed(folder, layers=9), "has 3 layers"),
        (lambda folder: changed(folder, layer=2), "layer"),
        (lambda folder: keep(folder, lambda row: row["low"] < 2), "fold a has not one positive caption"),
    ],
)
def test_bad_input_is_named_before_any_epoch(tmp_path: Path, change: object, words: str) -> None:
    assert callable(change)
    change(prepared(tmp_path))
    done = run("train", tmp_path, *WHERE)
    assert done.returncode == 2
    assert words in done.stderr


def test_the_committed_configuration_loads() -> None:
    assert load_config(Path(__file__).resolve().parents[2] / "models/caption/config.yaml").layers >= 1


def test_term_weights_are_fitted_where_terms_help_and_never_lower_a_score() -> None:
    source = np.random.default_rng(0)
    positive = source.random(4000) < 0.5
    logits = source.normal(positive * 1.0, 1.0)
    helps, misleads = (
        source.random(4000) < np.where(positive, 0.4, 0.05),
        source.random(4000) < np.where(positive, 0.05, 0.4),
    )
    none = np.zeros((4000, 3))
    terms = np.column_stack([helps, none[:, 0], misleads, none])
    fitted = fit_with_terms(logits, terms, positive, 0.5)
    assert fitted.platt.slope > 0
    assert fitted.weights.suggestive > 1
    assert fitted.weights.coded == 0
    raw = np.asarray([0.0, 0.0])
    with_term, without = fitted.logits(raw, np.asarray([[1.0, 0, 0, 0, 0, 0], [0.0] * 6]))
    assert with_term - without == pytest.approx(fitted.weights.suggestive)
