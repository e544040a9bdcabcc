"""Disguises are undone, and what is none stays as it is."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.caption.evasion import EVASIONS
from stickerguard import StickerClassifier
from stickerguard.caption.disguise import readings, undisguise, undisguised
from stickerguard.caption.lexicon import Lexicon
from stickerguard.caption.normalize import normalize

ADULT = "send nudes"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sее уоu tоnіght", "see you tonight"),  # Cyrillic
        ("s33 y0u t0n1ght", "see you tonight"),
        ("s e e   y o u", "see you"),
        ("s.e.e.y.o.u", "seeyou"),
        ("ton\night", "tonight"),
        ("seeee youuu", "se you"),
        ("早 上 好", "早上好"),
        ("早.上.好", "早上好"),
        ("早上\n好", "早上好"),
        ("早,上❤好", "早上好"),
        ("【早】【上】【好】", "早上好"),
        ("後來憂鬱", "后来忧郁"),
        ("s\u0335e\u0308\u0323e\u0301 yöü", "see you"),
        ("ꜱᴇᴇ ʏᴏᴜ", "see you"),
        ("🅂🄴🄴 🅢🅔🅔 🆂🅴🅴", "see see see"),
        ("🇸🇪🇪 🇨🇳", "see cn"),
        ("🇨🇳 🇸🇪", "🇨🇳 🇸🇪"),
        ("s e e   y o u ,   o k ?", "see you, ok?"),
        ("s.e.e y.o.u, o.k.a.y", "see you, okay"),
        ("i❤t❤'❤s l❤a❤t❤e", "it's late"),
        ("【s】【e】【e】 【y】【o】【u】【,】 【l】【o】【v】【e】", "see you, love"),
        ("早❤上❤好❤，❤吃❤了❤吗", "早上好,吃了吗"),
        ("noʎ ǝǝs", "see you"),
        ("\u202euoy ees\u202c ok", "see you ok"),
        ("se❤️e you", "see you"),
        ("(s)(e)(e)", "see"),
        ("sεε yου", "see you"),
        ("発図気", "发图气"),  # forms that only Japanese has
        ("発する", "発する"),
    ],
)
def test_a_disguise_is_undone(text: str, expected: str) -> None:
    assert normalize(undisguise(text)).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("s.e.e.y.o.u.t.o.n.i.g.h.t", "see you tonight"),
        ("g.o.o.d.m.o.r.n.i.n.g.,.l.o.v.e", "good morning, love"),
        ("i.t.'.s.l.a.t.e", "it's late"),
        ("早.上.好", "早上好"),
        ("w.o.x.i.h.u.a.n", "woxihuan"),
    ],
)
def test_words_spread_without_spaces_are_parted(text: str, expected: str) -> None:
    assert readings(text)[-1] == expected
    assert len(readings(text)) == 1 + (" " in expected)


@pytest.mark.parametrize(
    "text",
    [
        "good morning",
        "see you at 10",
        "520",
        "море и солнце",
        "おはよう",
        "a b",
        "100% off",
        "wow!!!",
        "el año, mañana",
        "안녕하세요",
        "नमस्ते आप कैसे हैं",
        "สวัสดีตอนเช้า",
        "Me dɔ wo",
        "don't",
    ],
)
def test_plain_text_has_one_reading(text: str) -> None:
    assert readings(text) == (normalize(text).text,)


@given(st.text(max_size=60))
def test_a_caption_has_one_to_three_readings_the_plain_one_first_or_not_at_all(text: str) -> None:
    found = readings(text)
    plain = normalize(text).text
    assert found[0] == plain or plain not in found
    assert 1 <= len(found) <= 3


@pytest.mark.parametrize("name", sorted(set(EVASIONS) - {"upper case"}))
def test_a_caption_that_is_all_disguise_is_no_reading_as_it_stands(name: str) -> None:
    caption = "you up? come over tonight"
    disguised = EVASIONS[name](caption, random.Random(1))
    assert readings(disguised)[-1] == caption
    # Accents and a line break may be what they are.
    natural = name in ("accents", "line break inside")
    assert (normalize(disguised).text in readings(disguised)) == (
        natural or name in ("zero-width", "invisible fillers")
    )


@pytest.mark.parametrize(
    "text", ["море и солнце", "Ελλάδα μου", "nooooo", "哈哈哈哈", "schön für dich", "mp3 and ps5", "今晚見"]
)
def test_what_is_no_disguise_is_read_as_it_stands(text: str) -> None:
    assert readings(text)[0] == normalize(text).text


@pytest.mark.parametrize("name", sorted(set(EVASIONS) - {"dotted"}))
def test_a_disguised_caption_still_counts_as_suggestive(classifier: StickerClassifier, name: str) -> None:
    plain = classifier.caption.score(ADULT).suggestive
    assert plain > 0.5
    assert classifier.caption.score(EVASIONS[name](ADULT, random.Random(3))).suggestive > 0.5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ЅЕЕ ТНЕ ВОАТ", "see the boat"),  # Cyrillic capitals
        ("ΤΗΕ ΒΟΑΤ", "the boat"),  # Greek capitals
        ("tнe bоaт", "the boat"),
        ("bоaжt", "boaжt"),  # one letter that passes for none protects no other
        ("bøaŧ đay łate nıght ɓoat", "boat day late night boat"),
        ("to\r\nnight", "tonight"),
        ("s\r\ne\r\nn\r\nd", "send"),
        ("9ood 8oa+ b|ue", "good boat blue"),
        ("b0o0a0t", "boat"),
    ],
)
def test_more_disguises_are_undone(text: str, expected: str) -> None:
    assert normalize(undisguise(text)).text == expected


@pytest.mark.parametrize(
    "text", ["7:30pm", "at 4pm.", "mp3", "b2b", "ps5", "covid-19", "$50", "10kg", "3d", "1st", "🇸🇪 🇨🇳", "🇫🇷, 🇩🇪, 🇮🇹"]
)
def test_times_prices_names_and_flags_are_no_disguise(text: str) -> None:
    assert readings(text) == (normalize(text).text,)


def test_undisguised_ordinary_captions_hold_no_new_term(classifier: StickerClassifier) -> None:
    lines = Path("data/captions/authored.jsonl").read_text("utf-8").splitlines()
    texts = [row["text"] for row in map(json.loads, lines) if row["severity"] == 0]
    lexicon: Lexicon = classifier.caption.lexicon
    known = {text: {match.term for match in lexicon.find(text)} for text in texts}
    assert len(texts) > 300
    assert not [text for text in texts if {m.term for m in lexicon.find(undisguise(text))} - known[text]]


@pytest.mark.parametrize("word", ["odd", "even", "nude"])
def test_a_word_in_flags_is_read_whatever_its_length_and_whatever_flags_it_shows(word: str) -> None:
    shown = "".join(chr(0x1F1E6 + ord(letter) - ord("a")) for letter in word)
    assert readings(shown)[-1] == word


@pytest.mark.parametrize(
    "text",
    [
        "lооk at mе nоw plеаsе",  # o, e and a are Cyrillic: a third of the letters
        "lοοk αt me nοw pleαse",  # o and a are Greek
        "\u202eesaelp won em ta kool\u202c",
    ],
)
def test_words_of_two_scripts_and_writing_turned_around_are_no_reading_as_they_stand(text: str) -> None:
    assert readings(text) == ("look at me now please",)


def test_what_is_written_from_right_to_left_stays_a_reading() -> None:
    text = "\u202eשלום לך\u202c"
    assert normalize(text).text in readings(text)


def test_words_of_another_script_beside_latin_ones_stay_a_reading() -> None:
    assert normalize("hello мой друг, how are you").text in readings("hello мой друг, how are you")


@pytest.mark.parametrize(
    "text", ["coool", "zoooorble aaand good", "ㅋㅋㅋㅋㅋ", "早早早上好", "n0 stretch", "z o o o m", "說說說台"]
)
def test_undone_for_several_at_once_it_is_as_for_each(text: str) -> None:
    for accents in (False, True):
        each = tuple(undisguise(text, accents=accents, repeats=repeats) for repeats in (1, 2))
        assert undisguised(text, (1, 2), accents=accents) == each
