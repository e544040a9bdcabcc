"""A caption is scored whole and in pieces, within limits that the signal tells of."""

import pytest

from stickerguard import CANARY, StickerClassifier
from stickerguard.caption.pieces import (
    MAX_CHARACTERS,
    MAX_LINES,
    beginning,
    pieces,
    sayings,
    term_texts,
    unwrapped,
    within_limits,
)
from stickerguard.caption_stage import ReadText, score_text
from stickerguard.fusion import decide
from stickerguard.types import MinorSignal, TextLine, Thresholds

HARMLESS = ["thank you all", "see you on monday", "the bus is late again"]
ADULT = "send nudes"


def test_neighbours_that_fit_together_are_one_saying() -> None:
    one, two, three, four = (
        "a line of some length",
        "another one as long",
        "and the third of them, which is the last",
        "x",
    )
    assert sayings([one, two, three, four]) == [f"{one}\n{two}", f"{two}\n{three}\n{four}"]
    assert sayings([]) == []
    wide = "a line that is by itself much wider than all that one saying may ever be, by far"
    assert sayings([one, wide, two, four]) == [one, wide, f"{two}\n{four}"]
    assert pieces(f"{one}\n{wide}") == (f"{one}\n{wide}", f"{one} {wide}", one, wide)


def test_sentences_count_and_so_do_two_wide_neighbours() -> None:
    assert {"hello there", "come over!"} <= set(pieces("hello there. come over!"))
    assert {"早上好", "吃了吗？"} <= set(pieces("早上好。吃了吗？走"))
    assert pieces("at 3.30 p.m.") == ("at 3.30 p.m.", "at 3.30 p.m")
    first, second, third = (
        "the first of three lines of some width",
        "the second one, as wide as that",
        "the third of them",
    )
    found = pieces(f"{first}\n{second}\n{third}")
    assert {f"{first}\n{second}", f"{second}\n{third}", first} <= set(found)
    assert not {second, third} & set(found)


@pytest.mark.parametrize("separator", ["\n", ". "])
@pytest.mark.parametrize("place", range(4))
def test_harmless_company_hides_hardly_anything(classifier: StickerClassifier, separator: str, place: int) -> None:
    lines = [*HARMLESS[:place], ADULT, *HARMLESS[place:]]
    alone = classifier.caption.score(ADULT).suggestive
    assert classifier.caption.score(separator.join(lines)).suggestive >= 0.99 * alone


def test_a_short_caption_has_no_lines_however_it_is_wrapped(classifier: StickerClassifier) -> None:
    assert pieces("who took\nthe\nmilk?") == ("who took\nthe\nmilk?", "who took the milk?")
    flat, wrapped = (
        classifier.caption.score(text).suggestive for text in ("who took the milk?", "who took\nthe\nmilk?")
    )
    assert wrapped == pytest.approx(flat, abs=0.05)


def test_a_break_is_no_space_where_words_are_written_without() -> None:
    assert unwrapped("谁把最后一瓶\n牛奶\n喝了？") == "谁把最后一瓶牛奶喝了？"
    assert unwrapped("晚上\nok吗\nda war 誰か\nいますか") == "晚上 ok吗 da war 誰かいますか"
    assert unwrapped("谁把最后一瓶\n牛奶喝了？") in pieces("谁把最后一瓶\n牛奶喝了？")


def test_terms_count_in_a_wrapped_caption_as_in_one_line(classifier: StickerClassifier) -> None:
    lexicon = classifier.caption.lexicon
    wrapped = term_texts(["who took\nthe\nmilk"], lexicon)
    assert "who took the milk" in wrapped
    assert "milk" not in wrapped
    long = "\n".join([*HARMLESS, ADULT])
    assert {ADULT, *HARMLESS} <= set(term_texts([long], lexicon))
    assert {ADULT, *HARMLESS} <= set(term_texts([long.replace("\n", ". ")], lexicon))


def test_what_lies_beyond_the_limits_is_counted() -> None:
    assert within_limits("short\ntext") == ("short\ntext", 0)
    kept, left = within_limits("x" * (MAX_CHARACTERS + 7))
    assert (len(kept), left) == (MAX_CHARACTERS, 7)
    kept, left = within_limits("ab\n" * (MAX_LINES + 2))
    assert (len(kept.splitlines()), left) == (MAX_LINES, 6)


def test_invisible_padding_uses_up_no_limit(classifier: StickerClassifier) -> None:
    for padding in ("\u200b" * MAX_CHARACTERS, "\u200b\n" * MAX_LINES, "\u2800" * MAX_CHARACTERS, "\n" * 99):
        signal = score_text(classifier.caption, ReadText((TextLine(padding + CANARY),)))
        assert (signal.state, signal.suggestive, signal.unscored_characters) == ("evaluated", 1.0, 0)


def test_however_many_sentences_there_are_the_pieces_stay_bounded() -> None:
    text = "".join(f"{chr(0x4E00 + number)}。" for number in range(MAX_CHARACTERS // 2))
    found = pieces(text)
    assert len(found) <= 2 * MAX_LINES
    assert all(any(sentence in piece for piece in found) for sentence in text.split("。")[:-1])


def test_a_caption_beyond_the_limits_goes_to_review_where_a_minor_is_likely(classifier: StickerClassifier) -> None:
    text = "good morning " * 400
    signal = score_text(classifier.caption, ReadText((TextLine(text + CANARY),)))
    assert signal.unscored_characters == len(text + CANARY) - MAX_CHARACTERS
    minor = MinorSignal("evaluated", 0.99, 0, 0.99)
    thresholds = Thresholds(review=0.2, flag=0.5)
    fused = decide(minor, signal, risk=0.01, bound=0.9, thresholds=thresholds)
    assert fused.decision == "review"
    assert "were not scored" in fused.reasons[1].said()
    assert decide(minor, signal, risk=0.01, bound=0.1, thresholds=thresholds).decision == "clear"


def test_invisible_text_is_no_text(classifier: StickerClassifier) -> None:
    for text in ("\u200b", "\u3164\u2800\x00", "\ud83d"):
        assert score_text(classifier.caption, ReadText((TextLine(text),))).state == "no_text"


def test_a_caption_split_over_picture_and_title_is_scored_in_either_order(classifier: StickerClassifier) -> None:
    half, rest = CANARY[:10], CANARY[10:]
    for title, shown in ((half, rest), (rest, half)):
        signal = score_text(classifier.caption, ReadText((TextLine(title), TextLine(shown, frame=0))))
        assert signal.suggestive == 1.0


def test_terms_are_sought_as_far_as_the_text_is_scored() -> None:
    assert beginning("x" * (MAX_CHARACTERS + 7)) == "x" * MAX_CHARACTERS
    padded = "\u200b" * MAX_CHARACTERS + "word"
    assert beginning(padded) == padded
