"""`stickerguard bundle`: on one screen, in full, against another bundle, and asked what it is known to answer."""

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from stickerguard import Bundle, BundleError
from stickerguard.bundle import MANIFEST, default_bundle_path
from stickerguard.bundle_text import differences, full_description, short_description
from stickerguard.caption.lexicon import Lexicon
from stickerguard.caption.own_lexicon import OwnLexicon
from stickerguard.cli.bundle import bundle as command
from stickerguard.cli.exit_codes import exit_code_for
from stickerguard.errors import StickerguardError
from stickerguard.known_answers import FILE
from stickerguard.manifest import Manifest, Parent


def changed(bundle: Bundle, **changes: Any) -> Bundle:
    return replace(bundle, manifest=bundle.manifest.model_copy(update=changes))


def with_vision(bundle: Bundle, **changes: Any) -> Bundle:
    parts = bundle.manifest.parts
    return changed(bundle, parts=parts.model_copy(update={"vision": parts.vision.model_copy(update=changes)}))


def test_ids_of_terms_are_looked_up(tmp_path: Path, bundle: Bundle) -> None:
    own = tmp_path / "own.csv"
    own.write_text("term,severity\nzorble,2\n", "utf-8")
    (ours,) = OwnLexicon.load(own).lexicon.by_id()
    theirs, entry = next(iter(Lexicon.load(bundle.file("lexicon.json")).by_id().items()))
    result = CliRunner().invoke(command, ["term", ours, theirs, "--lexicon", str(own)])
    assert result.output == f"{ours}\tzorble\tseverity 2\n{theirs}\t{entry.term}\tseverity {entry.severity}\n"
    refused = CliRunner().invoke(command, ["term", ours, theirs, "nope"])
    assert refused.output == f"{theirs}\t{entry.term}\tseverity {entry.severity}\n"
    assert isinstance(refused.exception, StickerguardError)
    assert str(refused.exception).startswith(f"{ours}, nope: no term")
    assert exit_code_for(refused.exception) == 2


def test_several_parents_are_named_in_short_and_with_their_hashes_in_full(bundle: Bundle) -> None:
    first, second = (Parent(name=name, version="1.0.0", sha256=name * 64) for name in "ab")
    made = changed(bundle, parent=first, further_parents=[second])
    named = [line for line in short_description(made) if line.startswith("made from: ")]
    assert named == ["made from: a 1.0.0, b 1.0.0; SHA-256 of each: --full"]
    full = list(full_description(made))
    assert all(f"made from: {name} 1.0.0, SHA-256 {name * 64}" in full for name in "ab")


def test_the_short_description_fits_on_a_screen_and_says_where_the_rest_is(bundle: Bundle) -> None:
    lines = list(short_description(bundle))
    assert sum(-(-len(line) // 80) for line in lines) <= 40
    text = "\n".join(lines)
    assert bundle.manifest.usage in text
    assert "--full" in text
    for point in bundle.manifest.operating_points:
        assert f"{point.name}: risk >= {point.threshold:.4f}" in text
    for name, part in bundle.manifest.parts:
        assert f"{name}: {', '.join(part.files)}" in text
        for licence in (record.licence for record in part.training_data):
            assert licence in " ".join(text.split()), licence


def test_the_full_description_tells_every_figure_and_every_data_set(bundle: Bundle) -> None:
    lines = list(full_description(bundle))
    parts = [part for _, part in bundle.manifest.parts]
    assert sum(line.startswith("  data: ") for line in lines) == sum(len(part.training_data) for part in parts)
    assert sum(", n = " in line for line in lines) == sum(len(part.metrics) for part in parts)


def test_a_bundle_does_not_differ_from_itself(bundle: Bundle) -> None:
    assert list(differences(bundle, bundle)) == []


def test_who_a_bundle_is_and_what_it_may_be_used_for_may_differ(bundle: Bundle) -> None:
    other = changed(bundle, version="9.9.9", usage="anything", minimum_onnxruntime="1.30", schema_version=1)
    assert list(differences(bundle, other)) == [
        f"version: {bundle.manifest.version} -> 9.9.9",
        f"manifest schema: {bundle.manifest.schema_version} -> 1",
        f"minimum ONNX Runtime: {bundle.manifest.minimum_onnxruntime} -> 1.30",
        f"use: {bundle.manifest.usage} -> anything",
    ]


def test_files_differ_by_hash_or_are_in_one_bundle_only(bundle: Bundle) -> None:
    files = {**bundle.manifest.files, "vision.onnx": "0" * 64, "more.txt": "1" * 64}
    del files["lexicon.json"]
    found = list(differences(bundle, changed(bundle, files=files)))
    assert found == [
        f"file lexicon.json: {bundle.manifest.files['lexicon.json'][:12]} -> -",
        "file more.txt: - -> 111111111111",
        f"file vision.onnx: {bundle.manifest.files['vision.onnx'][:12]} -> 000000000000",
    ]


def test_thresholds_rates_and_their_data_differ(bundle: Bundle) -> None:
    review, flag, _ = bundle.manifest.operating_points
    points = [review.model_copy(update={"threshold": 0.25}), flag.model_copy(update={"data": "others"})]
    lines = list(differences(bundle, changed(bundle, operating_points=points)))
    assert [line.split(":")[0] for line in lines] == [
        f"operating point {name}" for name in ("flag", "review", "strict")
    ]
    assert "others" in lines[0]
    assert f"{review.threshold:.6g}" in lines[1]
    assert "0.25" in lines[1]
    assert lines[2].endswith("-> none")


def test_licences_data_calibration_and_figures_of_a_part_differ(bundle: Bundle) -> None:
    vision = bundle.manifest.parts.vision
    weight = vision.weights[0].model_copy(update={"licence": "mine"})
    record = vision.training_data[0].model_copy(update={"name": "news", "licence": "odd"})
    metric = vision.metrics[0].model_copy(update={"value": 0.125})
    other = with_vision(
        bundle,
        weights=[weight],
        training_data=[record, *vision.training_data],
        metrics=[metric, *vision.metrics[2:]],
        labels=["a"],
        calibration=None,
    )
    text = "\n".join(differences(bundle, other))
    assert "vision, licence of weights: + vision.onnx: mine" in text
    assert f"vision, licence of weights: - vision.onnx: {vision.weights[0].licence}" in text
    assert "vision, licence of data: + odd" in text
    assert f"vision, data: + news (odd, {record.use}, {record.count})" in text
    assert "vision, figures: 1 changed, 1 only in the first, 0 only in the second" in text
    assert "vision, labels: minor, person -> a" in text
    assert "vision, calibration: " in text
    assert "caption" not in text


def test_the_command_says_what_differs(bundle: Bundle, tmp_path: Path) -> None:
    shipped = str(default_bundle_path())
    same = CliRunner().invoke(command, ["diff", shipped, shipped])
    assert (same.exit_code, same.output) == (0, "the bundles are the same\n")
    other = Path(shutil.copytree(shipped, tmp_path / "other"))
    manifest = Manifest.model_validate_json((other / MANIFEST).read_bytes()).model_copy(update={"name": "other"})
    (other / MANIFEST).write_text(manifest.model_dump_json(), encoding="utf-8")
    assert CliRunner().invoke(command, ["diff", shipped, str(other)]).output == "name: base -> other\n"


def test_verify_refuses_a_bundle_whose_answers_are_wrong_and_says_which(copy: Path) -> None:
    assert "known answers: right" in CliRunner().invoke(command, ["verify", str(copy)]).output
    known = json.loads((copy / FILE).read_text("utf-8"))
    for answer in known["fusion"]:
        answer["risk"] = 1 - answer["risk"]
    content = json.dumps(known).encode()
    (copy / FILE).write_bytes(content)
    document = json.loads((copy / MANIFEST).read_text("utf-8"))
    document["files"][FILE] = hashlib.sha256(content).hexdigest()
    (copy / MANIFEST).write_text(json.dumps(document), encoding="utf-8")
    result = CliRunner().invoke(command, ["verify", str(copy)])
    assert isinstance(result.exception, BundleError)
    assert result.exception.code == "wrong_answers"
    assert "fusion, 0.0, 0.0: risk" in str(result.exception)
    assert "more" in str(result.exception)


@pytest.mark.parametrize(("option", "least", "most"), [((), 10, 40), (("--full",), 100, 10_000)])
def test_info_is_short_unless_asked(option: tuple[str, ...], least: int, most: int) -> None:
    result = CliRunner().invoke(command, ["info", *option])
    assert result.exit_code == 0
    assert least <= len(result.output.splitlines()) <= most
