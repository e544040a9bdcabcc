"""Terms are found as words, and pointed at in the original text."""

from pathlib import Path

import pytest

from stickerguard import BundleError
from stickerguard.caption.lexicon import Lexicon, LexiconEntry

LEXICON = Lexicon(
    [
        LexiconEntry(term="naked", lang="en", severity=2),
        LexiconEntry(term="hook up", lang="en", severity=2),
        LexiconEntry(term="hook", lang="en", severity=1),
        LexiconEntry(term="开房", lang="zh", severity=2),
    ]
)


def found(text: str) -> list[tuple[str, int, str]]:
    return [(match.term, match.severity, text[match.start : match.end]) for match in LEXICON.find(text)]


def test_terms_are_found_whatever_their_case_and_width() -> None:
    assert found("a NAKED tree") == [("naked", 2, "NAKED")]
    assert found("ｎａｋｅｄ") == [("naked", 2, "ｎａｋｅｄ")]
    assert found("na\u200bked") == [("naked", 2, "na\u200bked")]


def test_parts_of_words_are_not_terms() -> None:
    assert found("snakedance") == []
    assert found("hooked") == []


def test_han_terms_need_no_word_boundary() -> None:
    assert found("今晚开房吗") == [("开房", 2, "开房")]


def test_the_longest_term_wins_and_matches_come_in_order() -> None:
    assert found("hook up, naked") == [("hook up", 2, "hook up"), ("naked", 2, "naked")]
    assert found("off the hook") == [("hook", 1, "hook")]


def test_an_empty_lexicon_finds_nothing() -> None:
    assert Lexicon([]).find("naked") == ()


@pytest.mark.parametrize("content", [b"{}", b"nonsense", b'{"version": 1, "licence": "x", "terms": [{"term": ""}]}'])
def test_a_malformed_file_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lexicon.json"
    path.write_bytes(content)
    with pytest.raises(BundleError, match=r"lexicon\.json") as caught:
        Lexicon.load(path)
    assert caught.value.code == "bad_lexicon"


def test_a_span_holds_the_marks_of_its_last_letter() -> None:
    text = "a n\u0335a\u0335k\u0335e\u0335d\u0301\u200b tree"
    lexicon = Lexicon([LexiconEntry(term="n\u0335a\u0335k\u0335e\u0335d\u0301", lang="en", severity=2)])
    assert [text[match.start : match.end] for match in lexicon.find(text)] == ["n\u0335a\u0335k\u0335e\u0335d\u0301"]


def test_a_thai_term_stands_inside_a_sentence_but_cuts_no_letter_from_its_mark() -> None:
    lexicon = Lexicon(
        [LexiconEntry(term="สวัสด", lang="th", severity=2), LexiconEntry(term="ตอน", lang="th", severity=1)]
    )
    assert [match.term for match in lexicon.find("สวัสดีตอนเช้า")] == ["ตอน"]


def test_exceptions_hold_inside_only_however_many_there_are() -> None:
    entries = [("off the hook", 0), ("the hook", 0), ("hook", 1), ("naked", 2), ("naked tree", 0)]
    lexicon = Lexicon([LexiconEntry(term=term, lang="en", severity=severity) for term, severity in entries])
    text = "off the hook " * 3000 + "hook naked naked tree"
    assert [match.term for match in lexicon.find(text)] == ["hook", "naked"]


def test_exceptions_hold_off_sound_alikes_and_other_spellings() -> None:
    terms = [
        LexiconEntry(term="胸大", lang="zh", severity=3),
        LexiconEntry(term="boob", lang="en", severity=3),
        LexiconEntry(term="约炮", lang="zh", severity=3, spellings=("yuepao",)),
    ]
    words = ["熊大", "boobz cafe", "yuepao bu"]
    lexicon = Lexicon([*terms, *(LexiconEntry(term=word, lang="zh", severity=0) for word in words)])
    for text in ("熊大来了", "at the boobz cafe", "yuepao bu"):
        assert Lexicon(terms).spelled_out(text) != text
        assert lexicon.spelled_out(text) == text
    assert lexicon.spelled_out("熊大的胸达, yuepao") == "熊大的胸大, 约炮"
