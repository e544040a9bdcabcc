"""Smaller caption models, the command that compares them, and the search for near-duplicates."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
import yaml

from models.caption.distil import usual_students
from models.caption.network import load_encoder
from models.caption.smoke import smoke_run
from models.caption.students import MAX_BYTES, STRIDE, ByteNetwork, byte_feeds, fewer_layers, padded
from tests.models_caption.command import run

RECIPE = ("--encoder", "encoder", "--config", "config.yaml", "--data", "captions.jsonl")


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("students")
    (folder / "config.yaml").write_text(yaml.safe_dump(smoke_run(folder).config.model_dump()))
    done = run("train", folder, *RECIPE, "--out", "out", "--runs", "all")
    assert done.returncode == 0, done.stderr
    return folder


def test_bytes_are_shifted_padded_and_cut() -> None:
    short, empty, long = byte_feeds(["Hi", "", "好" * 100])
    assert short["input_ids"].tolist() == [[ord("h") + 1, ord("i") + 1, 0, 0]]
    assert short["attention_mask"].tolist() == [[1, 1, 0, 0]]
    assert empty["input_ids"].shape == (1, STRIDE)
    assert long["input_ids"].shape == (1, MAX_BYTES)
    batch = padded([short, long], 0)
    assert batch["input_ids"].shape == batch["attention_mask"].shape == (2, MAX_BYTES)


def test_padding_does_not_change_what_bytes_say() -> None:
    torch.manual_seed(0)
    network = ByteNetwork(layers=1).eval()
    feeds = byte_feeds(["good morning", "a much longer caption about the weather of tomorrow"])
    with torch.inference_mode():
        alone = [network(**padded([feed], 0)).numpy() for feed in feeds]
        together = network(**padded(feeds, 0)).numpy()
    np.testing.assert_allclose(together, np.concatenate(alone), atol=1e-4)
    assert (np.diff(together, axis=1) < 0).all()


def test_fewer_layers_leave_the_teacher_alone(tmp_path: Path) -> None:
    teacher, _ = load_encoder(smoke_run(tmp_path).encoder, 3)
    student = fewer_layers(teacher, 2)
    assert (len(student.encoder.encoder.layer), len(teacher.encoder.encoder.layer)) == (2, 3)
    last = [network.encoder.encoder.layer[-1].output.dense.weight for network in (student, teacher)]
    assert torch.equal(*last)
    assert last[0] is not last[1]


def test_students_are_trained_and_set_beside_their_teacher(taught: Path) -> None:
    done = run(
        "distil", taught, *RECIPE, "--teacher", "out", "--out", "students", "--students", "1", "bytes", "--epochs", "1"
    )
    assert done.returncode == 0, done.stderr
    table = json.loads((taught / "students/students.json").read_text())
    assert [row["model"] for row in table] == ["2 layers", "1 layers", "bytes, 4 layers"]
    for row in table:
        assert row["ms a caption"] > 0
        assert 0 <= row["AUC en"] <= 1
    assert table[1]["parameters (million)"] <= table[0]["parameters (million)"]


def test_a_student_that_cannot_be_is_refused(taught: Path) -> None:
    done = run("distil", taught, *RECIPE, "--teacher", "out", "--out", "refused", "--students", "7")
    assert done.returncode == 2
    assert "numbers of layers below 2" in done.stderr
    assert not (taught / "refused").exists()


def test_a_recipe_of_few_layers_has_students_of_fewer(taught: Path) -> None:
    done = run("distil", taught, *RECIPE, "--teacher", "out", "--out", "usual", "--epochs", "1")
    assert done.returncode == 0, done.stderr
    table = json.loads((taught / "usual/students.json").read_text())
    assert [row["model"] for row in table] == ["2 layers", "1 layers", "bytes, 4 layers"]


@pytest.mark.parametrize(("layers", "students"), [(12, ["6", "4"]), (4, ["2", "1"]), (3, ["1"]), (1, [])])
def test_usual_students_have_a_half_and_a_third_of_the_layers(layers: int, students: list[str]) -> None:
    assert usual_students(layers) == [*students, "bytes"]


def test_a_test_caption_that_repeats_a_training_caption_is_found(taught: Path) -> None:
    row = json.loads((taught / "captions.jsonl").read_text().splitlines()[0])
    texts = {"a": ("rain", "zzzzzzzz zz"), "b": ("0000000000", "q:q:q:q:q:"), "test": ("rain", "9876543210")}
    rows = [
        {**row, "fold": fold, "text": text, "low": low, "high": low}
        for fold, both in texts.items()
        for low, text in zip((0, 2), both, strict=True)
    ]
    (taught / "doubled.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))

    def found(limit: str) -> list[dict[str, object]]:
        done = run("similar", taught, "--encoder", "encoder", "--json", "--data", "doubled.jsonl", "--limit", limit)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    copied, other = found("0")
    assert copied == {"cosine": 1.0, "test": "rain", "training": "rain", "lang": row["lang"]}
    assert other["test"] == "9876543210"
    assert found("1.01") == []
