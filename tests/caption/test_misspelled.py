"""English terms are found misspelled on purpose; words, and what is none of English, are left alone."""

import pytest

from stickerguard import StickerClassifier
from stickerguard.caption.disguise import readings
from stickerguard.caption.lexicon import Lexicon, LexiconEntry
from stickerguard.caption.misspelled import Misspelled


@pytest.fixture(scope="module")
def misspelled() -> Misspelled:
    return Misspelled(["pussy", "penis", "vagina", "root", "minge", "handjob"])


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("psusy", "pussy"),  # letters swapped
        ("pssy", "pussy"),  # without its vowels
        ("vagna", "vagina"),  # without one of them
        ("peniis", "penis"),  # a letter doubled
        ("sinep", "penis"),  # from back to front
        ("penissis", None),
        ("vaginas", None),  # a term itself
        ("pens", None),  # a word
        ("roto", None),  # a word of Spanish
        ("mnige", None),  # near a term of dialect
        ("hnadjob", "handjob"),  # near a long term that the dictionary lacks
    ],
)
def test_a_misspelling_is_known_unless_it_is_a_word(misspelled: Misspelled, word: str, term: str | None) -> None:
    assert misspelled.meant(word) == term


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(
        [
            LexiconEntry(term="cock", lang="en", severity=3, coded=True),
            LexiconEntry(term="naked", lang="en", severity=2, coded=True),
            LexiconEntry(term="dildo", lang="es", severity=3),
            LexiconEntry(term="polla", lang="es", severity=3),
        ]
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ccok", "cock"),
        ("naekd", "naekd"),  # has an innocent sense, and is not vulgar: needs company
        ("all naekd", "all naked"),
        ("dlido", "dildo"),  # of several languages, English among them
        ("ploal", "ploal"),  # of Spanish alone
        ("una ccok de pelo", "una ccok de pelo"),
    ],
)
def test_company_and_language_decide(lexicon: Lexicon, text: str, meant: str) -> None:
    assert lexicon.spelled_out(text) == meant


def test_a_digit_inside_a_word_is_taken_out() -> None:
    assert "good morning" in readings("go2od mor7ning")
    for text, without in (("h2o", "ho"), ("l2ate", "late"), ("ab12cd", "abcd"), ("win11 update", "win update")):
        assert (without in readings(text)) == (without == "late")


@pytest.mark.parametrize("text", ["send vgaina", "psusy", "i want your vagiina", "send sl2ut"])
def test_the_shipped_bundle_takes_them_as_they_are_meant(classifier: StickerClassifier, text: str) -> None:
    assert classifier.caption.score(text).suggestive > 0.208
