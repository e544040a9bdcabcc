"""People of one artist meet in a batch, and the younger one is to score higher."""

from dataclasses import replace

import torch

from data.vision.index import Picture
from data.vision.picture_books import CUT_OUT
from models.vision.same_hand import NO_HAND, hands_of, paired, younger_loss


def person(label: str, page: str, artist: str) -> Picture:
    return Picture("x", CUT_OUT[0], "page", label, None, artist, "train", "own", None, f"{label} on {page}")


OTHER = Picture("x", "utkface", "photo", "minor", 5, "g", "train", "own")
PEOPLE = [
    person("minor", "p1", "ann"), person("adult", "p1", "ann"), person("adult", "p2", "ann"),
    person("minor", "p3", "bob"), person("minor_weak", "p3", "bob"), OTHER,
]  # fmt: skip


def test_every_second_person_of_a_batch_comes_from_the_same_page_and_is_of_the_other_age() -> None:
    generator = torch.Generator().manual_seed(1)
    found = paired([0, 5, 3, 2, 4, 2, 0, 5], PEOPLE, 8, generator)
    assert found[:2] == [0, 5]
    assert found[2] == 1
    assert found[3] == 2
    assert found[5] == 0
    assert found[4:5] + found[6:] == [4, 0, 5]


def test_pairs_stay_within_a_batch_and_hands_without_both_ages_are_left_as_they_are() -> None:
    generator = torch.Generator().manual_seed(1)
    assert paired([0, 5, 2, 5], PEOPLE, 2, generator) == [0, 5, 2, 5]
    assert paired([3, 0], PEOPLE, 2, generator) == [3, 0]


def test_people_of_no_known_page_are_paired_within_their_hand() -> None:
    *ann, bob = (replace(one, note=None) for one in PEOPLE[:4])
    found = paired([3, 1, 1, 2], [*ann, replace(bob, label="adult")], 2, torch.Generator())
    assert found == [3, 1, 1, 0]


def test_only_people_of_known_age_have_a_hand() -> None:
    assert hands_of(PEOPLE) == [0, 0, 0, 1, NO_HAND, NO_HAND]


def test_the_loss_pushes_a_child_above_an_adult_of_the_same_hand_only() -> None:
    logits = torch.tensor([0.0, 0.0, 0.0, 0.0], requires_grad=True)
    younger_loss(logits, torch.tensor([1.0, 0.005, 0.0, 1.0]), torch.tensor([0.0, 0.0, 1.0, NO_HAND])).backward()
    assert logits.grad is not None
    assert logits.grad[0] < 0 < logits.grad[1]
    assert logits.grad[2:].tolist() == [0, 0]


def test_a_batch_without_pairs_has_no_loss() -> None:
    logits = torch.zeros(2, requires_grad=True)
    loss = younger_loss(logits, torch.tensor([1.0, 0.0]), torch.full((2,), NO_HAND))
    loss.backward()
    assert float(loss.detach()) == 0
    assert logits.grad is not None
    assert not logits.grad.any()
