"""Drawn people: repeatable, at every age in every style, and labelled by age alone."""

import io
import random
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from statistics import mean

import numpy as np
import pytest
import resvg_py
from PIL import Image

from data.characters.age import BABY, BANDS, OLDER_CHILD, proportions
from data.characters.person import make_person, shows_adult
from data.characters.pose import hold_hands, place
from data.characters.render import draw_style, png_of
from data.characters.scene import draw, group_of
from data.characters.style import FINISHES, Style, alike, darker, distance, lightness, make_style, mixed
from data.characters.wardrobe import EXTRAS, HATS, HELD, TOPS, pick_extra, pick_hair, pick_hat, pick_held, pick_top

STYLES = [make_style(f"test {number}") for number in range(40)]
MANY = [make_style(f"many {number}") for number in range(600)]
CHIBI = [style for style in MANY if style.chibi]
SAME_FACES = [style for style in MANY if style.same_face]


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
        unsure = band.label == "adult" if style.chibi else bool(style.same_face) and band is OLDER_CHILD
        assert drawing.label in ((band.label, "minor_weak") if unsure else (band.label,))
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


def test_every_garment_and_thing_is_seen_at_every_age() -> None:
    source = random.Random(3)
    for years in (1.0, 3.0, 7.0, 12.0, 30.0, 50.0, 75.0):
        seen = [(pick_top("f", years, source), pick_extra(years, source), pick_held(years, source),
                 pick_hat("f", years, source)) for _ in range(3000)]  # fmt: skip
        assert [set(column) for column in zip(*seen, strict=True)] == [set(TOPS), set(EXTRAS), set(HELD), set(HATS)]


def test_hair_says_little_about_age_but_children_keep_their_hairline() -> None:
    source = random.Random(4)
    for sex in "mfn":
        child = [pick_hair(sex, 8.0, source) for _ in range(2000)]
        adult = [pick_hair(sex, 35.0, source) for _ in range(2000)]
        assert "receding" not in child
        for kind in set(child) | set(adult) - {"receding", "bald"}:
            assert abs(child.count(kind) - adult.count(kind)) < 200, (sex, kind)


def test_styles_cover_every_finish_and_a_share_is_chibi() -> None:
    assert {style.finish for style in MANY} == set(FINISHES)
    assert 0.08 < len(CHIBI) / len(MANY) < 0.17
    assert 0.08 < mean(style.eyes == "none" for style in MANY) < 0.2
    assert {style.bodies for style in MANY} == {"whole", "bust", "head"}


def test_the_names_of_new_finishes_do_not_fall_into_test_slices_of_others() -> None:
    words = ("head", "bust", "full", "silhouette", "pictogram", "line", "grey")
    for finish in ("thick", "glossy", "sketch", "pixel"):
        assert finish in FINISHES
        assert not [word for word in words if word in finish]


def test_in_chibi_styles_everybody_has_a_huge_head() -> None:
    source = random.Random(5)
    for style in CHIBI:
        for band in BANDS:
            assert 2.0 <= make_person(style, band, source).body.heads <= 3.2


def test_a_chibi_adult_without_a_sign_of_age_is_unsure_and_a_child_beside_it_is_not() -> None:
    labels = [draw(style, (BANDS[4],), seed).label for style in CHIBI for seed in range(4)]
    assert labels.count("minor_weak") > labels.count("adult") > 0
    old = [draw(style, (BANDS[6],), seed).label for style in CHIBI for seed in range(4)]
    assert old.count("adult") > labels.count("adult")
    assert {draw(style, (BANDS[4], BANDS[2]), 0).label for style in CHIBI} == {"minor"}
    assert {draw(style, (BANDS[2],), 0).label for style in CHIBI} == {"minor"}


def test_signs_of_age_count_only_where_they_can_be_seen() -> None:
    base = next(style for style in MANY if style.eyes != "none")
    style = replace(base, finish="flat")
    who = replace(make_person(style, BANDS[4], random.Random(6)), beard="none", wrinkles=0, grey=False, hair="short",
                  hat="none")  # fmt: skip
    assert not shows_adult(who, style)
    for change in ({"beard": "full"}, {"beard": "moustache"}, {"wrinkles": 1}, {"grey": True}, {"hair": "receding"}):
        assert shows_adult(replace(who, **change), style)
        assert not shows_adult(replace(who, **change), replace(style, finish="silhouette"))
    for hidden in ({"grey": True}, {"hair": "receding"}):
        assert not shows_adult(replace(who, **hidden, hat="cap"), style)
    assert not shows_adult(replace(who, grey=True), replace(style, finish="grey"))
    assert not shows_adult(replace(who, wrinkles=2), replace(style, eyes="none"))
    assert not shows_adult(replace(who, beard="stubble"), style)


def test_where_faces_say_no_age_bodies_do_and_are_shown() -> None:
    assert 0.12 < len(SAME_FACES) / len(MANY) < 0.25
    source = random.Random(9)
    for style in SAME_FACES[:40]:
        child, adult = (
            [make_person(style, band, source).body for _ in range(60)] for band in (BANDS[2], BANDS[4])
        )  # fmt: skip
        for part in ("eye_line", "eye_size", "nose", "chin", "face_width"):
            ages = [mean(getattr(body, part) for body in bodies) for bodies in (child, adult)]
            assert ages[0] == pytest.approx(ages[1], rel=0.04), part
        assert mean(body.heads for body in adult) > mean(body.heads for body in child) + 1
        assert {draw(style, (band,), seed).crop for band in BANDS for seed in range(2)} == {"full"}


def test_a_child_of_ten_with_a_face_like_any_other_is_unsure_unless_somebody_is_beside_it() -> None:
    for style in SAME_FACES[:20]:
        assert draw(style, (OLDER_CHILD,), 0).label == "minor_weak"
        assert draw(style, (OLDER_CHILD, OLDER_CHILD), 0).label == "minor_weak"
        assert draw(style, (BANDS[4], OLDER_CHILD), 0).label == "minor"
        assert draw(style, (BABY,), 0).label == draw(style, (BANDS[2],), 0).label == "minor"


def test_clothes_do_not_look_like_skin() -> None:
    source = random.Random(7)
    people = [make_person(style, band, source) for style in MANY[:150] for band in BANDS]
    assert not [who for who in people if alike(who.top_colour, who.skin) or alike(who.bottom_colour, who.skin)]
    assert alike("#c68642", "#7a5020")
    assert not alike("#c68642", "#3f6fb5")


def test_neighbours_hold_the_same_hand() -> None:
    source = random.Random(8)
    style = STYLES[0]
    placed = [place(make_person(style, BANDS[n], source), style, 2.0 * n, 0.0) for n in (2, 4, 3)]
    held = hold_hands(placed)
    assert held[0].hands[1] == held[1].hands[0]
    assert held[1].hands[1] == held[2].hands[0]
    assert held[0].hands[0] == placed[0].hands[0]


@pytest.mark.parametrize("finish", sorted(FINISHES))
def test_every_finish_draws_each_way_of_standing_inside_the_picture(finish: str) -> None:
    styles = [style for style in MANY if style.finish == finish][:3]
    assert styles
    for style in styles:
        for seed in range(3):
            drawing = draw(style, (BANDS[seed + 2],), seed)
            left, top, side, _ = map(float, re.search(r'viewBox="([^"]+)"', drawing.svg)[1].split())
            assert side > 0.9
            assert top < -0.1
            assert left < 0.75 < left + side


def test_pixel_art_has_few_different_squares() -> None:
    style = next(style for style in MANY if style.finish == "pixel")
    picture = np.asarray(Image.open(io.BytesIO(png_of(draw(style, (BANDS[2],), 0), style))).convert("RGB")).astype(int)
    assert picture.shape == (256, 256, 3)
    assert (np.abs(np.diff(picture, axis=0)).sum(axis=(1, 2)) > 0).sum() <= round(1.6 * style.grid)


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


def test_mixed_colours_their_distance_and_lightness() -> None:
    assert mixed("#000000", "#ffffff", 0.5) == "#808080"
    assert distance("#ff0000", "#000000") == 1.0
    assert lightness("#ffffff") == pytest.approx(1.0)
