"""Terms of the lexicon add to a score what was fitted, and the probabilities stay a distribution."""

import pytest

from stickerguard.caption.lexicon import LexiconMatch
from stickerguard.caption.term_weights import TermWeights, features, raised

WEIGHTS = TermWeights(suggestive=1.0, explicit=3.0, coded=0.5)


def term(severity: int, *, coded: bool = False) -> LexiconMatch:
    return LexiconMatch("x", severity, 0, 1, coded)


@pytest.mark.parametrize(
    ("matches", "added"),
    [
        ([], 0.0),
        ([term(1)], 0.0),
        ([term(2)], 1.0),
        ([term(2), term(2)], 1.0),
        ([term(2), term(3)], 3.0),
        ([term(3, coded=True)], 0.5),
        ([term(2), term(2, coded=True)], 1.5),
    ],
)
def test_the_strongest_term_and_a_coded_one_add_up(matches: list[LexiconMatch], added: float) -> None:
    assert WEIGHTS.of_terms(matches) == added
    assert len(features(matches)) == 3


def test_weights_come_back_from_a_bundle_and_are_0_where_it_has_none() -> None:
    assert TermWeights.of(WEIGHTS.parameters() | {"slope": 1.0}) == WEIGHTS
    assert TermWeights.of({"slope": 1.0}) == TermWeights()


@pytest.mark.parametrize("before", [(0.7, 0.2, 0.08, 0.02), (0.0, 0.0, 0.3, 0.7), (1.0, 0.0, 0.0, 0.0)])
def test_raised_probabilities_are_a_distribution_in_the_same_proportions(
    before: tuple[float, float, float, float],
) -> None:
    after = raised(before, 2.0)
    assert sum(after) == pytest.approx(1, abs=1e-5)
    assert after[2] + after[3] >= before[2] + before[3] - 1e-6
    assert after[3] * before[2] == pytest.approx(after[2] * before[3])
    assert raised(before, 0.0) == pytest.approx(before, abs=1e-5)
