"""What a reader of pictures got nearly right: look-alikes that the company of a character tells apart.

A reader knows shapes. Which of two alike shapes is meant, which accent is dirt and which script a character belongs to
shows only in the text around it: the line, and all that the sticker says.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import cache

import regex
from opencc import OpenCC

from stickerguard.caption.language import guess_language

Pieces = Callable[[str], int]
"""Into how many pieces the caption model's tokenizer cuts a word in small letters: a known word is one."""

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Full-width forms and what they are forms of."""
_WIDE_SIGNS = str.maketrans("!?,:;()", "！？，：；（）")
_NARROW_SIGNS = str.maketrans("，。、：；！？（）", ",.,:;!?()")
_UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}ー]"
_SIGN_AFTER_UNSPACED = regex.compile(rf"(?<={_UNSPACED})[!?,:;！？]+(?![()\p{{Latin}}\d])")
_IN_BRACKETS = regex.compile(rf"\((?={_UNSPACED})([^()]*)\)")
_STOP = regex.compile(rf"(?<={_UNSPACED})\.(?=$|{_UNSPACED})")
_APOSTROPHE = regex.compile(r"(?<=\p{Latin})[’‘ʼ´`′＇](?=\p{Latin})")
_QUOTES = str.maketrans("“”„＂", '""""')
_LONG = regex.compile(r"(?<=[\p{Katakana}ー])[一—–―‐-](?=[\p{Katakana}]|[^\p{Han}\p{L}\d-]|$)")
"""After a katakana, and before another one or the end: the mark of a long vowel."""
_LONG_AFTER_HIRAGANA = regex.compile(r"(?<=\p{Hiragana})[—–―‐-](?=\p{Hiragana}|[^\p{L}\d-]|$)")
_ONE = regex.compile(r"(?<=\p{Han})ー|ー(?=\p{Han})")
_TO_KATAKANA = str.maketrans("口力工二八夕卜へ", "ロカエニハタトヘ")
_TO_HAN = str.maketrans("ロカエニハタト", "口力工二八夕卜")
_ALIKE_HAN = regex.compile(r"(?<=[\p{Katakana}ー])[口力工二八夕卜へ](?=[\p{Katakana}ー])|"
    r"(?<![\p{Han}\p{Hiragana}])[口力工二八夕卜](?=[\p{Katakana}ー]{2})|"
    r"(?<=[\p{Katakana}ー]{2})[口力工二八夕卜](?![\p{Han}\p{Hiragana}])")  # fmt: skip
_KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}--[ロカエニハタトヘへ]]", regex.VERSION1)
_LATIN_WORD = regex.compile(r"[\p{Latin}\p{M}]+")
_FEWEST_LETTERS = 4
_STRAY = 3
"""Words without an accent for each word with one, from which accents are no habit of the language; and times that the
characters of one Chinese script outnumber those of the other, from which these are misread."""


def correct(texts: Sequence[str], pieces: Pieces) -> list[str]:
    """The lines of one sticker as they were most likely meant, one for each of `texts`, in their order.

    Nothing is added or left out but accents: each character stays, or becomes one that looks much like it.
    """
    lines = [_signs(_narrow(text)) for text in texts]
    whole = "\n".join(lines)
    kana = _KANA.search(whole) is not None
    lines = [_japanese(line) if kana else _no_japanese(line) for line in lines]
    lines = _without_stray_accents(lines, pieces)
    return lines if kana or guess_language("\n".join(lines)) != "zh" else _one_script(lines)


def _narrow(text: str) -> str:
    """Letters and digits in the width of their own script."""
    return "".join(chr(_WIDE[ord(c)]) if ord(c) in _WIDE and chr(_WIDE[ord(c)]).isalnum() else c for c in text)


def _signs(text: str) -> str:
    """Signs as wide as the characters that they follow."""
    text = _APOSTROPHE.sub("'", text.translate(_QUOTES))
    if not regex.search(_UNSPACED, text):
        return text.translate(_NARROW_SIGNS)
    text = _SIGN_AFTER_UNSPACED.sub(lambda found: found[0].translate(_WIDE_SIGNS), text)
    text = _IN_BRACKETS.sub(r"（\1）", text)
    return _STOP.sub("。", text.replace("丶", "、"))


def _japanese(text: str) -> str:
    text = _LONG_AFTER_HIRAGANA.sub("ー", _LONG.sub("ー", text))
    text = _ALIKE_HAN.sub(lambda found: found[0].translate(_TO_KATAKANA), text)
    return regex.sub(r"(?<=\p{Hiragana})ヘ(?=\p{Hiragana})", "へ", text)


def _no_japanese(text: str) -> str:
    """Where nothing else is kana, what looks like one is Chinese, or a dash."""
    if not regex.search(r"\p{Han}", text):
        return text.replace("ー", "-") if regex.search(r"\p{Latin}|\d", text) else text
    text = regex.sub(
        r"(?<=\p{Han})[ロカエニハタト]|[ロカエニハタト](?=\p{Han})", lambda f: f[0].translate(_TO_HAN), text
    )
    return _ONE.sub("一", text)


def _without_stray_accents(lines: list[str], pieces: Pieces) -> list[str]:
    """Accents off words that are known without them, unless accents are a habit of what the sticker says."""
    words = [word for line in lines for word in _LATIN_WORD.findall(line)]
    accented = [word for word in words if _bare(word) != word]
    strays = {word for word in accented if _is_stray(word, pieces)}
    habit = len(accented) - len(strays)
    alone = len(words) == 1 and len(words[0]) >= _FEWEST_LETTERS
    if (
        not strays
        or habit
        or not (alone or len(words) - len(accented) >= _STRAY - 1 or len(words) == 2 > len(accented))
    ):
        return lines
    return [_LATIN_WORD.sub(lambda found: _bare(found[0]) if found[0] in strays else found[0], line) for line in lines]


def _is_stray(word: str, pieces: Pieces) -> bool:
    """Whether `word` has one accent and is far better known without it."""
    bare = _bare(word)
    marks = sum(map(str.__ne__, unicodedata.normalize("NFC", word), bare))
    return len(bare) >= 2 and marks == 1 and pieces(bare.lower()) == 1 < pieces(word.lower())


def _bare(word: str) -> str:
    kept = (c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", "".join(kept))


def _one_script(lines: list[str]) -> list[str]:
    """A stray simplified or traditional character as its company is written."""
    text = "".join(lines)
    simplified, traditional = (sum(map(of, text)) for of in (_only_simplified, _only_traditional))
    fewer, more = sorted((simplified, traditional))
    if not fewer or more < (2 if fewer == 1 else _STRAY * fewer):
        return lines
    stray, way = (_only_simplified, "s2t") if simplified < traditional else (_only_traditional, "t2s")
    return ["".join(b if stray(a) else a for a, b in zip(line, _converted(line, way), strict=True)) for line in lines]


def _converted(line: str, way: str) -> str:
    """`line` in the other script; as it is where the two have not as many characters."""
    converted: str = _converter(way).convert(line)
    return converted if len(converted) == len(line) else line


@cache
def _converter(way: str) -> OpenCC:
    return OpenCC(way)


@cache
def _only_simplified(character: str) -> bool:
    """Whether nobody writes `character` in traditional Chinese."""
    return not _in(character, "big5") and _converter("s2t").convert(character) != character


@cache
def _only_traditional(character: str) -> bool:
    """Whether nobody writes `character` in simplified Chinese."""
    return not _in(character, "gb2312") and _converter("t2s").convert(character) != character


def _in(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
