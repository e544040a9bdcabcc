"""Operating points and thresholds files decide, and every verdict names what decided."""

import csv
import json
from dataclasses import asdict, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from stickerguard import Bundle, StickerClassifier, StickerguardError, Thresholds
from stickerguard.batch.items import Item
from stickerguard.batch.scorer import LookupOptions, Scorer
from stickerguard.batch.sinks import open_sink
from stickerguard.cli import cli
from stickerguard.manifest import Manifest
from stickerguard.selftest import CANARY_STICKER, run_selftest
from stickerguard.thresholds import ThresholdsFile, TunedFor, at_point, chosen, read_thresholds

GOOD = "name: ours\nreview: 0.5\nflag: 0.9\n"


def write(folder: Path, text: str = GOOD) -> Path:
    path = folder / "thresholds.yaml"
    path.write_text(text, "utf-8")
    return path


def without_strict(bundle: Bundle) -> Bundle:
    points = [point for point in bundle.manifest.operating_points if point.name != "strict"]
    manifest: Manifest = bundle.manifest.model_copy(update={"operating_points": points})
    return replace(bundle, manifest=manifest)


def test_each_operating_point_is_where_review_begins_and_the_next_one_where_flag_does(bundle: Bundle) -> None:
    review, flag, strict = (bundle.manifest.operating_point(name).threshold for name in ("review", "flag", "strict"))
    assert chosen(bundle) == at_point(bundle) == Thresholds(review, flag, "review")
    assert chosen(bundle, "flag") == Thresholds(flag, strict, "flag")
    assert chosen(bundle, "strict") == Thresholds(strict, strict, "strict")
    assert chosen(without_strict(bundle), "flag") == Thresholds(flag, flag, "flag")


def test_the_same_models_decide_by_other_thresholds(classifier: StickerClassifier) -> None:
    before = classifier.thresholds
    strict = classifier.with_thresholds("strict")
    assert strict.classify(CANARY_STICKER).thresholds == at_point(classifier.bundle, "strict")
    assert classifier.classify(CANARY_STICKER).thresholds == before
    with pytest.raises(StickerguardError, match="lenient"):
        classifier.with_thresholds("lenient")


def test_a_point_that_the_bundle_lacks_is_refused(bundle: Bundle) -> None:
    with pytest.raises(StickerguardError, match="no operating point strict, only review, flag") as refused:
        chosen(without_strict(bundle), "strict")
    assert refused.value.code == "bad_thresholds"


def test_a_file_is_read_as_it_was_written(tmp_path: Path, bundle: Bundle) -> None:
    ref = bundle.ref
    ours = ThresholdsFile(
        name="我们的", review=0.25, flag=0.75, bundle=TunedFor(**asdict(ref)), asked={"recall": 0.95}, measured={}
    )
    path = tmp_path / "t.yaml"
    ours.write(path)
    assert read_thresholds(path) == ours
    assert chosen(bundle, path) == chosen(bundle, str(path)) == Thresholds(0.25, 0.75, "我们的")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the document"),
        ("- 1\n", "the document"),
        ("name: [", "no YAML"),
        ("name: x\nreview: 0.5\n", "flag: Field required"),
        ("name: x\nreview: 0.9\nflag: 0.5\n", "review (0.9) is above flag (0.5)"),
        ("name: x\nreview: 0\nflag: 0.5\n", "review: "),
        ("name: x\nreview: .nan\nflag: 0.5\n", "review: "),
        ("name: x\nreview: 0.5\nflag: 1.5\n", "flag: "),
        ("name: x\nreview: true\nflag: true\n", "review: true is no number"),
        ("schema_version: yes\n" + GOOD, "schema_version: true is no number"),
        (GOOD + "review: 0.1\n", "'review' stands in line 2 and again in line 4"),
        ("{name: x, review: 0.1, review: 0.5, flag: 0.9}", "'review' stands in line 1"),
        (GOOD + "measured: {recall: 1, recall: 2}\n", "'recall' stands in line 4"),
        (GOOD + "recal: 3\n", "recal: "),
        (GOOD + "#" * 70_000, "has more than"),
        ("name: !!python/object:os.system {}\n", "no YAML"),
    ],
)
def test_a_bad_file_is_refused_by_name_and_field(tmp_path: Path, bundle: Bundle, text: str, words: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(StickerguardError) as refused:
        chosen(bundle, path)
    assert refused.value.code == "bad_thresholds"
    assert str(refused.value).startswith(f"{path}: ")
    assert words in str(refused.value)


def test_a_file_that_is_not_there_is_no_operating_point_either(tmp_path: Path, bundle: Bundle) -> None:
    for given in (tmp_path / "absent.yaml", tmp_path, "revue"):
        with pytest.raises(StickerguardError) as refused:
            chosen(bundle, given)
        assert refused.value.code == "unreadable_file"


def test_thresholds_of_another_bundle_are_refused(tmp_path: Path, bundle: Bundle) -> None:
    other = f"bundle: {{name: other, version: 1.0.0, sha256: {'a' * 64}}}\n"
    with pytest.raises(StickerguardError, match=r"is for the bundle other 1\.0\.0 \(manifest a{12}\)"):
        StickerClassifier(bundle, thresholds=write(tmp_path, GOOD + other))


@pytest.mark.parametrize("thresholds", [Thresholds(0.0, 0.5), Thresholds(0.6, 0.5), Thresholds(0.5, 1.1)])
def test_thresholds_out_of_order_are_refused(bundle: Bundle, thresholds: Thresholds) -> None:
    with pytest.raises(StickerguardError, match="0 < review <= flag <= 1"):
        chosen(bundle, thresholds)


@pytest.mark.parametrize(
    "given",
    [
        *(Thresholds("0.3", "0.5"), Thresholds(True, True), Thresholds(None, 0.5), 5, 0.5, b"review", ["review"]),
        *(Thresholds(Decimal("0.5"), 1), Thresholds(np.float32("nan"), 1), Thresholds(Fraction(1, 10**400), 1)),
        *(Thresholds(0.5, np.True_), Thresholds(0.5, 0.9, name=5)),
    ],
)
def test_what_gives_no_thresholds_is_refused_and_named(bundle: Bundle, given: object) -> None:
    with pytest.raises(StickerguardError, match=r"^thresholds: .*; give ") as refused:
        chosen(bundle, given)  # type: ignore[arg-type]
    assert refused.value.code == "bad_thresholds"


@pytest.mark.parametrize(
    ("review", "flag"), [(np.float32(0.25), np.float64(0.75)), (Fraction(1, 2), 1), (np.float16(0.5), np.int64(1))]
)
def test_numbers_of_any_kind_decide_and_are_written_as_floats(bundle: Bundle, review: Any, flag: Any) -> None:
    verdict = StickerClassifier(bundle, thresholds=Thresholds(review, flag)).classify(CANARY_STICKER)
    row = json.loads(json.dumps(verdict.to_dict()))
    assert (row["error"], row["decision"]) == (None, "flag" if flag < 1 else "review")
    assert row["thresholds"] == {"review": float(review), "flag": float(flag), "name": "custom"}
    assert {type(row["thresholds"][name]) for name in ("review", "flag")} == {float}


def test_thresholds_decide_and_every_verdict_names_them(tmp_path: Path, bundle: Bundle) -> None:
    risk = StickerClassifier(bundle).classify(CANARY_STICKER).risk or 0.0
    ours = Thresholds(risk * 0.99, risk, "ours"), Thresholds(risk * 0.99, 1.0, "ours"), Thresholds(1.0, 1.0, "ours")
    for thresholds, decision in zip(ours, ("flag", "review", "clear"), strict=True):
        classifier = StickerClassifier(bundle, thresholds=thresholds)
        verdict = classifier.classify(CANARY_STICKER)
        assert (verdict.decision, verdict.thresholds) == (decision, thresholds)
        assert classifier.classify(b"broken").thresholds == thresholds
        assert run_selftest(classifier).passed


def test_a_cached_verdict_of_other_thresholds_is_not_served(tmp_path: Path, bundle: Bundle) -> None:
    item = Item("a.png", CANARY_STICKER)
    for thresholds, decision in ((None, "flag"), (Thresholds(1.0, 1.0), "clear")):
        classifier = StickerClassifier(bundle, thresholds=thresholds)
        verdict = Scorer(classifier, LookupOptions(cache=tmp_path)).score(item)
        assert (verdict.decision, verdict.cached) == (decision, None)


def test_every_format_names_them(tmp_path: Path, bundle: Bundle) -> None:
    classifier = StickerClassifier(bundle, thresholds=write(tmp_path))
    paths = [tmp_path / f"out.{suffix}" for suffix in ("jsonl", "csv", "parquet")]
    for path in paths:
        with open_sink(path, with_text=False) as sink:
            sink.write(classifier.classify(CANARY_STICKER))
            sink.write(classifier.classify(b"broken"))
    named = {"name": "ours", "review": 0.5, "flag": 0.9}
    assert [json.loads(line)["thresholds"] for line in paths[0].read_text("utf-8").splitlines()] == [named] * 2
    with paths[1].open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [{name: row[f"thresholds_{name}"] for name in named} for row in rows] == [
        {"name": "ours", "review": "0.5", "flag": "0.9"}
    ] * 2
    assert pq.read_table(paths[2])["thresholds"].to_pylist() == [named] * 2


def test_the_command_takes_them_and_not_both(tmp_path: Path) -> None:
    score = ["score", str(CANARY_STICKER), "--workers", "1"]
    strict = CliRunner().invoke(cli, [*score, "--operating-point", "strict"])
    assert json.loads(strict.output.splitlines()[0])["thresholds"]["name"] == "strict"
    path = str(write(tmp_path))
    ours = CliRunner().invoke(cli, [*score, "--thresholds", path])
    assert json.loads(ours.output.splitlines()[0])["thresholds"] == {"review": 0.5, "flag": 0.9, "name": "ours"}
    both = CliRunner().invoke(cli, [*score, "--thresholds", path, "--operating-point", "flag"])
    assert both.exit_code == 2
    assert "give one of them" in both.output
    onto = CliRunner().invoke(cli, [*score, "--thresholds", path, "-o", path, "--overwrite"])
    assert onto.exit_code != 0
    assert read_thresholds(Path(path)).name == "ours"


def test_a_sticker_that_took_too_long_leaves_a_row_that_names_them_too(tmp_path: Path) -> None:
    score = ["score", str(CANARY_STICKER), "--workers", "1", "--timeout", "0.001"]
    result = CliRunner().invoke(cli, [*score, "--thresholds", str(write(tmp_path))])
    row = json.loads(result.output.splitlines()[0])
    assert (row["error"]["code"], row["thresholds"]["name"]) == ("timeout", "ours")
