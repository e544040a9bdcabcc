"""Targets, sampling and augmentation."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from data.vision.index import Picture
from models.vision.augment import augment
from models.vision.dataset import TrainingPictures, sampling_weights, targets
from models.vision.effects import (
    cartoon,
    flatten,
    inked,
    line_art,
    one_colour,
    outline,
    pasted,
    recoloured,
    recompress,
    scenery,
    text_strip,
)
from models.vision.slices import part_of, slices
from models.vision.train import loss_of


def picture(label: str, *, age: int | None = None, source: str = "utkface", group: str = "g") -> Picture:
    kind = "photo" if source in ("utkface", "flickr8k") else "drawn"
    return Picture("x", source, kind, label, age, group, "test", "own")


@pytest.mark.parametrize(
    ("label", "age", "expected"),
    [
        ("minor", 9, (1, 1, 1)),
        ("minor", 16, (1, 0, 1)),
        ("adult", 20, (0, 0, 1)),
        ("adult", 21, (0, 1, 1)),
        ("adult", None, (0, 1, 1)),
        ("none", None, (0, 1, 0)),
        ("minor_weak", None, (0, 0, 1)),
    ],
)
def test_an_uncertain_age_never_counts(label: str, age: int | None, expected: tuple[int, int, int]) -> None:
    assert targets(picture(label, age=age), (16, 20)) == expected


def test_only_drawn_adults_are_doubted() -> None:
    found = {
        (label, source): targets(picture(label, source=source), (16, 20), 0.01)[0]
        for label in ("minor", "adult", "none")
        for source in ("noto", "utkface")
    }
    assert [key for key, minor in found.items() if minor == 0.01] == [("adult", "noto")]
    assert sorted(set(found.values())) == [0, 0.01, 1]


def test_no_gradient_reaches_the_minor_head_from_a_picture_without_a_certain_age() -> None:
    logits = torch.zeros((2, 2), requires_grad=True)
    loss_of(logits, torch.tensor([[0.0, 0.0, 1.0], [1.0, 1.0, 1.0]])).backward()
    assert logits.grad[0, 0] == 0
    assert logits.grad[1, 0] < 0


def test_each_cell_gets_its_share_and_each_design_the_same_part() -> None:
    many = [picture("minor", source="noto", group="a")] * 6 + [picture("minor", source="noto", group="b")] * 2
    rows = [*many, picture("adult"), picture("none", source="flickr8k")]
    weights = sampling_weights(rows, {"drawn": {"minor": 0.6}, "utkface": {"adult": 0.4}}).numpy()
    assert [weights[:6].sum(), weights[6:8].sum(), weights[8], weights[9]] == pytest.approx([0.3, 0.3, 0.4, 0.0])


def test_hidden_colours_of_transparent_pixels_never_show() -> None:
    hidden = np.full((20, 20, 4), (255, 0, 0, 0), dtype=np.uint8)
    assert (flatten(hidden, np.full(3, 127, dtype=np.uint8)) == 127).all()


def test_the_outline_is_white_and_stays_around_the_drawing() -> None:
    drawing = np.zeros((21, 21, 4), dtype=np.uint8)
    drawing[8:13, 8:13] = (10, 20, 30, 255)
    found = outline(drawing, 3)
    assert found.shape == (27, 27, 4)
    assert found[13, 13].tolist() == [10, 20, 30, 255]
    assert found[13, 9].tolist() == [255, 255, 255, 255]
    assert found[0, 0, 3] == 0


def test_ink_follows_the_edge_and_leaves_the_ground_open() -> None:
    torch.manual_seed(0)
    drawing = np.zeros((64, 64, 4), dtype=np.uint8)
    drawing[16:48, 16:48] = (250, 200, 40, 255)
    before = drawing.copy()
    found = inked(drawing, 4)
    assert found.shape == (72, 72, 4)
    assert found[36, 20, :3].max() < 80
    assert found[36, 36, :3].max() > 180
    assert found[2, 2, 3] == 0
    assert found[36, 36, 3] == found[36, 20, 3] == 255
    np.testing.assert_array_equal(drawing, before)


def test_a_sign_gets_one_other_ink_and_a_drawing_other_hues() -> None:
    sign = np.zeros((20, 20, 4), dtype=np.uint8)
    sign[5:15, 5:15] = (28, 28, 28, 255)
    drawing = sign.copy()
    drawing[5:15, 5:10, :3] = (250, 200, 40)
    assert one_colour(sign)
    assert not one_colour(drawing)
    assert not one_colour(np.zeros((20, 20, 4), dtype=np.uint8))
    for seed in range(5):
        torch.manual_seed(seed)
        ink, hues = recoloured(sign), recoloured(drawing)
        assert one_colour(ink)
        assert ink[10, 10].tolist() != sign[10, 10].tolist()
        assert hues[10, 7, :3].max() == 250
        assert hues[10, 12, :3].tolist() == [28, 28, 28]
        np.testing.assert_array_equal(ink[..., 3], sign[..., 3])


def test_recompression_keeps_colours_in_their_channels() -> None:
    red = np.zeros((16, 16, 3), dtype=np.uint8)
    red[..., 0] = 200
    for seed in range(4):
        torch.manual_seed(seed)
        assert recompress(red).mean(axis=(0, 1)).tolist() == pytest.approx([200, 0, 0], abs=6)


@pytest.mark.parametrize("effect", [cartoon, line_art, text_strip, recompress])
@pytest.mark.parametrize("size", [(40, 60), (17, 9)])
def test_effects_keep_the_size_and_leave_their_input_alone(
    effect: Callable[[np.ndarray], np.ndarray], size: tuple[int, int]
) -> None:
    picture = np.random.default_rng(0).integers(0, 256, (*size, 3), dtype=np.uint8)
    before = picture.copy()
    found = effect(picture)
    assert (found.shape, found.dtype) == (picture.shape, np.uint8)
    assert not np.array_equal(found, before)
    np.testing.assert_array_equal(picture, before)


def test_line_art_has_no_colour_and_a_cartoon_has_few() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    lines = line_art(picture)
    assert (lines == lines[..., :1]).all()
    assert len(np.unique(cartoon(picture))) < 40


def test_sceneries_differ_and_fill_the_picture() -> None:
    torch.manual_seed(0)
    found = [scenery(20, 30) for _ in range(6)]
    assert {(picture.shape, str(picture.dtype)) for picture in found} == {((20, 30, 3), "uint8")}
    assert len({picture.tobytes() for picture in found}) == 6


def test_a_pasted_picture_is_a_small_part_of_its_backdrop() -> None:
    backdrop, face = np.full((100, 120, 3), 10, np.uint8), np.full((40, 40, 3), 250, np.uint8)
    shares = []
    for seed in range(12):
        torch.manual_seed(seed)
        found = pasted(face, backdrop)
        assert (found.shape, found.dtype) == (backdrop.shape, np.uint8)
        shares.append(float((found[..., 0] > 200).mean()))
    assert 0.005 < min(shares) < max(shares) < 0.35
    assert (backdrop == 10).all()


def test_only_the_named_sources_are_zoomed_out(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "white.png"), np.full((60, 60, 3), 255, np.uint8))
    cv2.imwrite(str(tmp_path / "black.png"), np.zeros((60, 60, 3), np.uint8))
    rows = [
        replace(picture("adult", source=name), file="white.png", kind="photo") for name in ("utkface", "flickr8k")
    ] + [replace(picture("none", source="flickr8k"), file="black.png", kind="photo")]
    pictures = TrainingPictures(tmp_path, rows, size=64, ground=127, age_gap=(16, 20), zoomed_out={"utkface": 1.0})
    white: dict[int, list[float]] = {0: [], 1: []}
    for seed in range(8):
        for index, shares in white.items():
            torch.manual_seed(seed)
            shares.append(float((pictures[index][0] > 230).float().mean()))
    assert np.mean(white[0]) < 0.4 < np.mean(white[1])


@pytest.mark.parametrize("channels", [3, 4])
def test_augmentation_follows_the_seed(channels: int) -> None:
    drawing = np.random.default_rng(0).integers(0, 256, (40, 60, channels), dtype=np.uint8)
    variants = []
    for seed in (1, 1, 2):
        torch.manual_seed(seed)
        variants.append(augment(drawing, 32, 127))
    assert variants[0].shape == (3, 32, 32)
    assert variants[0].dtype == torch.uint8
    assert torch.equal(variants[0], variants[1])
    assert not torch.equal(variants[0], variants[2])


def test_slices_leave_weak_labels_out_of_the_negatives() -> None:
    rows = [picture(label, source="flickr8k") for label in ("minor", "adult", "none", "minor_weak")]
    found = {part.name: part for part in slices((16, 20))}
    assert all("minor_weak" not in part.negative for part in found.values())
    assert found["Flickr8k in-set, child against all"].pick(rows) == [0, 1, 2]
    assert found["Flickr8k in-set, age unsure against all"].pick(rows) == [1, 2, 3]


def test_the_age_gap_is_cut_out_and_measured_apart() -> None:
    rows = [picture("minor", age=15), picture("minor", age=17), picture("adult", age=20), picture("adult", age=21)]
    found = {part.name: part for part in slices((16, 20))}
    assert found["UTKFace in-set, all ages"].pick(rows) == [0, 1, 2, 3]
    assert found["UTKFace in-set without 16 to 20"].pick(rows) == [0, 3]
    assert found["UTKFace in-set, only 16 to 20"].pick(rows) == [1, 2]


def test_people_with_outlines_are_no_line_art() -> None:
    rows = [
        replace(picture("minor", source="characters"), kind="character", note=f"{finish} full 1")
        for finish in ("outline", "line")
    ]
    found = {part.name: part for part in slices((16, 20))}
    assert found["generated people, unseen styles: line art"].pick(rows) == [1]
    assert found["generated people, unseen styles: full figures"].pick(rows) == [0, 1]


def test_rare_vendors_share_one_test_bed() -> None:
    assert part_of(picture("minor", source="noto")) == "held-out designs"
    assert part_of(picture("minor", source="emojione-monotone")) == "emoji without colour"
    assert [part_of(picture("minor", source=s)) for s in ("openmoji", "utkface")] == ["openmoji", "utkface"]
