"""Drawn people: repeatable, at every age in every style, and labelled by age alone."""

import io
import random
import xml.etree.ElementTree as ET
from pathlib import Path
from statistics import mean

import numpy as np
import pytest
import resvg_py
from PIL import Image

from data.characters.age import BANDS, proportions
from data.characters.person import make_person
from data.characters.render import draw_style
from data.characters.scene import draw, group_of
from data.characters.style import Style, darker, make_style

STYLES = [make_style(f"test {number}") for number in range(40)]


def render(svg: str) -> np.ndarray:
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=128, height=128, skip_system_fonts=True))
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))


def test_a_style_is_known_by_its_name_and_styles_differ() -> None:
    assert make_style("test 3") == STYLES[3]
    assert len({style.name for style in STYLES}) == len(set(STYLES)) == 40
    assert len({style.finish for style in STYLES}) >= 5
    assert len({style.eyes for style in STYLES}) >= 4


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.finish)
def test_every_style_draws_every_age_and_says_which(style: Style) -> None:
    for band in BANDS:
        drawing = draw(style, (band,), 1)
        assert drawing.label == band.label
        assert band.low <= drawing.years[0] <= band.high
        ET.fromstring(drawing.svg)
        assert "<text" not in drawing.svg
        picture = render(drawing.svg)
        assert (picture[..., 3] > 0).mean() > 0.03


def test_drawing_again_gives_the_same_picture_and_another_seed_another() -> None:
    assert draw(STYLES[0], BANDS[:2], 5) == draw(STYLES[0], BANDS[:2], 5)
    assert draw(STYLES[0], BANDS[:2], 5) != draw(STYLES[0], BANDS[:2], 6)


def test_nobody_is_drawn_between_13_and_22() -> None:
    source = random.Random(0)
    years = [proportions(band, 0.3, source).years for band in BANDS for _ in range(200)]
    assert not [year for year in years if 13 < year < 22]
    assert {band.label for band in BANDS if band.high < 18} == {"minor"}
    assert {band.label for band in BANDS if band.low >= 18} == {"adult"}


@pytest.mark.parametrize("stylise", [0.0, 0.5, 1.0])
def test_children_have_fewer_heads_lower_and_larger_eyes_at_any_degree_of_cartoon(stylise: float) -> None:
    source = random.Random(1)
    child = [proportions(BANDS[2], stylise, source) for _ in range(100)]
    adult = [proportions(BANDS[4], stylise, source) for _ in range(100)]
    assert mean(p.heads for p in child) < mean(p.heads for p in adult)
    assert mean(p.eye_line for p in child) > mean(p.eye_line for p in adult) + 0.04
    assert mean(p.eye_size for p in child) > 1.2 * mean(p.eye_size for p in adult)


def test_clothes_and_things_held_say_little_about_age() -> None:
    source = random.Random(2)
    child = [make_person(STYLES[1], BANDS[2], source) for _ in range(600)]
    adult = [make_person(STYLES[1], BANDS[4], source) for _ in range(600)]
    for trait in ("top", "bottom", "held", "glasses"):
        for value in {getattr(person, trait) for person in child}:
            shares = [mean(getattr(person, trait) == value for person in people) for people in (child, adult)]
            assert abs(shares[0] - shares[1]) < 0.15, (trait, value)
    assert not [person for person in child if person.beard != "none" or person.wrinkles]


def test_a_family_counts_as_a_picture_of_a_minor() -> None:
    assert draw(STYLES[2], (BANDS[4], BANDS[1]), 0).label == "minor"
    assert draw(STYLES[2], (BANDS[4], BANDS[5]), 0).label == "adult"
    labels = {draw(STYLES[2], group_of(random.Random(n)), n).label for n in range(12)}
    assert labels == {"minor", "adult"}


def test_a_rendered_style_holds_as_many_files_as_rows(tmp_path: Path) -> None:
    rows = draw_style(7, tmp_path, singles=1, groups=2)
    assert sorted(row.file for row in rows) == sorted(path.name for path in tmp_path.iterdir())
    assert len(rows) == len(BANDS) + 2
    assert {row.style for row in rows} == {"00007"}


def test_darker_colours() -> None:
    assert darker("#804020", 0.5) == "#402010"
    assert darker("#ffffff", 2) == "#ffffff"
