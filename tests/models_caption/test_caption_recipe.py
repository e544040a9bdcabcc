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
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from models.caption.calibrate import Platt
from models.caption.config import CaptionConfig, load_config
from models.caption.export import OPSET, Exported
from models.caption.train import load_run

SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
CONFIG = {
    "layers": 2,
    "tuned": 1,
    "max_tokens": 24,
    "epochs": 4,
    "batch": 8,
    "negatives": 40,
    "learning_rate": 0.003,
    "head_learning_rate": 0.02,
    "weight_decay": 0.0,
    "noise": 0.2,
    "seed": 1,
    "threads": 1,
}


def tiny_encoder(folder: Path) -> None:
    letters = sorted(set("abcdefghijklmnopqrstuvwxyz :0123456789"))
    vocabulary = {piece: index for index, piece in enumerate([*SPECIAL, *letters])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    wrapped = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", pad_token="<pad>", unk_token="<unk>"
    )
    wrapped.save_pretrained(folder)
    torch.manual_seed(0)
    sizes = {"hidden_size": 32, "intermediate_size": 64, "num_attention_heads": 2, "num_hidden_layers": 3}
    BertModel(BertConfig(vocab_size=len(vocabulary), pad_token_id=1, **sizes)).save_pretrained(folder)


def captions(path: Path) -> None:
    rows = []
    for fold in "ab":
        for index in range(30):
            severity = index % 4
            words = {0: "rain", 1: "rose", 2: "zzz", 3: "zzzz xx"}[severity]
            row = {"text": f"{words} {index}", "lang": "en", "source": f"authored_{fold}", "fold": fold}
            rows.append(row | {"low": severity, "high": severity, "licence": "Apache-2.0"})
        rows += [
            {"text": f"news {index}", "lang": "zh", "source": f"n_{fold}", "fold": fold, "low": 0, "high": 1}
            | {"licence": "CC0-1.0"}
            for index in range(20)
        ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def command(name: str, folder: Path, *extra: str) -> subprocess.CompletedProcess[str]:
    where = ["--config", "config.yaml", "--data", "captions.jsonl", "--encoder", "encoder", "--out", "out"]
    root = Path(__file__).resolve().parents[2]
    environment = {"PYTHONPATH": str(root), "PATH": ""}
    return subprocess.run(
        [sys.executable, "-m", f"models.caption.{name}", *where, *extra],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("caption")
    tiny_encoder(folder / "encoder")
    captions(folder / "captions.jsonl")
    (folder / "config.yaml").write_text(yaml.safe_dump(CONFIG))
    for name in ("train", "export", "evaluate"):
        done = command(name, folder)
        assert done.returncode == 0, done.stderr
    return folder


def test_the_graph_says_what_torch_says(trained: Path) -> None:
    platt = Platt(**json.loads((trained / "out/calibration.json").read_text()))
    network = Exported(
        load_run("all", CaptionConfig.model_validate(CONFIG), trained / "encoder", trained / "out"), platt
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


def test_export_again_gives_the_same_bytes(trained: Path) -> None:
    names = ("caption_fp32.onnx", "caption.onnx")
    before = {name: (trained / "out" / name).read_bytes() for name in names}
    for stage in ("export", "quantise"):
        done = command("export", trained, "--stage", stage)
        assert done.returncode == 0, done.stderr
    for name in names:
        assert (trained / "out" / name).read_bytes() == before[name], name


@pytest.mark.parametrize("name", ["caption_fp32.onnx", "caption.onnx"])
def test_the_file_says_its_labels_and_preprocessing(trained: Path, name: str) -> None:
    metadata = ort.InferenceSession(str(trained / "out" / name)).get_modelmeta().custom_metadata_map
    assert json.loads(metadata["labels"]) == ["none", "romantic", "suggestive", "explicit"]
    assert json.loads(metadata["preprocessing"])["max_tokens"] == CONFIG["max_tokens"]


def test_the_report_measures_each_fold_by_the_run_that_never_saw_it(trained: Path) -> None:
    part = json.loads((trained / "out/part.json").read_text("utf-8"))
    figures = {(row["slice"], row["metric"]): row for row in part["metrics"]}
    for fold in "ab":
        row = figures[f"unseen sources, fold {fold}, en", "AUC"]
        assert (row["count"], row["note"]) == (30, "14 positive")
        assert row["value"] > 0.6
    assert {row["name"] for row in part["training_data"]} == {"authored_a", "authored_b", "n_a", "n_b"}
    with (trained / "out/heldout_scores.csv").open(encoding="utf-8") as file:
        scores = [float(row["suggestive_ocr"]) for row in csv.DictReader(file)]
    assert len(scores) == 100
    assert 0 <= min(scores) < max(scores) <= 1


def test_a_resumed_run_ends_where_an_unbroken_one_does(trained: Path) -> None:
    whole = load_file(trained / "out/run_a/network.safetensors")
    checkpoints = sorted((trained / "out/run_a/checkpoints").iterdir(), key=lambda p: int(p.name.split("-")[1]))
    assert len(checkpoints) == 2
    shutil.rmtree(checkpoints[-1])
    (trained / "out/run_a/network.safetensors").unlink()
    done = command("train", trained, "--resume", "--runs", "a")
    assert done.returncode == 0, done.stderr
    resumed = load_file(trained / "out/run_a/network.safetensors")
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
        (lambda folder: (folder / "config.yaml").write_text(yaml.safe_dump(CONFIG | {"layers": 9})), "has 3 layers"),
        (lambda folder: (folder / "config.yaml").write_text(yaml.safe_dump(CONFIG | {"layer": 2})), "layer"),
        (lambda folder: keep(folder, lambda row: row["low"] < 2), "fold a has not one positive caption"),
    ],
)
def test_bad_input_is_named_before_any_epoch(tmp_path: Path, change: object, words: str) -> None:
    tiny_encoder(tmp_path / "encoder")
    captions(tmp_path / "captions.jsonl")
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(CONFIG))
    assert callable(change)
    change(tmp_path)
    done = command("train", tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_the_committed_configuration_loads() -> None:
    assert load_config(Path(__file__).resolve().parents[2] / "models/caption/config.yaml").layers >= 1
