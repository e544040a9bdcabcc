"""The glossary as the file a bundle carries."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import regex
from jaconv import kana2alphabet, kata2hira
from pypinyin import Style, lazy_pinyin

from data.caption.glossary import Entry, read_glossary, read_spellings, read_words
from stickerguard.caption.disguise import simplified
from stickerguard.caption.lexicon import Lexicon, LexiconEntry, LexiconFile
from stickerguard.caption.normalize import normalize
from stickerguard.caption.words import is_word

_CHINESE = ("zh", "zh-Hant")
_NAMES = ("body", "slang", "vulgar")
"""Forms of terms that name what they mean; others, such as sounds, are as innocent in the other kana."""
_FEW_LETTERS = 5
_FEW_ZHUYIN = 3
_TO_KATAKANA = 0x60
"""From a hiragana to its katakana in Unicode."""
_FEW_KANA = 3
# In hiragana these are plain words, or what two of them make: want to do, to you, the opposite, oh I see.
_OTHER_WORDS = frozenset(
    {"やりたい", "くんに", "わんない", "なにする", "いきそう", "おなる", "しこる", "いんぽ", "びっち", "あっー"}
    | {"逆なん", "あなる", "ますかき"}
    # The first Inca.
    | {"マンコ"}
)
_SYLLABLES = 2
_SHORTEST = 6
"""A spelling in pinyin counts from so many letters and syllables on: shorter ones are words of other languages."""


def write_lexicon(path: Path) -> LexiconFile:
    """Write `lexicon.json`. Raises pydantic.ValidationError when a source is malformed."""
    lexicon = lexicon_file()
    path.write_text(json.dumps(lexicon.model_dump(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return lexicon


@cache
def lexicon_file(without: frozenset[str] = frozenset()) -> LexiconFile:
    """The terms of the glossary but those by `without`, and as exceptions (severity 0) the everyday words in which a
    term would be found."""
    terms = [_entry(entry) for entry in read_glossary() if entry.severity and entry.writer not in without]
    return LexiconFile(version=1, licence="Apache-2.0", terms=[*terms, *_exceptions(terms)])


def _exceptions(terms: list[LexiconEntry]) -> list[LexiconEntry]:
    lexicon = Lexicon(terms)
    # A lexicon knows a term in both Chinese scripts, and an exception in the other one would take its place.
    listed = {simplified(normalize(entry.term).text) for entry in terms}
    found = []
    for lang, words in read_words().items():
        for word in dict.fromkeys(words):
            plain = normalize(word).text
            if simplified(plain) not in listed and (lexicon.find(word) or lexicon.spelled_out(plain) != plain):
                found.append(LexiconEntry(term=word, lang=lang, severity=0))
    return found


def _entry(entry: Entry) -> LexiconEntry:
    spellings: tuple[str, ...] = ()
    if entry.lang in _CHINESE and entry.alone:
        spellings = (*pinyin_spellings(entry.term), *zhuyin_spellings(entry.term))
    elif entry.lang == "ja" and (entry.alone or entry.form in _NAMES):
        spellings = kana_spellings(entry.term, alone=entry.alone)
        if entry.alone:
            spellings += romaji_spellings(entry.term)
    known = _everyday()
    spellings = tuple(spelling for spelling in spellings if spelling not in known)
    spellings = tuple(dict.fromkeys((*spellings, *read_spellings().get(entry.term, ()))))
    return LexiconEntry(
        term=entry.term, lang=entry.lang, severity=entry.severity, coded=not entry.alone, spellings=spellings
    )


@cache
def _everyday() -> frozenset[str]:
    """The everyday words, normalised: what is made by rule must not be one."""
    return frozenset(normalize(word).text for words in read_words().values() for word in words)


def kana_spellings(term: str, *, alone: bool) -> tuple[str, ...]:
    """A Japanese term in the other kana: in katakana, which has borders, and in hiragana where it is sexual even
    `alone` and reads as no part of another word."""
    if regex.fullmatch(r"[\p{Hiragana}ー]+", term) and len(term) >= _FEW_KANA:
        other = "".join(chr(ord(kana) + _TO_KATAKANA) if kana != "ー" else kana for kana in term)
        return () if other in _OTHER_WORDS else (other,)
    if not alone or not regex.search(r"\p{Katakana}", term) or len(term) < _FEW_KANA:
        return ()
    other = regex.sub(r"\p{Katakana}", lambda match: _hiragana(match[0]), term)
    return () if other in _OTHER_WORDS else (other,)


def romaji_spellings(term: str) -> tuple[str, ...]:
    """A Japanese term of kana in Latin letters (Hepburn); () for a short one, for what is an English word, and for a
    sound said twice, which may be a word anywhere."""
    if not regex.fullmatch(r"[\p{Hiragana}\p{Katakana}ー]+", term):
        return ()
    letters = kana2alphabet(kata2hira(term)).replace("-", "")
    twice = letters == 2 * letters[: len(letters) // 2]
    plain = len(letters) < _FEW_LETTERS or not letters.isascii() or is_word(letters) or twice
    return () if plain or "xtsu" in letters else (letters,)


def _hiragana(kana: str) -> str:
    other = chr(ord(kana) - _TO_KATAKANA)
    return other if regex.fullmatch(r"\p{Hiragana}", other) else kana


def pinyin_spellings(term: str) -> tuple[str, ...]:
    """A Chinese term in toneless pinyin, joined and with spaces; () for a short one and for what is not all Han."""
    if not regex.fullmatch(r"\p{Han}+", term) or len(term) < _SYLLABLES:
        return ()
    syllables = lazy_pinyin(simplified(term), style=Style.NORMAL)
    joined = "".join(syllables)
    return (joined, " ".join(syllables)) if len(joined) >= _SHORTEST and joined.isascii() else ()


def zhuyin_spellings(term: str) -> tuple[str, ...]:
    """A Chinese term in zhuyin with and without tones, joined and with spaces; () for a short one."""
    if not regex.fullmatch(r"\p{Han}+", term) or len(term) < _SYLLABLES:
        return ()
    toned = lazy_pinyin(simplified(term), style=Style.BOPOMOFO)
    toneless = [regex.sub(r"[^\p{Bopomofo}]", "", syllable) for syllable in toned]
    if not all(toneless) or sum(map(len, toneless)) < _FEW_ZHUYIN:
        return ()
    return tuple(dict.fromkeys(between.join(syllables) for syllables in (toned, toneless) for between in ("", " ")))
