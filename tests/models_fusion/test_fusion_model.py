"""Fitting and exporting the fusion."""

import json

import numpy as np
import onnxruntime as ort
import pandas as pd
import pytest

from models.fusion import train
from models.fusion.model import Fusion, fit, to_onnx
from models.fusion.pairs import Half, load_half, make_pairs
from models.metrics import expected_calibration_error
from stickerguard.errors import StickerguardError


def half(seed: int, sharpness: float) -> Half:
    random = np.random.default_rng(seed)
    label = random.integers(0, 2, 3000)
    score = 1 / (1 + np.exp(-(sharpness * (label - 0.5) + random.normal(size=3000))))
    kind = np.where(label == 1, "child", random.choice(["adult", "nobody"], 3000))
    return Half(pd.DataFrame({"source": random.choice(["a", "b"], 3000), "label": label, "kind": kind, "score": score}))


@pytest.fixture(scope="module")
def fusion() -> Fusion:
    pairs = make_pairs(half(1, 4), half(2, 3), 20_000, seed=3)
    return fit(pairs.scores, pairs.joint)


def test_pairs_hold_a_quarter_of_each_combination() -> None:
    pairs = make_pairs(half(1, 4), half(2, 3), 4000, seed=3)
    assert (len(pairs), pairs.joint.mean()) == (4000, 0.25)


def test_every_source_weighs_the_same_whatever_its_size() -> None:
    frame = pd.DataFrame(
        {"source": ["big"] * 990 + ["small"] * 10, "label": 1, "kind": "", "score": [0.1] * 990 + [0.9] * 10}
    )
    drawn = Half(frame).draw(1, 4000, np.random.default_rng(0))
    assert (drawn == 0.9).mean() == pytest.approx(0.5, abs=0.05)


def test_the_two_halves_of_a_split_share_no_row() -> None:
    first, second = half(1, 4).split(0.5, seed=1)
    assert set(first.frame.index).isdisjoint(second.frame.index)
    assert len(first.frame) + len(second.frame) == 3000


def test_hands_that_calibrate_choose_and_hands_that_test_report() -> None:
    frame = half(1, 4).frame.assign(split=["calibrate", "test", "test"] * 1000)
    chosen, reported = Half(frame).to_choose_and_to_report(seed=1)
    assert list(chosen.frame.index) == list(range(0, 3000, 3))
    assert set(reported.frame["split"]) == {"test"}
    first, second = Half(frame.assign(split="test")).to_choose_and_to_report(seed=1)
    assert len(first.frame) == pytest.approx(len(second.frame), abs=4)


def test_the_fit_is_monotone_and_calibrated_on_fresh_pairs(fusion: Fusion) -> None:
    assert min(fusion.weights) >= 0
    fresh = make_pairs(half(4, 4), half(5, 3), 20_000, seed=6)
    risk = fusion.risk(fresh.scores)
    assert risk[fresh.joint].mean() > 0.6 > 0.2 > risk[~fresh.joint].mean()
    assert expected_calibration_error(fresh.joint, risk) < 0.05


@pytest.mark.parametrize("batch", [1, 2, 7])
def test_the_graph_computes_what_the_fit_does(fusion: Fusion, batch: int) -> None:
    session = ort.InferenceSession(to_onnx(fusion).SerializeToString())
    scores = np.vstack([[[0, 0], [1, 1]], np.random.default_rng(batch).random((batch, 2))])[-batch:].astype(np.float32)
    (risk,) = session.run(["risk"], {"minor": scores[:, 0], "suggestive": scores[:, 1]})
    np.testing.assert_allclose(risk, fusion.risk(scores.astype(np.float64)), atol=1e-6)


def test_no_kind_of_picture_exceeds_its_share_at_an_operating_point(fusion: Fusion) -> None:
    vision = half(4, 4)
    thresholds = train.operating_points(fusion, vision, seed=1)
    assert 0 < thresholds["review"] <= thresholds["flag"] <= thresholds["strict"] <= 1
    random = np.random.default_rng(9)
    for name, caps in train.CAPS.items():
        for depicted, share in caps.items():
            minor = vision.draw_kind(depicted, 20_000, random)
            risk = fusion.risk(np.column_stack([minor, np.ones(len(minor))]))
            assert (risk >= thresholds[name]).mean() <= share + 0.01
    assert fusion.risk(np.ones((1, 2)))[0] >= thresholds["strict"]


def test_a_kept_fusion_keeps_its_weights_and_thresholds(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(train, "REDRAWS", 10)
    random = np.random.default_rng(0)
    for name, column in (("vision", "minor"), ("caption", "suggestive_ocr")):
        label = np.arange(400) % 2
        score = np.clip(0.2 + 0.5 * label + random.normal(0, 0.15, 400), 0.01, 0.99)
        kind = np.where(label == 1, "child", np.where(np.arange(400) % 4 == 0, "adult", "nobody"))
        pd.DataFrame({"source": "s", "label": label, "kind": kind, column: score}).to_csv(
            tmp_path / f"{name}.csv", index=False
        )
    kept = {
        "calibration": {"parameters": {"bias": 0.5, "minor": 0.1, "suggestive": 0.2, "both": 0.7}},
        "operating_points": [{"name": "review", "threshold": 0.4}, {"name": "flag", "threshold": 0.6}],
    }
    (tmp_path / "part.json").write_text(json.dumps(kept))
    files = [f"--{name}={tmp_path / name}.csv" for name in ("vision", "caption")]
    arguments = ["train", *files, f"--out={tmp_path}", f"--keep={tmp_path / 'part.json'}", "--pairs=4000"]
    monkeypatch.setattr("sys.argv", arguments)
    train.main()
    found = json.loads((tmp_path / "part.json").read_text())
    assert found["calibration"]["parameters"] == kept["calibration"]["parameters"]
    assert [(p["name"], p["threshold"]) for p in found["operating_points"]] == [("review", 0.4), ("flag", 0.6)]
    assert all(p["true_positive_rate"] > 0.5 > p["false_positive_rate"] for p in found["operating_points"])

    monkeypatch.setattr("sys.argv", [*arguments, "--set-points"])
    train.main()
    found = json.loads((tmp_path / "part.json").read_text())
    assert found["calibration"]["parameters"] == kept["calibration"]["parameters"]
    points = {p["name"]: p["threshold"] for p in found["operating_points"]}
    assert list(points) == ["review", "flag", "strict"]
    assert 0.4 != points["review"] <= points["flag"] <= points["strict"]


def test_scores_without_one_label_end_with_the_name_of_the_file(tmp_path) -> None:
    path = tmp_path / "scores.csv"
    pd.DataFrame({"source": ["a"], "label": [1], "kind": [""], "minor": [0.5]}).to_csv(path)
    with pytest.raises(StickerguardError, match=r"scores\.csv: no row of the split test with label 0"):
        load_half(path, "minor")
    with pytest.raises(StickerguardError, match="suggestive"):
        load_half(path, "suggestive")
