"""Undo what people do to a caption so that filters miss it.

Each step keeps an innocent caption readable, and the plain text is always scored as well: see `readings`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from functools import cache, lru_cache

import regex
from confusable_homoglyphs import categories, confusables
from opencc import OpenCC

from stickerguard.caption.disguise_share import STRETCHED, is_disguised
from stickerguard.caption.guesses import RIGHT_TO_LEFT, guesses
from stickerguard.caption.hangul import composed
from stickerguard.caption.letters import adorned, bare_letter, fancy_letters, unturned
from stickerguard.caption.normalize import normalize, visible
from stickerguard.caption.spaced_letters import GAP, joined
from stickerguard.caption.words import is_word

_LEET = str.maketrans(
    {"4": "a", "@": "a", "8": "b", "3": "e", "6": "g", "9": "g", "1": "i", "!": "i", "|": "l", "0": "o", "5": "s"}
    | {"$": "s", "7": "t", "+": "t"}
)
_SIGNS = "!?.,"
_QUOTED = regex.compile(r"([[\p{P}--[\x00-\x7f]]]*)(.*?)([[\p{P}--[\x00-\x7f]]]*)", regex.VERSION1 | regex.DOTALL)
# Little words that are all digits, read so only beside others with digits.
_SHORT = {"4": "a", "1": "i", "70": "to", "17": "it", "15": "is", "50": "so", "47": "at", "45": "as"}
# Times, prices, sizes and ordinals: a number with a unit.
_QUANTITY = regex.compile(
    r"\p{P}*[$+~-]?\d+(?:[:.,/]\d+)*\+?"
    r"(?:[ap]m|h|hrs?|mins?|sec|s|[kmcu]?m|[km]?g|lbs?|m?l|oz|k|x|st|nd|rd|th|[kmgt]b|fps|hz|p|v|w|d|usd|eur|rmb)?\p{P}*"
)
# Names with a number (mp3, ps5, covid-19), unless the digit doubles the letter before it.
_NUMBERED = regex.compile(
    r"\p{P}*(?:[a-z]{1,3}(?<![aeiou]s(?=5)|o(?=0)|t(?=7)|e(?=3)|g(?=[69])|b(?=8))\d|[a-z]+-\d+)\p{P}*"
)
# The same digit between every two letters.
_DIGIT_FILLED = regex.compile(r"(?<![\p{L}\p{N}])\p{L}(\d)\p{L}(?:\1\p{L}){2,}(?![\p{L}\p{N}])")
# Look-alikes that the tables of confusables leave out: letters that pass for Latin ones only in Latin company.
_BESIDE_LATIN = dict(zip("αεινορτυχκσωημβγςвдкмнтпшяи", "aeivoptuxkownubycbdkmhtnwrn", strict=True))
_REVERSED = regex.compile(r"\u202e([^\u202c\n]*)\u202c?")
# Korean laughter and tears, which say no more for being longer.
_PAIRED = "ㅋㅎㅠㅜㅇᄏᄒᄋ"
_LAUGHTER = regex.compile(r"([ㅋㅎㅠㅜㅇ])\1{2,}")
_WORD = regex.compile(r"\S+")
# Marks that go with any script (not the vowels of Hindi or Thai) but those that Japanese writes with; the tilde of the
# Spanish letter stays.
_MARKS = regex.compile(
    r"(?!(?<=[nN])\u0303(?!\p{M}))[[\p{M}&&[\p{Script=Inherited}\p{Me}]]--[\u3099\u309a]]", regex.VERSION1
)
_UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}]"
# A comma between two and two characters parts clauses; beside a single one it breaks a word.
_CLAUSES = rf"(?<={_UNSPACED}{{2}})[,，、]+(?={_UNSPACED}{{2}})"
_BETWEEN_UNSPACED = regex.compile(rf"(?!{_CLAUSES})(?<={_UNSPACED}){GAP}+(?={_UNSPACED})")
_INSIDE_WORD = regex.compile(rf"(?!{_CLAUSES})(?<=\p{{L}})[^\p{{L}}\p{{N}}\p{{M}}\s'’&]+(?=\p{{L}})")
_BROKEN_WORD = regex.compile(r"(?<=\p{L})\s*\n\s*(?=\p{L})")
_HAN = regex.compile(r"\p{Han}")
_KANA_OR_HANGUL = regex.compile(r"[\p{Hiragana}\p{Katakana}\p{Hangul}]")
_OWN_SCRIPTS = frozenset({"LATIN", "COMMON", "HAN", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "UNKNOWN"})


def readings(text: str) -> tuple[str, ...]:
    """The normalised text and, where it differs, the same with every disguise undone.

    Letters spread without spaces between words come joined, and once more parted into English words. A text half of
    whose letters are in disguise is no reading as it stands: it is like nothing that a model has learnt.
    """
    text = _LAUGHTER.sub(r"\1\1", text)
    letters = _plain_letters(text)
    undone = [_closed(joined(letters, words=words), repeats=1) for words in (False, True)]
    upright = [_plain_letters(text, turned=False)] if adorned(text) else []
    others = dict.fromkeys([*upright, *map(_plain_letters, guesses(text))])
    undone += [_closed(joined(other), repeats=1) for other in others if other != letters]
    plain, *bare = (normalize(reading).text for reading in (text, *dict.fromkeys(undone)))
    digits = sum(len(word) for word in letters.split() if _letters(word) != word)
    backwards = sum(len(found) for found in _REVERSED.findall(text) if not RIGHT_TO_LEFT.search(found))
    disguised = is_disguised(text, letters) or 2 * max(digits, backwards) >= len(letters) > 0
    return tuple(dict.fromkeys(filter(None, bare if disguised and any(bare) else (plain, *bare)))) or (plain,)


def undisguise(text: str, *, accents: bool = False, repeats: int = 1) -> str:
    """`text` with reversed and turned writing, fancy letters, marks, look-alikes of other scripts, digits for letters,
    spread, broken, filled and repeated letters undone, and traditional characters as simplified ones.

    `accents` keeps marks that make one character with their letter; `repeats` is what is left of three letters or more.
    """
    return undisguised(text, (repeats,), accents=accents)[0]


def undisguised(text: str, repeats: Sequence[int], *, accents: bool = False) -> tuple[str, ...]:
    """`undisguise` for each of `repeats`, at little more than the cost of one."""
    text = _unbroken(joined(_plain_letters(text, accents=accents)))
    if not STRETCHED.search(text):
        return (simplified(text),) * len(repeats)
    return tuple(_unstretched(text, left) for left in repeats)


def _plain_letters(text: str, *, accents: bool = False, turned: bool = True) -> str:
    text = "\n".join(_REVERSED.sub(lambda match: match[1][::-1], line) for line in text.splitlines())
    if turned:
        text = "\n".join(map(unturned, text.split("\n")))
    text = unicodedata.normalize("NFKC", visible(fancy_letters(composed(text))))
    text = _MARKS.sub("", text if accents else unicodedata.normalize("NFD", text))
    text = unicodedata.normalize("NFC", text)
    # Before case folding: many capitals look like Latin ones where their small letters do not.
    text = _WORD.sub(
        lambda match: _latin(match[0]),
        "".join(letter if accents and unicodedata.decomposition(letter) else bare_letter(letter) for letter in text),
    ).casefold()
    return _DIGIT_FILLED.sub(lambda match: match[0].replace(match[1], ""), text)


def _closed(text: str, *, repeats: int) -> str:
    """`text` without what breaks and fills its words, digits for letters, or repeated letters."""
    return _unstretched(_unbroken(text), repeats)


def _unbroken(text: str) -> str:
    text = _BROKEN_WORD.sub(lambda match: _break(match, text), text)
    text = _BETWEEN_UNSPACED.sub("", text)
    certain = sum(_letters(word) != word for word in text.split()) > 1
    text = _WORD.sub(lambda match: _letters(match[0], certain=certain), text)
    return _INSIDE_WORD.sub("", text)


def _unstretched(text: str, repeats: int) -> str:
    text = STRETCHED.sub(lambda match: match[1] * max(repeats, _PAIRED.count(match[1]) + 1), text)
    return simplified(text)


def _break(match: regex.Match[str], text: str) -> str:
    """What is left of a line break between two letters: nothing, but between words of lines that hold others, too."""
    before, after = text[: match.start()].rpartition("\n")[2].split(), text[match.end() :].partition("\n")[0].split()
    wrapped = len(before) > 1 and len(after) > 1 and is_word(before[-1]) and is_word(after[0])
    return " " if wrapped else ""


def simplified(text: str) -> str:
    """Chinese in simplified characters (tables of OpenCC), also from forms that only Japanese has; Japanese with kana
    and Korean stay as they are."""
    if not _HAN.search(text) or _KANA_OR_HANGUL.search(text):
        return text
    converted: str = _table("t2s").convert(_HAN.sub(lambda match: _in_chinese(match[0]), text))
    return converted


@lru_cache(maxsize=16384)
def _in_chinese(character: str) -> str:
    """The traditional form of a character that neither simplified nor traditional Chinese has."""
    for charset in ("gb2312", "big5"):
        with suppress(UnicodeEncodeError):
            character.encode(charset)
            return character
    converted: str = _table("jp2t").convert(character)
    return converted


@cache
def _table(name: str) -> OpenCC:
    return OpenCC(name)


def _letters(word: str, *, certain: bool = False) -> str:
    """`word` with letters for the digits among its letters; `certain` where other words have such digits."""
    if word.isalpha():
        return word
    if certain and (short := _SHORT.get(word.strip(_SIGNS))):
        return short
    mixed = any(map(str.isalpha, word)) and any(not character.isalpha() for character in word.strip(_SIGNS))
    numbered = _QUANTITY.fullmatch(word) or (_NUMBERED.fullmatch(word) and not certain)
    if not mixed or numbered:
        return word
    # Curly quotes and the like around a word say nothing of its letters.
    first, inner, last = _QUOTED.fullmatch(word.rstrip("!")).groups()  # type: ignore[union-attr]  # matches anything
    return f"{first}{inner.translate(_LEET)}{last}" if inner.isascii() else word


def _latin(word: str) -> str:
    """`word` in Latin letters if each letter of another script has a Latin look-alike, else as it was.

    Beside Latin letters each look-alike is replaced by itself: one that passes for none protects no other.
    """
    if word.isascii():
        return word
    mixed = any(map(str.isascii, filter(str.isalpha, word)))
    if mixed:
        return "".join(_look_alike(letter) or _BESIDE_LATIN.get(letter, letter) for letter in word)
    changed = [_look_alike(character) for character in word]
    return word if None in changed else "".join(character or "" for character in changed)


@lru_cache(maxsize=4096)
def _look_alike(character: str) -> str | None:
    """The Latin letter that `character` passes for, itself where it belongs, None where it passes for none."""
    if not character.isalpha() or categories.alias(character) in _OWN_SCRIPTS:
        return character
    found = confusables.is_confusable(character, greedy=True, preferred_aliases=["latin"])
    alikes = [entry["c"] for match in found or () for entry in match["homoglyphs"]]
    return next((alike for alike in alikes if len(alike) == 1 and alike.isascii() and alike.isalpha()), None)
