"""The vision model of the default bundle, run without torch."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from stickerguard.bundle import Bundle, default_bundle_path
from stickerguard.images import decode
from stickerguard.runtime import RuntimeOptions, create_session
from stickerguard.selftest import CANARY_STICKER
from stickerguard.vision import VisionModel, preprocess
from tests.drawing import shapes

Pixels = npt.NDArray[np.uint8]
MODEL = default_bundle_path() / "vision.onnx"
PREPROCESSING = Bundle.load().manifest.parts.vision.preprocessing
SIZE, GROUND = int(PREPROCESSING["size"]), int(PREPROCESSING["ground"])


def drawn(seed: int, size: tuple[int, int] = (120, 80)) -> Pixels:
    picture = shapes(size, seed=seed)
    ground = picture.copy()
    ground.paste((GROUND, GROUND, GROUND, 255), (0, 0, *size))
    ground.alpha_composite(picture)
    return np.asarray(ground.convert("RGB"))


NO_PERSON = {
    "grey": np.full((160, 160, 3), GROUND, dtype=np.uint8),
    "shapes": drawn(1),
    "tall shapes": drawn(2, (60, 200)),
    "noise": np.random.default_rng(3).integers(0, 256, (64, 64, 3), dtype=np.uint8),
}


@pytest.fixture(scope="module")
def model() -> VisionModel:
    return VisionModel(MODEL, size=SIZE, ground=GROUND, options=RuntimeOptions())


@pytest.mark.parametrize("name", NO_PERSON)
def test_pictures_without_a_person_are_not_taken_for_a_child(model: VisionModel, name: str) -> None:
    assert model.score([NO_PERSON[name]])[0] < 0.5


def test_the_drawn_child_of_the_self_test_scores_high(model: VisionModel) -> None:
    child = decode(CANARY_STICKER).frames[0].rgb
    assert model.score([child])[0] > 0.8


def test_a_run_repeated_gives_the_same_bits(model: VisionModel) -> None:
    frames = list(NO_PERSON.values())
    assert model.score(frames).tobytes() == model.score(frames).tobytes()


@pytest.mark.parametrize("count", [1, 2, 7])
def test_company_and_order_never_change_a_score(count: int) -> None:
    session = create_session(MODEL, RuntimeOptions())
    frames = np.stack([preprocess(drawn(seed), SIZE, GROUND) for seed in range(count)])
    order = np.random.default_rng(0).permutation(count)
    for output in ("minor", "minor_logit", "person"):
        alone = np.concatenate([session.run([output], {"image": frame[np.newaxis]})[0] for frame in frames])
        together = session.run([output], {"image": frames})[0]
        shuffled = session.run([output], {"image": frames[order]})[0]
        np.testing.assert_array_equal(together, alone)
        np.testing.assert_array_equal(shuffled, alone[order])


@pytest.mark.parametrize("batch", [2, 3, 7, 100])
def test_frames_scored_together_score_as_one_by_one(model: VisionModel, batch: int) -> None:
    together = VisionModel(MODEL, size=SIZE, ground=GROUND, options=RuntimeOptions(), batch=batch)
    frames = [drawn(seed) for seed in range(7)]
    np.testing.assert_array_equal(together.score(frames), model.score(frames))
    for ours, theirs in zip(together.scores(frames), model.scores(frames), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-4)  # logits of places, rounded otherwise in company


def test_the_session_says_what_the_documents_say() -> None:
    session = create_session(MODEL, RuntimeOptions())
    (image,) = session.get_inputs()
    assert (image.name, image.type, image.shape) == ("image", "tensor(uint8)", ["batch", "height", "width", 3])
    assert [(value.name, value.type, value.shape) for value in session.get_outputs()] == [
        *((name, "tensor(float)", ["batch"]) for name in ("minor", "minor_logit", "person")),
        ("minor_map", "tensor(float)", ["batch", "rows", "columns"]),
    ]


def test_the_model_is_one_small_file() -> None:
    assert MODEL.stat().st_size < 12_000_000
    assert [path.name for path in Path(MODEL.parent).glob("vision*")] == ["vision.onnx"]
