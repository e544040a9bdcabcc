"""Which former work a caption training goes on from, and what one that fails leaves as it was."""

import json
from pathlib import Path

import pytest
import torch
import yaml
from safetensors.torch import load_file, save_file

from models.caption.beginning import BEGINNING
from models.caption.smoke import smoke_run
from stickerguard.bundle import MANIFEST
from tests.models_caption.command import run

PLACE = ("--config", "config.yaml", "--data", "captions.jsonl", "--encoder", "encoder")
WHERE = (*PLACE, "--out", "out", "--runs", "all")
NETWORK = Path("out/run_all/network.safetensors")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with one finished run of two epochs."""
    content = smoke_run(tmp_path).config.model_dump() | {"epochs": 2}
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(content))
    assert run("train", tmp_path, *WHERE).returncode == 0
    return tmp_path


def other_captions(folder: Path) -> None:
    path = folder / "captions.jsonl"
    path.write_text(path.read_text("utf-8").replace("rain", "snow"), "utf-8")


def other_setting(folder: Path) -> None:
    path = folder / "config.yaml"
    path.write_text(yaml.safe_dump(yaml.safe_load(path.read_text()) | {"head_learning_rate": 0.01}))


def other_encoder(folder: Path) -> None:
    path = folder / "encoder/model.safetensors"
    save_file({name: value * 1.1 for name, value in load_file(path).items()}, path, {"format": "pt"})


@pytest.mark.parametrize(
    ("change", "words"),
    [(other_captions, "data differ"), (other_setting, "head_learning_rate differ"), (other_encoder, "encoder differ")],
)
def test_a_training_goes_on_only_from_checkpoints_of_its_own(place: Path, change: object, words: str) -> None:
    before = (place / NETWORK).read_bytes()
    assert callable(change)
    change(place)
    done = run("train", place, *WHERE, "--resume")
    assert done.returncode == 2
    assert "checkpoints are of another training: " + words in done.stderr
    assert (place / NETWORK).read_bytes() == before
    assert run("train", place, *WHERE).returncode == 0
    assert run("train", place, *WHERE, "--resume").returncode == 0
    assert (place / NETWORK).read_bytes() != before


def test_where_it_runs_and_with_how_many_threads_is_no_other_training(place: Path) -> None:
    before = load_file(place / NETWORK)
    path = place / "config.yaml"
    path.write_text(yaml.safe_dump(yaml.safe_load(path.read_text()) | {"threads": 2}))
    (place / "moved.jsonl").write_text((place / "captions.jsonl").read_text("utf-8"), "utf-8")
    where = ["moved.jsonl" if part == "captions.jsonl" else part for part in WHERE]
    done = run("train", place, *where, "--resume")
    assert done.returncode == 0, done.stderr
    assert all(torch.equal(value, before[name]) for name, value in load_file(place / NETWORK).items())


def test_a_checkpoint_that_was_cut_off_is_passed_over(place: Path) -> None:
    before = load_file(place / NETWORK)
    (place / NETWORK).unlink()
    last = max((place / "out/run_all/checkpoints").iterdir(), key=lambda path: int(path.name.partition("-")[2]))
    optimizer = last / "optimizer.pt"
    optimizer.write_bytes(optimizer.read_bytes()[:-1000])
    done = run("train", place, *WHERE, "--resume")
    assert done.returncode == 0, done.stderr
    assert (
        f"{last.name}: was cut off while it was written; removed, the training goes on from checkpoint-" in done.stderr
    )
    assert all(torch.equal(value, before[name]) for name, value in load_file(place / NETWORK).items())


def test_a_start_in_the_same_folder_is_gone_on_with(place: Path) -> None:
    assert run("train", place, *WHERE, "--start", "out").returncode == 0
    done = run("train", place, *WHERE, "--start", "out", "--resume")
    assert done.returncode == 0, done.stderr
    done = run("train", place, *WHERE, "--resume")
    assert done.returncode == 2
    assert "another training: start differ" in done.stderr


def no_runs(folder: Path) -> str:
    (folder / "start").mkdir()
    return "start/run_all/network.safetensors: no such file"


def a_damaged_bundle(folder: Path) -> str:
    (folder / "start").mkdir()
    (folder / "start" / MANIFEST).write_text("{}")
    return "start/bundle.json: "


def of_other_layers(folder: Path) -> str:
    (folder / "start/run_all").mkdir(parents=True)
    (folder / "start/run_all/network.safetensors").write_bytes((folder / NETWORK).read_bytes())
    path = folder / "config.yaml"
    path.write_text(yaml.safe_dump(yaml.safe_load(path.read_text()) | {"layers": 1}))
    return "cannot use these weights"


@pytest.mark.parametrize("wrong", [no_runs, a_damaged_bundle, of_other_layers])
def test_a_start_that_cannot_be_used_leaves_the_former_training_whole(place: Path, wrong: object) -> None:
    assert callable(wrong)
    noted = json.dumps({"bundle": "base 1.0.0"})
    (place / "out" / BEGINNING).write_text(noted, "utf-8")
    words = wrong(place)
    held = {path: path.read_bytes() for path in (place / "out/run_all").rglob("*") if path.is_file()}
    done = run("train", place, *WHERE, "--start", "start")
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert (place / "out" / BEGINNING).read_text("utf-8") == noted
    assert {path: path.read_bytes() for path in held} == held


def test_a_start_without_a_run_that_will_be_needed_is_named_before_any_is_trained(place: Path) -> None:
    done = run("train", place, *PLACE, "--out", "next", "--start", "out")
    assert done.returncode == 2
    assert "out/run_without_a/network.safetensors: no such file" in done.stderr
    assert not list(place.glob("next/run_*"))


def test_an_export_with_another_configuration_names_the_weights(place: Path) -> None:
    assert run("train", place, *PLACE, "--out", "out").returncode == 0
    of_other_layers(place)
    done = run("export", place, *PLACE, "--out", "out")
    assert done.returncode == 2
    assert "network.safetensors: cannot use these weights" in done.stderr
    assert "give the configuration" in done.stderr.splitlines()[-1]
