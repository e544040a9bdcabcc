"""A bundle is used whole and as stated, or not at all."""

import json
from pathlib import Path

import pytest

from stickerguard import Bundle, BundleError, StickerClassifier
from stickerguard.bundle import MANIFEST


def refusal(folder: Path) -> BundleError:
    with pytest.raises(BundleError) as caught:
        StickerClassifier(folder)
    return caught.value


def edit_manifest(folder: Path, **changes: object) -> None:
    path = folder / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changes), encoding="utf-8")


def test_an_intact_copy_is_the_same_bundle(copy: Path, bundle: Bundle) -> None:
    assert Bundle.load(copy).ref == bundle.ref


@pytest.mark.parametrize("name", ["vision.onnx", "caption.onnx", "tokenizer.json", "ocr_det.onnx", "MODEL_CARD.md"])
def test_one_flipped_bit_is_refused_by_name(copy: Path, name: str) -> None:
    data = bytearray((copy / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copy / name).write_bytes(data)
    error = refusal(copy)
    assert error.code == "hash_mismatch"
    assert name in str(error)


def test_a_truncated_file_is_refused_by_name(copy: Path) -> None:
    path = copy / "fusion.onnx"
    path.write_bytes(path.read_bytes()[:-1])
    assert (refusal(copy).code, "fusion.onnx" in str(refusal(copy))) == ("hash_mismatch", True)


def test_a_missing_file_is_refused_by_name(copy: Path) -> None:
    (copy / "lexicon.json").unlink()
    assert (refusal(copy).code, "lexicon.json" in str(refusal(copy))) == ("missing_file", True)


def test_an_additional_file_is_refused_by_name(copy: Path) -> None:
    (copy / "vision.onnx.data").touch()
    assert (refusal(copy).code, "vision.onnx.data" in str(refusal(copy))) == ("extra_file", True)


def test_a_folder_without_manifest_is_no_bundle(tmp_path: Path) -> None:
    assert refusal(tmp_path).code == "not_a_bundle"
    assert refusal(tmp_path / "absent").code == "not_a_bundle"


@pytest.mark.parametrize(
    "changes",
    [
        {"schema_version": 3},
        {"version": "one"},
        {"surprise": 1},
        {"files": {"../../etc/passwd": "0" * 64}},
        {"operating_points": [{"name": "review", "threshold": 7}]},
    ],
)
def test_a_manifest_off_the_schema_is_refused(copy: Path, changes: dict[str, object]) -> None:
    edit_manifest(copy, **changes)
    error = refusal(copy)
    assert error.code == "bad_manifest"
    assert next(iter(changes)) in str(error)


def test_a_manifest_that_is_no_json_is_refused(copy: Path) -> None:
    (copy / MANIFEST).write_bytes(b"\xff\xfe")
    assert refusal(copy).code == "bad_manifest"


def test_a_bundle_for_a_newer_onnx_runtime_is_refused(copy: Path) -> None:
    edit_manifest(copy, minimum_onnxruntime="99.0")
    assert refusal(copy).code == "runtime_too_old"


def test_the_shipped_manifest_states_licences_data_and_operating_points(bundle: Bundle) -> None:
    manifest = bundle.manifest
    for name, part in manifest.parts:
        assert part.weights, name
        assert all(weight.licence and weight.origin for weight in part.weights), name
    assert all(record.licence for record in manifest.parts.vision.training_data)
    review, flag = manifest.operating_point("review"), manifest.operating_point("flag")
    assert 0 < review.threshold <= flag.threshold < 1
    assert flag.false_positive_rate <= review.false_positive_rate
    if any("non-commercial" in record.licence for _, part in manifest.parts for record in part.training_data):
        assert "research" in manifest.usage


def test_the_model_card_tells_every_measured_figure(bundle: Bundle) -> None:
    card = bundle.file("MODEL_CARD.md").read_text("utf-8")
    figures = [metric for _, part in bundle.manifest.parts for metric in part.metrics]
    assert figures
    for metric in figures:
        assert f"{metric.value:.4g}" in card
