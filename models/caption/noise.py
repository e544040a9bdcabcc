"""Character errors like those of OCR: dropped, doubled, swapped and confused characters."""

from __future__ import annotations

import random

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
