"""English terms are found as people spell them by ear; words, names of food and other languages are left alone."""

import pytest

from stickerguard import StickerClassifier
from stickerguard.caption.lexicon import Lexicon, LexiconEntry
from stickerguard.caption.phonetic_spellings import PhoneticSpellings

TERMS = ("boob", "clit", "dick", "nudes", "pussy")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon([LexiconEntry(term=term, lang="en", severity=3) for term in TERMS])


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("nice boobz", "nice boobs"),
        ("dik pic please", "dick pic please"),
        ("klit, pusi", "clit, pussy"),
        ("send nudez", "send nudes"),
    ],
)
def test_a_term_is_found_by_its_sound(lexicon: Lexicon, text: str, meant: str) -> None:
    assert lexicon.spelled_out(text) == meant


OTHERS = ("ik ben dik tevreden", "instant noods", "moby dick", "boo's house", "dikdik", "b00bz", "clot", "cut", "")
ALONE = ("quem", "chaud", "joie", "comme", "a dik-dik", "phuc")


@pytest.mark.parametrize("text", [*OTHERS, *ALONE])
def test_other_words_are_left_alone(lexicon: Lexicon, text: str) -> None:
    assert lexicon.spelled_out(text) == text


def test_the_first_of_terms_that_sound_alike_is_taken() -> None:
    assert PhoneticSpellings(["cawk", "cock"]).find("kok") == [(0, 3, "cock")]
    assert PhoneticSpellings(["cawk", "kawk"]).find("big kok") == [(4, 7, "cawk")]


def test_what_has_an_innocent_sense_needs_company() -> None:
    assert PhoneticSpellings([], ["cock"]).find("kok") == []
    assert PhoneticSpellings([], ["cock"]).find("big kok") == [(4, 7, "cock")]


@pytest.mark.parametrize("text", ["dik pic", "nice boobz", "phat azz"])
def test_the_shipped_bundle_takes_them_as_they_are_meant(classifier: StickerClassifier, text: str) -> None:
    assert classifier.caption.score(text).suggestive > 0.5
