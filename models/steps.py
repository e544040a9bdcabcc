"""What the goals of a make call need, named before any of them starts: `python3 -m models.steps GOAL...`.

It states again what goals read and leave, which the Makefile knows in part: make stops at the first file that is
not there, perhaps hours after it began, and cannot say of several goals what none of them makes. A file counts as there
when an earlier goal of the same call makes it.

`make ready` asks twice. First with any Python, so this module runs on the standard library alone: nothing is installed
before what is missing is known. Then in the training environment, which can read what a recipe names.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.destination import MANIFEST, PRECISIONS, wrong_folder, wrong_name, wrong_version

INDEX, CAPTIONS = "out/data/vision/index.csv", "out/data/caption/captions.jsonl"
CAPTION_NETWORK, CAPTION_FLOAT = "out/caption/run_all/network.safetensors", "out/caption/caption_fp32.onnx"
CAPTION_SCORES, VISION_SCORES = "out/caption/heldout_scores.csv", "out/vision/heldout_scores.csv"
VISION_NETWORK, VISION_FLOAT, VISION_INT8 = (
    f"out/vision/{name}" for name in ("network.safetensors", "raw_fp32.onnx", "vision.onnx")
)
RECOGNISER, DETECTOR = "out/recogniser/rec.onnx", "out/detector/det.onnx"
STARTS = (MANIFEST, "run_all/network.safetensors")
PARTS = tuple(f"out/{part}/part.json" for part in ("vision", "ocr", "caption", "fusion"))

MADE_BY = {
    INDEX: "make data, with DATA=folder for pictures of your own",
    CAPTIONS: "make data, with DATA=folder for captions of your own",
    CAPTION_NETWORK: "make train-caption",
    CAPTION_FLOAT: "make export",
    CAPTION_SCORES: "make train-caption export-caption, or make unpack once there are captions (make data)",
    VISION_SCORES: "make train-vision export-vision, or make unpack once there are pictures (make data)",
    VISION_NETWORK: "make train-vision",
    VISION_FLOAT: "make export",
    VISION_INT8: "make export-vision",
    PARTS[0]: "make train-vision export-vision, or make unpack for that of a bundle",
    PARTS[1]: "make quantise-ocr, or make unpack for that of a bundle",
    PARTS[2]: "make train-caption export-caption, or make unpack for that of a bundle",
    PARTS[3]: "make train-fusion, or make unpack for that of a bundle",
}


@dataclass(frozen=True)
class Step:
    """A goal of the Makefile: files it reads, files it leaves, and programs and settings it asks for."""

    needs: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


_CAPTION_MADE = (PARTS[2], CAPTION_SCORES)
_VISION_MADE = (VISION_INT8, PARTS[0], VISION_SCORES)
STEPS = {
    "data-vision": Step(makes=(INDEX,), asks=("data", "datasets", "npm")),
    "data-caption": Step(makes=(CAPTIONS,), asks=("data", "datasets")),
    "data": Step(steps=("data-vision", "data-caption")),
    "encoder": Step(makes=("ENCODER",)),
    "read-captions": Step(needs=(CAPTIONS,)),
    "train-vision": Step(needs=(INDEX,), makes=(VISION_NETWORK,), asks=("vision-config",)),
    "train-caption": Step(needs=(CAPTIONS,), makes=(CAPTION_NETWORK,), asks=("caption-config", "encoder")),
    "train": Step(steps=("train-vision", "train-caption")),
    "soup-vision": Step(needs=(INDEX,), makes=(VISION_NETWORK,), asks=("vision-config", "soup")),
    "join-vision": Step(needs=(INDEX,), makes=(VISION_NETWORK,), asks=("vision-config", "joined")),
    "export": Step(
        needs=(INDEX, CAPTIONS, VISION_NETWORK, CAPTION_NETWORK),
        makes=(VISION_FLOAT, CAPTION_FLOAT),
        asks=("vision-config", "caption-config", "encoder"),
    ),
    "ocr-fonts": Step(asks=("npm",)),
    "train-ocr": Step(makes=(RECOGNISER,), asks=("npm",)),
    "train-detector": Step(needs=(INDEX,), makes=(DETECTOR,), asks=("npm",)),
    "quantise-ocr": Step(makes=(PARTS[1],), asks=("recogniser", "detector")),
    "quantise": Step(
        needs=(INDEX, CAPTIONS, VISION_FLOAT, CAPTION_FLOAT),
        makes=(PARTS[1], *_VISION_MADE, *_CAPTION_MADE),
        asks=("vision-config", "caption-config", "encoder", "precision", "recogniser", "detector"),
    ),
    "export-vision": Step(needs=(INDEX, VISION_NETWORK), makes=_VISION_MADE, asks=("vision-config", "precision")),
    "export-caption": Step(
        needs=(CAPTIONS, CAPTION_NETWORK), makes=_CAPTION_MADE, asks=("caption-config", "encoder", "precision")
    ),
    "calibrate": Step(needs=(INDEX, VISION_INT8, CAPTION_SCORES), asks=("vision-config",)),
    "students": Step(needs=(CAPTIONS, CAPTION_NETWORK), asks=("caption-config", "encoder")),
    "unpack": Step(makes=PARTS, asks=("bundle",)),
    "train-fusion": Step(needs=(VISION_SCORES, CAPTION_SCORES), makes=(PARTS[3],), asks=("kept",)),
    "bundle": Step(needs=PARTS, makes=("OUT",), asks=("name",)),
    "evaluate": Step(needs=(INDEX, CAPTIONS), asks=("measured",)),
    "release-weights": Step(needs=(VISION_NETWORK,)),
    "compare": Step(asks=("reports",)),
    "sticker": Step(asks=("scored",)),
    "all": Step(
        steps=(
            "data", "encoder", "read-captions", "train", "export", "quantise", "calibrate", "train-fusion", "bundle",
            "evaluate",
        ),
    ),
}  # fmt: skip


@dataclass
class Call:
    """One make call: its goals, its variables, what is there by now, and what is missing."""

    goals: list[str]
    values: argparse.Namespace
    made: set[str] = field(default_factory=set)
    missing: list[str] = field(default_factory=list)

    def check(self) -> list[str]:
        """A line for each missing input: what it is, and the command that makes it."""
        for number, goal in enumerate(self.goals):
            step = STEPS[goal]
            if goal == "bundle":
                self._step("train-fusion")
            if goal == "unpack" and {"bundle", "train-fusion"} & set(self.goals[number:]):
                # The fusion is fitted on, or measured with, scores that unpack makes of the sets.
                for scores, source in ((VISION_SCORES, INDEX), (CAPTION_SCORES, CAPTIONS)):
                    if not self._there(scores):
                        self._need(source)
                    self.made.add(scores)
            self._step(goal)
            self.made.update(step.makes)
        return list(dict.fromkeys(self.missing))

    def _step(self, goal: str) -> None:
        step = STEPS[goal]
        for name in step.needs:
            if not (goal == "evaluate" and name == INDEX and self.values.captions_only):
                self._need(name)
        for name in step.asks:
            getattr(self, f"_ask_{name.replace('-', '_')}")()
        self.made.update(step.makes)

    def _there(self, name: str) -> bool:
        return name in self.made or Path(name).is_file()

    def _need(self, name: str) -> None:
        if not self._there(name):
            self.missing.append(f"{name} is missing: {MADE_BY[name]}")
            self.made.add(name)  # named once

    def _folder(self, variable: str, value: str, what: str, holds: str | None = None) -> None:
        if value and not Path(value).is_dir():
            self.missing.append(f"{variable}={value}: no such folder; give {what}")
        elif value and holds and not (Path(value) / holds).is_file():
            self.missing.append(f"{variable}={value}: holds no {holds}; give {what}")

    def _file(self, variable: str, value: str, what: str) -> None:
        if not Path(value).is_file():
            self.missing.append(f"{variable}={value}: no such file; give {what}")

    def _ask_data(self) -> None:
        self._folder("DATA", self.values.data, "the folder of your labelled pictures and captions (data/README.md)")

    def _ask_datasets(self) -> None:
        self._folder("DATASETS", self.values.datasets, "the folder of the local sets (data/README.md)")

    def _ask_npm(self) -> None:
        for program in ("node", "npm"):
            if not self.values.smoke and shutil.which(program) is None:
                self.missing.append(f"{program} is missing: it fetches what pictures are drawn from; install Node.js")

    def _ask_encoder(self) -> None:
        if "ENCODER" in self.made and not (Path(self.values.encoder) / "config.json").is_file():
            return
        if not Path(self.values.encoder).is_dir():
            self.missing.append(
                f"ENCODER={self.values.encoder}: no such folder; make encoder makes it, or give that of another "
                "transformers encoder"
            )
            return
        self._folder("ENCODER", self.values.encoder, "the folder of a transformers encoder", "config.json")

    def _ask_vision_config(self) -> None:
        self._file("VISION_CONFIG", self.values.vision_config, "a file such as models/vision/finetune.yaml")
        start = self._vision_recipe().get("start")
        if start and not Path(str(start)).is_file():
            self.missing.append(f"{start} is missing: {self.values.vision_config} begins with these weights")

    def _ask_soup(self) -> None:
        self._ask_networks("soup", "averages")

    def _ask_joined(self) -> None:
        self._ask_networks("joined", "joins")

    def _ask_networks(self, key: str, what_it_does: str) -> None:
        path, fields = self.values.vision_config, self._vision_recipe()
        if fields and not fields.get(key):
            self.missing.append(f"VISION_CONFIG={path}: its {key} names no networks; see models/vision/default.yaml")
        # Of another form it is refused where the recipe is read whole.
        named = fields.get(key)
        for name in map(str, named if isinstance(named, dict) else ()):
            if not self._there(name):
                self.missing.append(f"{name} is missing: {path} {what_it_does} it ({key})")

    def _vision_recipe(self) -> dict[str, Any]:
        """Its fields; none where it cannot be read, which is named, or not yet."""
        path = Path(self.values.vision_config)
        if not path.is_file():
            return {}
        try:
            return recipe(path) or {}
        except ValueError as error:
            self.missing.append(str(error))
            return {}

    def _ask_recogniser(self) -> None:
        if self.values.recogniser and not self._there(self.values.recogniser):
            self._file("RECOGNISER", self.values.recogniser, f"that of make train-ocr, {RECOGNISER}")

    def _ask_detector(self) -> None:
        if self.values.detector and not self._there(self.values.detector):
            self._file("DETECTOR", self.values.detector, f"that of make train-detector, {DETECTOR}")

    def _ask_caption_config(self) -> None:
        self._file("CAPTION_CONFIG", self.values.caption_config, "a file such as models/caption/config.yaml")
        start, what = self.values.start, "the folder of a bundle, or of a former caption training"
        self._folder("START", start, what)
        if start and Path(start).is_dir() and not any((Path(start) / name).is_file() for name in STARTS):
            self.missing.append(f"START={start}: holds neither {' nor '.join(STARTS)}; give {what}")

    def _ask_bundle(self) -> None:
        self._folder("BUNDLE", self.values.bundle, "the folder of a bundle", MANIFEST)

    def _ask_kept(self) -> None:
        if self.values.keep:
            self._need(PARTS[3])

    def _ask_name(self) -> None:
        values = self.values
        if values.release:
            if "all" in values.goals:
                self.missing.append(
                    "RELEASE=1: make all makes a bundle of your own; the shipped one is made part by part, as "
                    "CONTRIBUTING.md says"
                )
            for variable, value in (("NAME", values.name), ("OUT", values.out)):
                if value:
                    self.missing.append(
                        f"RELEASE=1 makes the shipped bundle: leave {variable} out, or leave RELEASE out"
                    )
        elif not values.name:
            self.missing.append(
                "NAME is missing: make bundle NAME=acme VERSION=1.0.0 (RELEASE=1 is for the shipped one)"
            )
        elif (wrong := wrong_name(values.name)) or (values.out and (wrong := wrong_folder(Path(values.out)))):
            self.missing.append(wrong)
        if not values.version:
            self.missing.append("VERSION is missing: such as VERSION=1.0.0")
        elif wrong := wrong_version(values.version):
            self.missing.append(wrong)

    def _ask_precision(self) -> None:
        if self.values.precision not in ("", *PRECISIONS):
            self.missing.append(f"PRECISION={self.values.precision}: give {', '.join(PRECISIONS)} or nothing")

    def _ask_measured(self) -> None:
        if self.values.report and Path(self.values.report).exists() and not Path(self.values.report).is_dir():
            self.missing.append(f"REPORT={self.values.report}: is no folder; give that of the report to write")
        self._ask_scored()

    def _ask_scored(self) -> None:
        if "OUT" not in self.made:
            measured = self.values.out if self.values.name else self.values.bundle
            variable = f"NAME={self.values.name}, so OUT" if self.values.name else "BUNDLE"
            self._folder(variable, measured, "the folder of a bundle", MANIFEST)

    def _ask_reports(self) -> None:
        for name, value in (("A", self.values.a), ("B", self.values.b)):
            if not value:
                self.missing.append(f"{name} is missing: make compare A=folder B=folder, the reports of make evaluate")
            self._folder(name, value, "the folder of a report of make evaluate", "report.json")


def recipe(path: Path) -> dict[str, Any] | None:
    """The fields of a recipe, those of the files it extends included; None where nothing that reads YAML is installed.

    Raises ValueError for what is no recipe.
    """
    try:
        from models.configuration import read_fields
        from stickerguard.errors import StickerguardError
    except ModuleNotFoundError:
        return None
    try:
        return read_fields(path, "models/vision/finetune.yaml")
    except StickerguardError as error:
        raise ValueError(error) from error


def flattened(goals: Sequence[str]) -> list[str]:
    """The known goals with those that stand for several replaced by them."""
    return [name for goal in goals if goal in STEPS for name in (flattened(STEPS[goal].steps) or [goal])]


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line entry; exit code 2 where something is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("goals", nargs="*")
    for name in (
        "data",
        "datasets",
        "name",
        "version",
        "out",
        "bundle",
        "start",
        "a",
        "b",
        "precision",
        "report",
        "recogniser",
        "detector",
    ):
        parser.add_argument(f"--{name}", default="")
    parser.add_argument("--encoder", default="out/encoder")
    parser.add_argument("--vision-config", default="models/vision/imagenet.yaml")
    parser.add_argument("--caption-config", default="models/caption/config.yaml")
    for name in ("keep", "release", "smoke", "captions-only"):
        parser.add_argument(f"--{name}", action="store_true")
    values = parser.parse_args(arguments)
    missing = Call(flattened(values.goals), values).check()
    if missing:
        parser.exit(2, "\n  ".join([f"make {' '.join(values.goals)}: nothing was started", *missing]) + "\n")


if __name__ == "__main__":
    main()
