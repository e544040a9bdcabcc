"""Ways to score a whole picture: heat maps, cut-outs, and the table that compares them."""

import numpy as np
import pytest
import torch

from data.vision.index import Picture
from data.vision.picture_books import Person
from models.vision.dense import CHILD, OLDER, PERSON, focal_loss, heat, heat_targets, train_head
from models.vision.looks import PAGES, Seen, cut_at, cut_box, in_square, peaks
from models.vision.places import Way, gain, table

BOX = (0.5, 0.25, 0.75, 0.75)


@pytest.mark.parametrize(("age", "channel", "other"), [("child", CHILD, OLDER), ("elderly", OLDER, CHILD)])
def test_a_person_is_a_peak_in_the_middle_of_the_box(age: str, channel: int, other: int) -> None:
    wanted, counts = heat_targets([Person(age, BOX)], 16)
    for found in (wanted[channel], wanted[PERSON]):
        assert np.argwhere(found == 1).tolist() == [[8, 10]]
    assert wanted[other].max() == 0
    assert counts.all()


def test_a_teen_is_a_person_and_says_nothing_of_children_where_it_is() -> None:
    wanted, counts = heat_targets([Person("teen", BOX)], 16)
    assert wanted[PERSON].max() == 1
    assert wanted[:PERSON].max() == 0
    assert counts[PERSON].all()
    assert not counts[:PERSON, 8, 10].any()
    assert counts[:PERSON, 8, 2].all()


def test_places_that_do_not_count_cost_nothing() -> None:
    wanted, counts = (torch.from_numpy(part)[None] for part in heat_targets([Person("teen", BOX)], 16))
    logits = torch.full((1, 3, 16, 16), -9.0)
    wrong = logits.clone()
    wrong[0, CHILD, 8, 10] = 9
    assert focal_loss(wrong, wanted, counts) == focal_loss(logits, wanted, counts)
    wrong[0, CHILD, 8, 2] = 9
    assert focal_loss(wrong, wanted, counts) > focal_loss(logits, wanted, counts) + 1


def test_a_head_learns_where_children_are_and_where_older_people() -> None:
    random = np.random.default_rng(3)
    fine, people = random.normal(0, 0.1, (48, 4, 8, 8)).astype(np.float16), []
    for number, features in enumerate(fine):
        row, column = random.integers(1, 7, 2).tolist()
        features[number % 2, row, column] += 3
        middle = ((column + 0.5) / 8, (row + 0.5) / 8)
        box = (middle[0] - 0.06, middle[1] - 0.06, middle[0] + 0.06, middle[1] + 0.06)
        people.append([Person("child" if number % 2 else "adult", box)])
    coarse = np.zeros((48, 2, 4, 4), dtype=np.float16)
    head = train_head(fine[:32], coarse[:32], people[:32], epochs=30)
    for found, (person,) in zip(heat(head, fine[32:], coarse[32:]), people[32:], strict=True):
        right, wrong = (CHILD, OLDER) if person.age == "child" else (OLDER, CHILD)
        assert found[right].max() > found[wrong].max()
        x, y = peaks(found[right], 1)[0]
        assert (x, y) == pytest.approx(((person.box[0] + person.box[2]) / 2, (person.box[1] + person.box[3]) / 2))


def test_peaks_are_the_highest_maxima_and_the_best_one_again_where_there_are_too_few() -> None:
    places = np.zeros((4, 4), dtype=np.float32)
    places[0, 0], places[0, 1], places[3, 2] = 2, 1, 3
    places[1:3] = -1
    assert peaks(places, 2) == [(0.625, 0.875), (0.125, 0.125)]
    assert peaks(np.array([[1.0, 0.0]], dtype=np.float32), 3) == [(0.25, 0.5)] * 3


@pytest.mark.parametrize(("x", "y"), [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0), (0.9, 0.1)])
def test_a_cut_out_is_a_whole_square_within_the_picture(x: float, y: float) -> None:
    pixels = np.arange(100 * 60, dtype=np.float32).reshape(100, 60)[..., None].repeat(3, 2).astype(np.uint8)
    assert cut_at(pixels, x, y).shape == (50, 50, 3)


def test_cut_outs_follow_places_of_the_letterboxed_square() -> None:
    pixels = np.zeros((100, 60, 3), dtype=np.uint8)
    pixels[80, 15] = 255
    # 20 columns of grey stand at either side of the square.
    assert cut_at(pixels, 0.35, 0.8).any()
    assert not cut_at(pixels, 0.35, 0.2).any()
    (person,) = in_square([Person("child", (0.2, 0.75, 0.3, 0.85))], 100, 60)
    assert person.box == pytest.approx((0.32, 0.75, 0.38, 0.85))
    assert cut_box(pixels, person.box).shape == (10, 6, 3)
    assert cut_box(pixels, person.box).any()


def test_a_better_way_has_a_gain_and_the_present_one_has_none() -> None:
    labels = ("minor", "adult") * 20
    pictures = [
        Picture("x", source, "page", label, None, f"artist {number % 4}", "calibrate", "own")
        for source in (PAGES[0], "flickr8k", "objects") for number, label in enumerate(("none", *labels))
    ]  # fmt: skip
    whole = np.random.default_rng(2).normal(size=len(pictures))
    empty = np.zeros((len(pictures), 1, 1, 1), dtype=np.float16)
    seen = Seen(pictures, [None] * len(pictures), empty, empty, whole, whole[:, None])
    better = seen.minor.astype(np.float64)
    assert gain(seen, whole) == (0, 0)
    assert gain(seen, better)[0] > 0
    head, _, *rows = table(seen, [Way("a", whole, 1.0), Way("b", better)]).splitlines()
    assert "pages, adults" in head
    assert [row.split("|")[1].strip() for row in rows] == ["a", "b"]
    assert rows[1].split("|")[2].strip() == "1.000"
