"""The sample stickers are what they claim to be, and harm no one."""

import csv
from pathlib import Path

import pytest
from PIL import Image

from data.samples.catalogue import CANARY, HARMLESS_WITH_A_CHILD, PACKAGES, SAMPLES, Sample
from tests.conftest import ROOT

FOLDER = ROOT / "data" / "samples"


def test_the_table_the_catalogue_and_the_folder_agree() -> None:
    with (FOLDER / "samples.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    listed = [(row["file"], row["caption"], row["depicts"], row["expected"]) for row in rows]
    assert listed == [(s.file, s.caption, s.depicts, s.expected) for s in SAMPLES]
    assert {path.name for path in (FOLDER / "stickers").iterdir()} == {sample.file for sample in SAMPLES}
    assert len(SAMPLES) >= 24


def test_a_drawn_child_carries_only_harmless_captions_or_the_canary() -> None:
    captions = {"".join(sample.caption.split("\n")) for sample in SAMPLES if sample.depicts == "minor"}
    assert captions <= {*HARMLESS_WITH_A_CHILD, CANARY}


def test_only_a_child_with_the_canary_is_expected_to_be_flagged() -> None:
    for sample in SAMPLES:
        canary = sample.caption.replace("\n", "") == CANARY
        assert (sample.expected == "flag") == (canary and sample.depicts == "minor"), sample.file


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.file)
def test_each_file_is_the_kind_of_picture_its_note_says(sample: Sample, samples: Path) -> None:
    with Image.open(samples / sample.file) as image:
        frames = getattr(image, "n_frames", 1)
        animated = sample.layout in ("late frame", "bounce")
        assert (frames > 1) == animated
        if not sample.ground and image.format != "GIF":
            assert image.convert("RGBA").getchannel("A").getextrema()[0] == 0
        if sample.mode:
            modes = {"palette": "P", "grey and alpha": "LA"}
            assert image.mode == modes.get(sample.mode, image.mode)


def test_the_samples_cover_the_formats_scripts_and_layouts() -> None:
    assert {Path(sample.file).suffix for sample in SAMPLES} == {".png", ".webp", ".gif", ".jpg", ".avif"}
    assert {sample.lang for sample in SAMPLES} == {"en", "zh", ""}
    assert {sample.layout for sample in SAMPLES} == {"bottom", "top", "vertical", "late frame", "bounce"}


def test_all_art_is_permissively_licensed_and_credited() -> None:
    assert {package.licence for package in PACKAGES.values()} <= {"Apache-2.0", "MIT", "CC-BY-4.0"}
    readme = (FOLDER / "README.md").read_text("utf-8")
    for package in PACKAGES.values():
        assert package.credit.split(",")[0] in readme
        assert package.licence in readme
