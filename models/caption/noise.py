"""What happens to captions on their way to the model: misreading by OCR, evasion, other scripts."""

from __future__ import annotations

import random
import textwrap
from functools import cache
from typing import Any

from opencc import OpenCC
from pypinyin import lazy_pinyin

from data.caption.build import GLOSSARY
from data.caption.glossary import carried
from models.caption.evasion import EVASIONS, Evasion
from stickerguard.caption.disguise import readings, simplified
from stickerguard.caption.homophones import SYLLABLES

Row = dict[str, Any]
OCR_ERRORS = 0.05
"""Share of the characters that measuring misreads where no engine has read the caption."""

_LAST_COMMON_ROW = 0xD7
_UNSPACED = ("zh", "zh-Hant", "yue", "ja")
_CONFUSED = {
    "o": "0",
    "0": "o",
    "l": "1",
    "1": "l",
    "i": "l",
    "s": "5",
    "b": "8",
    "g": "9",
    "m": "rn",
    "e": "c",
    "日": "曰",
    "己": "已",
    "未": "末",
    "大": "太",
    "千": "干",
    "土": "士",
    "人": "入",
}


def ocr_noise(text: str, rate: float, source: random.Random) -> str:
    """`text` with about `rate` of its characters misread, at least one character left."""
    result: list[str] = []
    for character in text:
        if source.random() >= rate:
            result.append(character)
            continue
        kind = source.randrange(4)
        if kind == 0:
            continue
        if kind == 1:
            result.append(character * 2)
        elif kind == 2 and result:
            result.insert(-1, character)
        else:
            result.append(_CONFUSED.get(character, character))
    return "".join(result) or text


def disturbed(row: Row, share: float, source: random.Random) -> str:
    """The text of a caption, or for `share` of the calls what OCR, evasion or another script makes of it.

    `row["read"]`, where it is there, holds what the real OCR engine read when the caption was drawn. A bare term of the
    glossary comes in a sentence.
    """
    text, lang = str(row["text"]), row["lang"]
    if row.get("kind") == GLOSSARY:
        text = carried(text, lang, alone=row["term"] == "alone", source=source)
    if source.random() >= share:
        return text
    kinds = ["misread", "misread", "evaded", "joined"]
    kinds += ["reread"] * 2 * bool(row.get("read"))
    kinds += ["traditional", "traditional", "pinyin"] * (lang == "zh")
    kinds += ["simplified", "simplified"] * (lang in ("zh-Hant", "yue"))
    match source.choice(kinds):
        case "misread":
            return ocr_noise(text, source.choice((0.05, 0.1, 0.15)), source)
        case "reread":
            return str(source.choice(row["read"]))
        case "evaded":
            # What the package scores: the caption with the disguise undone as far as it goes.
            return readings(source.choice(list(EVASIONS.values()))(text, source))[-1] or text
        case "joined":
            return text.replace(" ", "")
        case "traditional":
            return traditional(text, source)
        case "simplified":
            return simplified(text)
    return pinyin(text, source)


def wrapped(text: str, lang: str, source: random.Random) -> str:
    """`text` broken into lines as it may stand on a sticker; "" where nothing is left."""
    width = source.choice((6, 8, 10, 14)) if lang in _UNSPACED else source.choice((14, 18, 24))
    lines: list[str] = []
    for line in text.splitlines():
        if lang in _UNSPACED:
            lines += [line[at : at + width].strip() for at in range(0, len(line), width)]
        else:
            lines += textwrap.wrap(line, width)
    return "\n".join(line for line in lines if line)


def traditional(text: str, _: random.Random) -> str:
    """Simplified Chinese in the characters of Taiwan (OpenCC)."""
    converted: str = _to_traditional().convert(text)
    return converted


def pinyin(text: str, source: random.Random) -> str:
    """All of a Chinese caption, or one or two of its characters, as toneless pinyin."""
    if source.random() < 0.3:
        return " ".join(lazy_pinyin(text))
    at, length = source.randrange(len(text)), source.choice((1, 2))
    return text[:at] + "".join(lazy_pinyin(text[at : at + length])) + text[at + length :]


def same_sound(text: str, source: random.Random) -> str:
    """Chinese with one character of each three, at least one, replaced by another one of the same syllable."""
    places = [place for place, character in enumerate(text) if len(_alike(character)) > 1]
    replaced = set(source.sample(places, -(-len(places) // 3)))
    return "".join(
        source.choice([other for other in _alike(character) if other != character]) if place in replaced else character
        for place, character in enumerate(text)
    )


def _alike(character: str) -> str:
    return _characters_by_sound().get(lazy_pinyin(character)[0], "")


@cache
def _characters_by_sound() -> dict[str, str]:
    """The common characters (GB 2312, level 1) of each syllable."""
    found: dict[str, str] = {}
    for line in SYLLABLES.read_text(encoding="utf-8").splitlines():
        syllable, characters = line.split()
        common = (c for c in characters if c.encode("gb2312")[0] <= _LAST_COMMON_ROW)
        found[syllable[:-1]] = found.get(syllable[:-1], "") + "".join(common)
    return found


OTHER_SCRIPTS: dict[str, Evasion] = {
    "traditional characters": traditional,
    "some or all in pinyin": pinyin,
    "characters of the same sound": same_sound,
}


@cache
def _to_traditional() -> OpenCC:
    return OpenCC("s2tw")
