"""Every spelling that the shipped lexicon lists is taken for its term, as it stands."""

import json

from stickerguard import Bundle, StickerClassifier
from stickerguard.caption.lexicon import Lexicon, LexiconEntry
from stickerguard.caption.normalize import normalize
from stickerguard.caption.pieces import scored_texts


def test_characters_that_have_a_simplified_form_are_found_in_spellings() -> None:
    lexicon = Lexicon([LexiconEntry(term="紐パン", lang="ja", severity=2, spellings=("紐ぱん",))])
    assert lexicon.spelled_out("紐ぱん") == "紐パン"


def test_what_looks_like_a_disguise_is_found_as_it_is_listed() -> None:
    lexicon = Lexicon([LexiconEntry(term="tits", lang="en", severity=3, spellings=("t1tz",))])
    assert "tits" in scored_texts(["t1tz"], lexicon)


def test_each_listed_spelling_counts(bundle: Bundle, classifier: StickerClassifier) -> None:
    rows = json.loads(bundle.file("lexicon.json").read_text("utf-8"))["terms"]
    terms = {normalize(row["term"]).text for row in rows if row["severity"] >= 2}
    lexicon = classifier.caption.lexicon
    listed = [(row["term"], spelling) for row in rows if row["severity"] >= 2 for spelling in row["spellings"]]
    assert len(listed) > 5_000
    missed = [(term, spelling) for term, spelling in listed if not terms & set(scored_texts([spelling], lexicon))]
    assert missed == []


def test_no_exception_of_the_shipped_lexicon_takes_the_place_of_a_term(bundle: Bundle) -> None:
    rows = [LexiconEntry(**row) for row in json.loads(bundle.file("lexicon.json").read_text("utf-8"))["terms"]]
    exceptions = Lexicon([row for row in rows if row.severity == 0])
    terms = [row for row in rows if row.severity]
    # In either Chinese script: both stand for the same term.
    assert len(Lexicon(rows).by_id()) == len(Lexicon(terms).by_id()) + len(exceptions.by_id())
