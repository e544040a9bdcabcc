"""Emoji drawn again by other hands."""

import io
import random
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import resvg_py
from PIL import Image

from data.recipe import RedrawnSource, recipe
from data.vision import redrawn
from data.vision.drawn import Icon
from data.vision.hands import HANDS, hex_of, lightness, parsed
from data.vision.index import Picture
from data.vision.redraw import redraw
from data.vision.redrawn import build_redrawn, trembled

FACE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64">'
    '<defs><linearGradient id="skin"><stop stop-color="#ffcc44"/><stop offset="1" stop-color="#eeaa22"/>'
    "</linearGradient>"
    '<filter id="shade"><feGaussianBlur stdDeviation="3"/></filter></defs>'
    '<circle cx="32" cy="32" r="28" fill="url(#skin)" filter="url(#shade)"/>'
    '<g fill="#331100"><circle cx="22" cy="28" r="3"/><ellipse cx="42" cy="28" rx="3" ry="4"/></g>'
    '<path d="M20 42q12 10 24 0" fill="none" stroke="#331100" stroke-width="2"/></svg>'
)


def rendered(svg: str) -> np.ndarray:
    png = resvg_py.svg_to_bytes(svg_string=svg, width=128, height=128)
    return np.asarray(Image.open(io.BytesIO(bytes(png))).convert("RGBA"))


def test_every_hand_draws_the_same_thing_in_another_way() -> None:
    before = rendered(FACE)
    names = set()
    for seed in range(40):
        svg, name = redraw(FACE, random.Random(seed))
        assert redraw(FACE, random.Random(seed)) == (svg, name)
        names.add(name)
        after = rendered(svg)
        covered, kept = before[..., 3] > 127, after[..., 3] > 127
        assert (covered & kept).sum() > 0.75 * covered.sum(), name
        assert np.abs(before[covered].astype(int) - after[covered]).mean() > 4, name
    assert names == {hand(random.Random(0)).name for hand in HANDS}


def test_eyes_stay_darker_than_the_face_they_are_in() -> None:
    skin, eyes = parsed("#ffcc44"), parsed("#331100")
    assert skin is not None
    assert eyes is not None
    for seed in range(60):
        hand = HANDS[seed % len(HANDS)](random.Random(seed))
        assert lightness(hand.colour(eyes)) < lightness(hand.colour(skin)), hand.name


def test_gradients_become_flat_and_blur_goes() -> None:
    svg, _ = redraw(FACE, random.Random(1))
    assert "url(#" not in svg


def test_small_shapes_get_no_contour_that_would_drown_them() -> None:
    for seed in range(60):
        hand = HANDS[seed % len(HANDS)](random.Random(seed))
        assert not hand.line or hand.smallest >= 1.5 * hand.line


@pytest.mark.parametrize(("text", "colour"), [("#fff", (255, 255, 255)), ("red", (255, 0, 0)), ("none", None),
                                              ("url(#a)", None), (None, None), ("currentColor", None)])  # fmt: skip
def test_colours_of_svg_attributes(text: str | None, colour: tuple[int, int, int] | None) -> None:
    assert parsed(text) == colour
    assert colour is None or parsed(hex_of(colour)) == colour


def test_a_tremor_moves_lines_and_keeps_the_picture() -> None:
    before = rendered(FACE)
    after = trembled(before, 0.02, random.Random(3))
    assert after.shape == before.shape
    covered, kept = before[..., 3] > 127, after[..., 3] > 127
    assert 0.9 * covered.sum() < (covered & kept).sum() < covered.sum()


def test_redrawings_keep_label_group_and_split_and_test_only_vendors_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = RedrawnSource(labelling="x", vendors=("one",), times={"minor": 3, "adult": 1, "none": 0})
    monkeypatch.setattr(redrawn, "recipe", lambda: SimpleNamespace(redrawn=source))
    row = Picture("one/girl.png", "one", "drawn", "minor", None, "one/girl", "train", "MIT", similarity=0.5)
    rows = [
        row,
        replace(row, file="one/man.png", label="adult", group="one/man", split="test"),
        replace(row, file="one/cup.png", label="none"),
        replace(row, file="other/girl.png", source="other"),
    ]
    icons = [Icon(Path(r.file).stem, r.label, r.group, FACE) for r in rows]
    with ProcessPoolExecutor(1) as pool:
        found = build_redrawn(rows, icons, tmp_path, pool)
    assert [(r.label, r.group, r.split) for r in found] == [("minor", "one/girl", "train")] * 3 + [
        ("adult", "one/man", "test")
    ]
    assert {(r.source, r.kind, r.similarity) for r in found} == {("redrawn", "redrawn", None)}
    pictures = [(tmp_path / r.file).read_bytes() for r in found]
    assert len(set(pictures)) == len(pictures)


def test_no_vendor_that_only_tests_is_drawn_again() -> None:
    use = {vendor.name: vendor.use for vendor in recipe().drawn.sources}
    assert all(use[name] in ("train", "calibrate") for name in recipe().redrawn.vendors)
