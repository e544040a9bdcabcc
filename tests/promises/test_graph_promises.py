"""What the exported graphs promise to people who embed them."""

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest

from models.signature import DOCUMENT, signatures, updated
from models.sticker import build
from models.sticker_graph import STATES
from stickerguard import Bundle, StickerClassifier
from stickerguard.caption.normalize import normalize
from stickerguard.images import decode
from stickerguard.types import CANARY
from tests.drawing import encode, shapes

ROOT = Path(__file__).resolve().parents[2]
NEWEST_OPSET, NEWEST_IR = 18, 9
Feed = dict[str, np.ndarray]


def feed(classifier: StickerClassifier, image: np.ndarray, caption: str | None, state: str = "evaluated") -> Feed:
    tokenizer = classifier.caption._tokenizer
    ids = tokenizer.encode("query: " + normalize(caption).text).ids if caption else [0]
    return {
        "image": image[np.newaxis],
        "input_ids": np.asarray([ids], dtype=np.int64),
        "attention_mask": np.ones((1, len(ids)), dtype=np.int64),
        "caption_state": np.asarray([STATES.index(state)], dtype=np.int64),
    }


def run(session: onnxruntime.InferenceSession, given: Feed) -> Feed:
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, given), strict=True))


def rgba(height: int, width: int, seed: int = 0) -> np.ndarray:
    smooth = shapes((width, height), seed=seed)
    return np.asarray(smooth, dtype=np.uint8)


def test_company_and_order_never_change_a_score(
    sticker: onnxruntime.InferenceSession, classifier: StickerClassifier
) -> None:
    captions = ["good morning", "what a long day that was, see you all tomorrow", "加油"]
    alone = [feed(classifier, rgba(96, 96, seed), caption) for seed, caption in enumerate(captions)]
    longest = max(one["input_ids"].shape[1] for one in alone)
    for order in ([0, 1, 2], [2, 0, 1]):
        padded = [{name: _padded(value, name, longest) for name, value in alone[place].items()} for place in order]
        together = {name: np.concatenate([one[name] for one in padded]) for name in padded[0]}
        found = run(sticker, together)
        for row, place in enumerate(order):
            for name, value in run(sticker, alone[place]).items():
                # The map is no score: its float sums over channels may come in another order.
                near = 1e-4 if name == "minor_map" else 0
                np.testing.assert_allclose(found[name][row], value[0], rtol=0, atol=near, err_msg=name)


def _padded(value: np.ndarray, name: str, length: int) -> np.ndarray:
    if name not in ("input_ids", "attention_mask"):
        return value
    return np.pad(value, ((0, 0), (0, length - value.shape[1])))


@pytest.mark.parametrize(("height", "width"), [(1, 1), (37, 911), (160, 160), (300, 1200), (2048, 3)])
def test_any_size_runs_and_axes_have_names(
    sticker: onnxruntime.InferenceSession, classifier: StickerClassifier, height: int, width: int
) -> None:
    found = run(sticker, feed(classifier, rgba(height, width), "hello"))
    assert 0 <= found["minor"][0] <= 1
    shapes_of = {entry.name: entry.shape for entry in sticker.get_inputs()}
    assert shapes_of["image"] == ["batch", "height", "width", 4]
    assert shapes_of["input_ids"] == ["batch", "sequence"]


@pytest.mark.parametrize(("height", "width"), [(512, 512), (320, 320), (333, 500), (90, 70), (40, 200), (161, 160)])
def test_preprocessing_is_in_the_graph(
    sticker: onnxruntime.InferenceSession, classifier: StickerClassifier, height: int, width: int
) -> None:
    for seed in range(3):
        image = rgba(height, width, seed)
        rgb = decode(image).frames[0].rgb
        expected = classifier.vision.score([rgb])[0]
        found = run(sticker, feed(classifier, image, "hello"))["minor"][0]
        # Growing pictures OpenCV rounds in fixed point, and shrinking them a little it adds up in another order: by one
        # grey level at most another way.
        assert abs(found - expected) <= (1e-3 if max(height, width) > 400 else 5e-3)


def test_the_signature_document_is_that_of_the_sessions(sticker_file: Path, bundle: Bundle) -> None:
    document = (ROOT / DOCUMENT).read_text("utf-8")
    assert updated(document, signatures(sticker_file, bundle)) == document, "run: python -m models.signature --update"


def test_opset_and_ir_stay_at_the_floor(sticker_file: Path, bundle: Bundle) -> None:
    files = [sticker_file, *(bundle.file(name) for name in bundle.manifest.files if name.endswith(".onnx"))]
    assert len(files) == 7
    for path in files:
        model = onnx.load(path, load_external_data=False)
        own = {entry.domain: entry.version for entry in model.opset_import}
        assert own[""] <= NEWEST_OPSET, path.name
        assert model.ir_version <= NEWEST_IR, path.name


def test_every_model_is_one_file(sticker_file: Path, bundle: Bundle) -> None:
    for path in [sticker_file, *(bundle.file(name) for name in bundle.manifest.files if name.endswith(".onnx"))]:
        model = onnx.load(path, load_external_data=False)
        outside = [t.name for t in model.graph.initializer if t.data_location == onnx.TensorProto.EXTERNAL]
        assert not outside, path.name


def test_building_again_gives_the_same_bytes(sticker_file: Path, bundle: Bundle) -> None:
    assert build(bundle).SerializeToString() == sticker_file.read_bytes()


def test_the_bundle_states_what_quantisation_cost(bundle: Bundle) -> None:
    parts = bundle.manifest.parts
    for part in (parts.vision, parts.caption, parts.ocr):
        text = json.dumps([metric.model_dump() for metric in part.metrics])
        assert ("int8" in text and "fp32" in text) or ("before quantisation" in text and "as shipped" in text)


@pytest.mark.parametrize("state", [state for state in STATES if state != "evaluated"])
def test_a_state_is_never_a_score_of_zero(
    sticker: onnxruntime.InferenceSession, classifier: StickerClassifier, samples: Path, state: str
) -> None:
    child = np.asarray(decode(samples / "baby_no_text.webp").frames[0].rgb)
    opaque = np.dstack([child, np.full(child.shape[:2], 255, np.uint8)])
    found = run(sticker, feed(classifier, opaque, None, state))
    assert np.isnan(found["suggestive"]).all()
    assert np.isnan(found["severity"]).all()
    assert np.isnan(found["risk"]).all()
    assert 0.9 < found["minor"][0] <= 1
    expected = {"no_text": 0, "unreadable": 1, "not_evaluated": -1, "failed": 1}
    assert found["decision"][0] == expected[state]
    cat = rgba(128, 128, 5)
    assert run(sticker, feed(classifier, cat, None, state))["decision"][0] == 0


@pytest.mark.parametrize("state", [-1, 5, 9, 255])
def test_what_is_no_state_asks_for_a_person(
    sticker: onnxruntime.InferenceSession, classifier: StickerClassifier, samples: Path, state: int
) -> None:
    child = np.asarray(decode(samples / "baby_no_text.webp").frames[0].rgb)
    opaque = np.dstack([child, np.full(child.shape[:2], 255, np.uint8)])
    given = feed(classifier, opaque, "good morning") | {"caption_state": np.asarray([state], dtype=np.int64)}
    found = run(sticker, given)
    assert found["decision"][0] == 1
    assert np.isnan(found["risk"]).all()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("height", "width"), [(0, 0), (0, 7), (7, 0)])
def test_a_picture_without_pixels_has_no_score_and_is_never_clear(
    sticker: onnxruntime.InferenceSession, classifier: StickerClassifier, height: int, width: int, state: str
) -> None:
    nothing = np.zeros((height, width, 4), np.uint8)
    found = run(sticker, feed(classifier, nothing, "hello", state))
    for name in ("minor", "person", "minor_map", "risk", "risk_bound"):
        assert np.isnan(found[name]).all(), name
    assert found["decision"][0] == 1


def test_where_the_caption_was_read_all_are_numbers(
    sticker: onnxruntime.InferenceSession, classifier: StickerClassifier, samples: Path
) -> None:
    child = np.asarray(decode(samples / "baby_no_text.webp").frames[0].rgb)
    opaque = np.dstack([child, np.full(child.shape[:2], 255, np.uint8)])
    for caption, decision in (("good morning", 0), (CANARY, 2), (f"hello {CANARY} you", 2)):
        found = run(sticker, feed(classifier, opaque, caption))
        assert found["decision"][0] == decision
        assert found["risk"][0] <= found["risk_bound"][0]
        assert np.isfinite(found["severity"]).all()


def test_the_whole_graph_says_what_the_classifier_says(
    sticker: onnxruntime.InferenceSession, exhaustive: StickerClassifier, samples: Path
) -> None:
    """On every sample sticker, given the text and picture that the package scored."""
    for path in sorted(samples.iterdir()):
        verdict = exhaustive.classify(path)
        frame = next(f for f in decode(path).frames if f.index == verdict.minor.frame)
        opaque = np.dstack([frame.rgb, np.full(frame.rgb.shape[:2], 255, np.uint8)])
        text = "\n".join(dict.fromkeys(line.text or "" for line in verdict.caption.lines))
        state = verdict.caption.state
        found = run(sticker, feed(exhaustive, opaque, text or None, state))
        assert abs(found["minor"][0] - (verdict.minor.score or 0)) <= 1e-3, path.name
        assert abs(found["risk_bound"][0] - (verdict.risk_bound or 0)) <= 1e-3, path.name
        # The package also scores the text with its disguise undone and keeps the higher score.
        if state == "evaluated" and verdict.caption.suggestive is not None:
            assert found["suggestive"][0] <= verdict.caption.suggestive + 1e-3, path.name


def test_golden_pictures_are_png_too(sticker: onnxruntime.InferenceSession, classifier: StickerClassifier) -> None:
    image = shapes((256, 200), seed=2)
    from_file = decode(encode(image, "PNG")).frames[0].rgb
    found = run(sticker, feed(classifier, np.asarray(image), "hi"))["minor"][0]
    assert abs(found - classifier.vision.score([from_file])[0]) <= 1e-3
