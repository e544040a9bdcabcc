"""Korean written letter by letter, and typed on a keyboard left in Latin letters (KS X 5002)."""

from __future__ import annotations

import regex

from stickerguard.caption.words import is_word

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_FIRST_SYLLABLE = 0xAC00
_PAIRS = {
    "ㅗㅏ": "ㅘ", "ㅗㅐ": "ㅙ", "ㅗㅣ": "ㅚ", "ㅜㅓ": "ㅝ", "ㅜㅔ": "ㅞ", "ㅜㅣ": "ㅟ", "ㅡㅣ": "ㅢ",
    "ㄱㅅ": "ㄳ", "ㄴㅈ": "ㄵ", "ㄴㅎ": "ㄶ", "ㄹㄱ": "ㄺ", "ㄹㅁ": "ㄻ", "ㄹㅂ": "ㄼ", "ㄹㅅ": "ㄽ", "ㄹㅌ": "ㄾ",
    "ㄹㅍ": "ㄿ", "ㄹㅎ": "ㅀ", "ㅂㅅ": "ㅄ",
}  # fmt: skip
_KEYS = dict(zip("rRseEfaqQtTdwWczxvg", _LEADS, strict=True))
_KEYS |= dict(zip("koiOjpuPhynbml", "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ", strict=True))
_VOWEL = f"(?:{'|'.join(pair for pair, one in _PAIRS.items() if one in _VOWELS)}|[{_VOWELS}])"
_TAIL = f"(?:{'|'.join(pair for pair, one in _PAIRS.items() if one in _TAILS)}|[{_TAILS}])"
# What stands before a vowel begins the next syllable.
_SYLLABLE = regex.compile(f"([{_LEADS}])({_VOWEL})({_TAIL}(?![{_VOWELS}]))?")
_LATIN = regex.compile(r"\p{Latin}+")
_WHOLE = regex.compile(r"[가-힣]{2,}")


def composed(text: str) -> str:
    """`text` with letters of Hangul that make syllables as such: ㅅㅔㄱㅅㅡ as 섹스."""
    return _SYLLABLE.sub(lambda match: _syllable(*match.groups()), text)


def typed(text: str) -> str:
    """`text` with its Latin words as Hangul where all of them are Korean typed blindly: tprtm as 섹스."""
    words = {word: _as_typed(word) for word in _LATIN.findall(text)}
    return _LATIN.sub(lambda match: words[match[0]] or "", text) if words and all(words.values()) else text


def _as_typed(word: str) -> str | None:
    """The syllables that the keys of `word` make; None where they make other things too, or an English word."""
    # Shift makes other letters of seven keys alone.
    letters = [_KEYS.get(key) or _KEYS.get(key.lower()) for key in word]
    if None in letters or is_word(word.casefold()):
        return None
    found = composed("".join(filter(None, letters)))
    return found if _WHOLE.fullmatch(found) else None


def _syllable(lead: str, vowel: str, tail: str | None) -> str:
    vowel, tail = _PAIRS.get(vowel, vowel), _PAIRS.get(tail, tail) if tail else None
    place = (_LEADS.index(lead) * len(_VOWELS) + _VOWELS.index(vowel)) * (len(_TAILS) + 1)
    return chr(_FIRST_SYLLABLE + place + (_TAILS.index(tail) + 1 if tail else 0))
