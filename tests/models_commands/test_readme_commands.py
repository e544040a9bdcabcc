"""The three commands of the README, as they are written there, at smoke size; and what a call lacks."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from models.steps import main as steps
from stickerguard import Bundle
from tests.drawing import encode, shapes

ROOT = Path(__file__).resolve().parents[2]
LINKED = ("Makefile", "pyproject.toml", "models", "data", "pipeline", "README.md")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with an output folder of its own, and a folder of labelled pictures and captions."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in LINKED:
        (folder / name).symlink_to(ROOT / name)
    # The environment of this test in place of one of its own. A link would not know its packages.
    (folder / "venv" / "bin").mkdir(parents=True)
    python = folder / "venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    # From tomorrow: a pyproject.toml that is edited meanwhile must not install anything into that environment.
    made = folder / "venv" / ".train"
    made.touch()
    os.utime(made, (time.time() + 86400, time.time() + 86400))
    for number, label in enumerate(("minor", "adult", "none")):
        (folder / "folder" / label).mkdir(parents=True)
        for index in range(45):
            picture = shapes((48, 48), seed=1000 * number + index)
            (folder / "folder" / label / f"{index}.png").write_bytes(encode(picture, "PNG"))
    rows = [{"text": f"caption {index}", "severity": 3 * (index % 2), "lang": "en"} for index in range(80)]
    (folder / "folder" / "captions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return folder


def run(checkout: Path, command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join(filter(None, [str(ROOT / "pipeline"), os.environ.get("PYTHONPATH")]))
    # These tests may run below make themselves, whose marks would make each call a part of that one.
    outer = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
    environment = outer | {"TRAIN_VENV": "venv", "PYTHON": sys.executable, "PYTHONPATH": paths} | settings
    return subprocess.run(
        command, shell=True, cwd=checkout, env=environment, capture_output=True, text=True, check=False
    )


def commands() -> list[str]:
    section = (ROOT / "README.md").read_text("utf-8").partition("## Train on your own data")[2]
    return re.findall(r"^make .*", section.split("```")[1], re.MULTILINE)


def test_the_three_commands_make_a_bundle_of_your_own(checkout: Path) -> None:
    assert len(commands()) == 3
    shipped = Bundle.load()
    for command in commands():
        done = run(checkout, command, SMOKE="1")
        assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        for noise in ("Traceback", "Please consider to run pre-processing"):
            assert noise not in done.stderr
    bundle = Bundle.load(checkout / "out" / "bundles" / "acme")
    assert (bundle.ref.name, bundle.ref.version) == ("acme", "1.0.0")
    assert bundle.manifest.parent is not None
    assert bundle.manifest.parent.sha256 == shipped.ref.sha256
    assert set(shipped.manifest.restrictions or [shipped.manifest.usage]) <= set(bundle.manifest.restrictions)
    assert bundle.manifest.files["vision.onnx"] != shipped.manifest.files["vision.onnx"]
    assert bundle.manifest.files["caption.onnx"] == shipped.manifest.files["caption.onnx"]
    first = (checkout / "out/evaluation/report.md").read_text("utf-8").splitlines()[0]
    assert "your pictures" in first
    assert f"compared with base {shipped.ref.version}" in first
    assert any(row.slice == "your pictures, child against all" for row in bundle.manifest.parts.vision.metrics)
    assert Bundle.load().ref == shipped.ref


@pytest.mark.parametrize(
    ("command", "lacks"),
    [
        ("make train-vision", ["out/data/vision/index.csv is missing: make data"]),
        (
            "make unpack bundle evaluate KEEP=1 NAME=acme VERSION=1.0.0",
            ["index.csv is missing: make data", "captions.jsonl is missing: make data"],
        ),
        ("make data DATA=absent DATASETS=absent", ["DATA=absent: no such folder", "DATASETS=absent: no such folder"]),
        ("make all", ["NAME is missing", "VERSION is missing"]),
        ("make all NAME=a/b VERSION=one", ["NAME=a/b: use letters", "VERSION=one: give three numbers"]),
        ("make all RELEASE=1", ["the shipped one is made part by part"]),
        ("make bundle RELEASE=1 NAME=acme", ["leave NAME out"]),
        ("make all NAME=acme VERSION=1.0.0 DATA=absent", ["DATA=absent: no such folder"]),
        ("make all NAME=base VERSION=1.0.0-..", ["NAME=base is the shipped bundle", "VERSION=1.0.0-..: give three"]),
        ("make all NAME=acme VERSION=1.0.0 OUT=README.md", ["OUT=README.md: is no folder"]),
        ("make all NAME=acme VERSION=1.0.0 OUT=folder", ["OUT=folder: holds adult, which is of no bundle"]),
        ("make all NAME=acme VERSION=1.0.0 OUT=README.md/acme", ["README.md is no folder"]),
        (
            "make all NAME=acme VERSION=1.0.0 OUT=pipeline/stickerguard/bundles/base",
            ["OUT=pipeline/stickerguard/bundles/base: the shipped bundle lies there"],
        ),
        ("make bundle RELEASE=1 OUT=mine", ["leave OUT out"]),
        ("make all NAME=acme VERSION=1.0.0 PRECISION=int4", ["PRECISION=int4: give int8, fp16, fp32"]),
        ("make export-caption PRECISION=int4", ["PRECISION=int4: give int8, fp16, fp32"]),
        ("make evaluate BUNDLE=folder REPORT=README.md", ["REPORT=README.md: is no folder"]),
        (
            "make train-caption START=folder",
            ["holds neither bundle.json nor run_all/network.safetensors"],
        ),
        ("make train-caption START='my '\\''start'", ["START=my 'start: no such folder"]),
        ("make bundle NAME=acme VERSION=1.0.0", ["out/ocr/part.json is missing: make quantise-ocr"]),
        (
            "make train-caption ENCODER=absent",
            ["captions.jsonl is missing", "ENCODER=absent: no such folder; make encoder"],
        ),
        ("make train-caption ENCODER=folder", ["ENCODER=folder: holds no config.json"]),
        ("make train-vision VISION_CONFIG=absent.yaml", ["VISION_CONFIG=absent.yaml: no such file"]),
        ("make evaluate BUNDLE=folder", ["BUNDLE=folder: holds no bundle.json"]),
        ("make sticker NAME=absent", ["NAME=absent, so OUT=out/bundles/absent: no such folder"]),
        ("make sticker BUNDLE=absent", ["BUNDLE=absent: no such folder"]),
        ("make evaluate CAPTIONS_ONLY=1", ["captions.jsonl is missing"]),
        ("make calibrate", ["out/vision/vision.onnx is missing: make export-vision"]),
        ("make quantise-ocr RECOGNISER=absent.onnx", ["RECOGNISER=absent.onnx: no such file"]),
        (
            "make join-vision VISION_CONFIG=models/vision/default.yaml",
            ["out/drawings/network.safetensors is missing: models/vision/default.yaml joins it (joined)"],
        ),
        ("make soup-vision", ["VISION_CONFIG=models/vision/imagenet.yaml: its soup names no networks"]),
        ("make release-weights", ["out/vision/network.safetensors is missing: make train-vision"]),
        ("make compare A=folder", ["A=folder: holds no report.json", "B is missing: make compare"]),
    ],
)
def test_what_a_call_lacks_is_named_at_once_and_nothing_is_started(
    checkout: Path, tmp_path: Path, command: str, lacks: list[str]
) -> None:
    for name in (*LINKED, "venv", "folder"):
        (tmp_path / name).symlink_to(checkout / name)
    done = run(tmp_path, command, SMOKE="1")
    assert done.returncode != 0
    assert "nothing was started" in done.stderr
    for words in lacks:
        assert words in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "call",
    [
        "data train-vision export-vision unpack bundle evaluate --name acme --version 1.0.0 --out x --keep",
        "all --name acme --version 1.0.0 --out x",
        "data train-vision export-vision unpack bundle evaluate --release --version 0.3.0",
    ],
)
def test_inputs_that_an_earlier_goal_makes_are_not_asked_for(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    for name in LINKED:
        (tmp_path / name).symlink_to(checkout / name)
    monkeypatch.chdir(tmp_path)
    steps(["--smoke", *call.split()])
    with pytest.raises(SystemExit):
        steps(["--smoke", *call.replace("data ", "").replace("all ", "bundle ").split()])


def test_a_training_of_the_recogniser_names_what_it_lacks_before_it_installs_anything(
    checkout: Path, tmp_path: Path
) -> None:
    for name in (*LINKED, "venv"):
        (tmp_path / name).symlink_to(checkout / name)
    (tmp_path / "bin").mkdir()
    for program in ("make", "id"):
        (tmp_path / "bin" / program).symlink_to(str(shutil.which(program)))
    done = run(tmp_path, "make train-ocr quantise-ocr RECOGNISER=out/recogniser/rec.onnx", PATH=str(tmp_path / "bin"))
    assert done.returncode != 0
    assert "nothing was started" in done.stderr
    assert "npm is missing" in done.stderr
    assert "RECOGNISER" not in done.stderr.partition("nothing was started")[2]
    assert done.stdout == ""
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("goals", ["all", "evaluate compare quantise train-ocr", "fuzz"])
def test_every_variable_of_the_makefile_is_declared(checkout: Path, tmp_path: Path, goals: str) -> None:
    for name in (*LINKED, "venv"):
        (tmp_path / name).symlink_to(checkout / name)
    done = run(tmp_path, f"make --dry-run --warn-undefined-variables {goals} NAME=acme VERSION=1.0.0")
    assert done.returncode == 0, done.stderr
    assert "undefined variable" not in done.stderr


def test_paths_may_hold_spaces_and_quotes(checkout: Path, tmp_path: Path) -> None:
    for name in (*LINKED, "venv"):
        (tmp_path / name).symlink_to(checkout / name)
    (tmp_path / "it's my data").symlink_to(checkout / "folder")
    done = run(tmp_path, 'make data "DATA=it\'s my data"', SMOKE="1")
    assert done.returncode == 0, done.stderr
    assert "45 pictures labelled adult" in done.stdout
    assert "own/" in (tmp_path / "out/data/vision/index.csv").read_text("utf-8")
    quoted = [("DATASETS", "data"), ("ENCODER", "train-caption"), ("START", "train-caption"), ("BUNDLE", "sticker")]
    quoted += [("OUT", "bundle"), ("A", "compare"), ("B", "compare"), ("REPORT", "evaluate"), ("ENCODER", "encoder")]
    for variable, goal in [*quoted, ("VISION_CONFIG", "train-vision"), ("CAPTION_CONFIG", "train-caption")]:
        lines = run(tmp_path, f'make -n {goal} NAME={"acme" * (variable == "OUT")} VERSION=1.0.0 "{variable}=it\'s my"')
        calls = [line for line in lines.stdout.replace("\\\n", " ").splitlines() if "my" in line]
        assert len(calls) >= (1 if goal == "encoder" else 2), lines.stderr
        assert all("it's my" in shlex.split(line) for line in calls)


BASE = "start: 'a b.onnx'  # weights\nseed: 1\nsoup: {below.st: 1}\n"


@pytest.mark.parametrize(
    ("recipe", "lacks"),
    [
        ("extends: base.yaml\nseed: 2\n", ["a b.onnx is missing: mine.yaml begins with these", "below.st is missing"]),
        ('start: "base.yaml"\nsoup: {"base.yaml": 1}\n', []),
        ("extends: base.yaml\nstart: null\nsoup: {}\n", ["mine.yaml: its soup names no networks"]),
        ("start:\nsoup:\n  a/b.st: 0.5  # one\n\n  # other: 1\n  'c d.st': 1\nsize: 3", ["a/b.st is", "c d.st is"]),
        ("extends: base.yaml\nstart: base.yaml\nsoup: {a.st: 0.5, c.st: 1}", ["a.st is missing", "c.st is missing"]),
        ("soup: [a.st", ["mine.yaml: not a training configuration: "]),
        ("extends: mine.yaml", ["mine.yaml extends itself"]),
    ],
)
def test_what_a_recipe_names_is_read_as_the_training_reads_it(
    checkout: Path, tmp_path: Path, recipe: str, lacks: list[str]
) -> None:
    for name in (*LINKED, "venv"):
        (tmp_path / name).symlink_to(checkout / name)
    (tmp_path / "base.yaml").write_text(BASE)
    (tmp_path / "mine.yaml").write_text(recipe)
    (tmp_path / "out/data/vision").mkdir(parents=True)
    (tmp_path / "out/data/vision/index.csv").touch()
    # The Python that a machine has before anything is installed.
    bare = f"{shlex.quote(sys.executable)} -S"
    done = run(tmp_path, "make ready MAKECMDGOALS=soup-vision VISION_CONFIG=mine.yaml", PYTHON=bare)
    assert (done.returncode != 0) == bool(lacks), done.stderr
    named = done.stderr.partition("nothing was started\n")[2].partition("\nmake: ")[0].splitlines()
    assert len(named) == len(lacks), done.stderr
    for line, words in zip(named, lacks, strict=True):
        assert words in line
