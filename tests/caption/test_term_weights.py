"""Terms of the lexicon add to a score what was fitted, and the probabilities stay a distribution."""

import pytest

from stickerguard.caption.lexicon import LexiconMatch
from stickerguard.caption.term_weights import TermWeights, features, raised

PRESENT = TermWeights(suggestive=1.0, explicit=3.0, coded=0.5)
SHARES = TermWeights(share_suggestive=1.0, share_explicit=3.0, share_coded=0.5)


def terms(*severities: int) -> list[LexiconMatch]:
    """One-letter terms at every second place; a negative severity is that of a coded term."""
    return [LexiconMatch("x", abs(found), 2 * at, 2 * at + 1, found < 0) for at, found in enumerate(severities)]


@pytest.mark.parametrize(
    ("severities", "added"),
    [((), 0.0), ((1,), 0.0), ((2,), 1.0), ((2, 2), 1.0), ((2, 3), 3.0), ((-3,), 0.5), ((2, -2), 1.5)],
)
def test_the_strongest_term_and_a_coded_one_add_up(severities: tuple[int, ...], added: float) -> None:
    text = "x " * len(severities)
    assert PRESENT.of_terms(text, terms(*severities)) == added
    assert len(features(text, terms(*severities))) == 6


@pytest.mark.parametrize(
    ("text", "end", "share"),
    [
        ("word", 4, 1.0),
        ("word!! \N{SPARKLES}", 4, 1.0),
        ("word and", 4, 4 / 7),
        ("word " + "and so on " * 9, 4, 4 / 30),
        ("\N{AUBERGINE} hm", 1, 0.5),
        ("\u4e00\u4e00ab", 2, 4 / 6),
    ],
)
def test_a_term_counts_by_the_share_of_the_text_that_it_takes_up(text: str, end: int, share: float) -> None:
    assert SHARES.of_terms(text, [LexiconMatch("x", 3, 0, end)]) == pytest.approx(3 * share)
    assert SHARES.of_terms(text, [LexiconMatch("x", 2, 0, end, coded=True)]) == pytest.approx(0.5 * share)
    assert SHARES.of_terms(text, [LexiconMatch("x", 1, 0, end)]) == 0


def test_weights_come_back_from_a_bundle_and_are_0_where_it_has_none() -> None:
    weights = TermWeights(1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
    assert TermWeights.of(weights.parameters() | {"slope": 1.0}) == weights
    former = {"slope": 1.0, "term_suggestive": 1.0, "term_explicit": 2.0, "term_coded": 3.0}
    assert TermWeights.of(former) == TermWeights(1.0, 2.0, 3.0)
    assert TermWeights.of({"slope": 1.0}) == TermWeights()


@pytest.mark.parametrize(
    "before", [(0.7, 0.2, 0.08, 0.02), (0.0, 0.0, 0.3, 0.7), (0.0, 0.0, 0.2000001, 0.8000001), (1.0, 0.0, 0.0, 0.0)]
)
def test_raised_probabilities_are_a_distribution_in_the_same_proportions(
    before: tuple[float, float, float, float],
) -> None:
    after = raised(before, 2.0)
    assert sum(after) == pytest.approx(1, abs=1e-9)
    assert max(after) <= 1
    assert after[2] + after[3] >= before[2] + before[3] - 1e-6
    assert after[3] * before[2] == pytest.approx(after[2] * before[3])
    assert raised(before, 0.0) == pytest.approx(before, abs=1e-5)
