"""One command measures a bundle, writes the report, and puts the figures into manifest and model card."""

import json
import shutil
from pathlib import Path

import pytest

from data.caption.glossary import Entry, read_glossary
from data.caption.writers import Written, read_writer
from models.evaluation import caption_bench, stats
from models.evaluation.__main__ import main as evaluation
from models.vision.smoke import smoke_config
from stickerguard import Bundle
from stickerguard.bundle import MANIFEST, default_bundle_path

CAPTIONS = [
    ("good morning", 0, "everyday"),
    ("see you at lunch", 0, "everyday"),
    ("the mattress is on sale", 0, "hard"),
    ("dinner by candlelight?", 1, "romance"),
    ("want to spend the night together?", 2, "innuendo"),
    ("take it off, slowly", 2, "innuendo"),
]


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    pictures = smoke_config(folder).data
    shutil.copytree(default_bundle_path(), folder / "bundle")
    document = json.loads((folder / "bundle" / MANIFEST).read_text("utf-8")) | {"name": "acme", "version": "1.0.0"}
    document["parts"]["caption"]["calibration"]["parameters"]["term_coded"] += 0.5
    (folder / "bundle" / MANIFEST).write_text(json.dumps(document), encoding="utf-8")
    rows = [
        {"text": text, "lang": "en", "source": f"s_{fold}", "fold": fold, "low": severity, "high": severity}
        | {"licence": "Apache-2.0", "kind": kind}
        for fold in ("a", "b", "test")
        for text, severity, kind in CAPTIONS
    ]
    rows += [row | {"source": "own_captions", "text": f"{row['text']}!"} for row in rows if row["fold"] == "test"]
    (folder / "captions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    given = {"bundle": folder / "bundle", "pictures": pictures, "captions": folder / "captions.jsonl"}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(caption_bench, "read_glossary", few_terms)
        patched.setattr(caption_bench, "read_writer", few_twins)
        patched.setattr(caption_bench, "DISGUISED", 2)
        patched.setattr(stats, "DRAWS", 20)
        evaluation([*(f"--{name}={path}" for name, path in given.items()), f"--out={folder / 'out'}", "--update"])
    return folder


def few_terms() -> list[Entry]:
    """Two terms of each language and kind that the bench tells apart."""
    kinds: dict[tuple[str, bool, bool], list[Entry]] = {}
    for entry in read_glossary():
        kinds.setdefault((entry.lang, entry.blunt, bool(entry.innocent_line)), []).append(entry)
    return [entry for entries in kinds.values() for entry in entries[:2]]


def few_twins(path: Path) -> list[Written]:
    """The lines of the first four English terms that are meant and used innocently."""
    twins = [row for row in read_writer(path) if row.lang == "en"]
    terms = list(dict.fromkeys(row.term for row in twins))[:4]
    return [row for row in twins if row.term in terms]


def test_the_same_terms_meant_and_innocent_are_measured(measured: Path) -> None:
    report = json.loads((measured / "out/report.json").read_text("utf-8"))
    found = {(row["slice"], row["metric"]): row for row in report["sections"]["caption"]}
    assert found["twins, en: meant against innocent", "AUC"]["count"] == 8
    assert found["twins, en: meant", caption_bench.MISSED]["count"] == 4
    assert found["twins, en: innocent", caption_bench.FALSE]["count"] == 4


def test_the_first_line_says_whether_the_new_bundle_is_better_for_you(measured: Path) -> None:
    first, *lines = (measured / "out/report.md").read_text("utf-8").splitlines()
    assert first.startswith("**Not told apart from it on what you held out, compared with base ")
    assert "AUC of your captions" in first
    assert "of your pictures" not in first  # the vision model is the same
    report = json.loads((measured / "out/report.json").read_text("utf-8"))
    assert {row["slice"] for row in report["changed"]} >= {"your captions", "captions of unread writers, en"}
    own = next(row for row in report["sections"]["caption"] if row["slice"] == "your captions")
    assert own["count"] == len(CAPTIONS)
    assert "## against the bundle before" in lines


def test_figures_go_into_the_shipped_bundle_only_with_a_release(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        evaluation(["--update"])
    assert caught.value.code == 2
    assert "RELEASE=1" in capsys.readouterr().err


def test_report_and_plots_are_written(measured: Path) -> None:
    report = (measured / "out/report.md").read_text("utf-8")
    for words in (
        "child against all",
        "en: severity 2 against 1",
        "en, Cyrillic look-alikes",
        "blunt terms alone",
        "real OCR, en",
        "10% OCR errors",
        "end to end",
    ):
        assert words in report
    for name in ("roc.png", "reliability.png"):
        assert (measured / "out" / name).read_bytes().startswith(b"\x89PNG")


def test_the_bundle_still_verifies_and_its_card_carries_the_figures(measured: Path) -> None:
    bundle = Bundle.load(measured / "bundle")
    card = bundle.file("MODEL_CARD.md").read_text("utf-8")
    for part in ("vision", "caption", "fusion"):
        rows = [row for row in getattr(bundle.manifest.parts, part).metrics if row.interval is not None]
        assert rows
        for row in rows:
            assert f"| {row.slice} | {row.metric} | {row.value:.4g} | {row.interval[0]:.3g} to " in card


def test_what_only_the_making_could_measure_stays(measured: Path) -> None:
    before, after = (Bundle.load(path).manifest.parts for path in (None, measured / "bundle"))
    assert before.ocr.metrics == after.ocr.metrics
    for old, new in ((before.vision, after.vision), (before.caption, after.caption)):
        kept = [row for row in old.metrics if "int8" in row.slice or "int8" in row.metric]
        assert kept
        assert all(row in new.metrics for row in kept)
