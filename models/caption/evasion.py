"""What people do to a caption so that filters miss it; each keeps it readable for a person."""

from __future__ import annotations

import random
from collections.abc import Callable

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LEET = str.maketrans({"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7"})
_CYRILLIC = str.maketrans({"a": "а", "c": "с", "e": "е", "o": "о", "p": "р", "x": "х", "y": "у", "i": "і"})
_GREEK = str.maketrans(
    {"a": "α", "e": "ε", "i": "ι", "o": "ο", "p": "ρ", "u": "υ", "v": "ν", "x": "χ", "t": "τ", "k": "κ"}
)
_SMALL_CAPITALS = str.maketrans(dict(zip(_LETTERS, "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡxʏᴢ", strict=True)))
_TURNED = str.maketrans(dict(zip(_LETTERS, "ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz", strict=True)))
_ACCENTS = {"a": "áàäâ", "e": "éèëê", "i": "íìïî", "o": "óòöô", "u": "úùüû", "c": "ç", "s": "š", "y": "ý", "z": "ž"}
_MARKS = "\u0301\u0308\u0323\u0331\u0336\u0334\u035c\u0489"
_FILLERS = "\u3164\uffa0\u115f\u034f\u2800\ufe0f\U000e0101\x00\x07"
ZERO_WIDTH = "\u200b"
Evasion = Callable[[str, random.Random], str]


def _letters(first: int) -> dict[int, str]:
    """Upper and lower case -> the letters of a block that begins with A at `first`."""
    return {ord(letter): chr(first + i) for i, lower in enumerate(_LETTERS) for letter in (lower, lower.upper())}


_SQUARED, _CIRCLED, _REGIONAL = _letters(0x1F170), _letters(0x1F150), _letters(0x1F1E6)


def _translated(table: dict[int, str]) -> Evasion:
    return lambda text, _: text.lower().translate(table)


def _joined_with(*fillers: str) -> Evasion:
    """One of the fillers between every two characters of each word."""

    def change(text: str, source: random.Random) -> str:
        filler = source.choice(fillers)
        return " ".join(filler.join(word) for word in text.split(" "))

    return change


def _spaced(text: str, source: random.Random) -> str:
    return " ".join(text)


def _zero_width(text: str, source: random.Random) -> str:
    return ZERO_WIDTH.join(text)


def _fillers(text: str, source: random.Random) -> str:
    return "".join(character + source.choice(_FILLERS) for character in text)


def _dotted(text: str, source: random.Random) -> str:
    return ".".join(text.replace(" ", ""))


def _line_break(text: str, source: random.Random) -> str:
    place = source.randrange(1, max(2, len(text)))
    return f"{text[:place]}\n{text[place:]}"


def _repeated(text: str, source: random.Random) -> str:
    return "".join(character * source.choice((1, 1, 3)) for character in text)


def _upper(text: str, source: random.Random) -> str:
    return text.upper()


def _accents(text: str, source: random.Random) -> str:
    return "".join(source.choice(_ACCENTS.get(character, character)) for character in text.lower())


def _marks(text: str, source: random.Random) -> str:
    return "".join(c if c.isspace() else c + "".join(source.choices(_MARKS, k=source.randint(1, 4))) for c in text)


def _brackets(text: str, source: random.Random) -> str:
    left, right = source.choice(("()", "[]", "【】", "「」"))
    return "".join(character if character.isspace() else f"{left}{character}{right}" for character in text)


def _upside_down(text: str, source: random.Random) -> str:
    # Letters without a turned form would only change their order.
    return text.lower().translate(_TURNED)[::-1] if any(map(str.isascii, filter(str.isalpha, text))) else text


def _right_to_left(text: str, source: random.Random) -> str:
    return "\n".join(f"\u202e{line[::-1]}\u202c" for line in text.split("\n"))


EVASIONS: dict[str, Evasion] = {
    "leet": _translated(_LEET),
    "Cyrillic look-alikes": _translated(_CYRILLIC),
    "Greek look-alikes": _translated(_GREEK),
    "spaced letters": _spaced,
    "zero-width": _zero_width,
    "invisible fillers": _fillers,
    "dotted": _dotted,
    "emoji between letters": _joined_with("❤", "🔥", "😏", "🍑", "❤️"),
    "symbols between letters": _joined_with("•", "★", "~", "|", "+", "=", "^"),
    "commas and colons": _joined_with(",", ":", "，", "：", "、"),
    "brackets": _brackets,
    "line break inside": _line_break,
    "repeated letters": _repeated,
    "upper case": _upper,
    "accents": _accents,
    "combining marks": _marks,
    "small capitals": _translated(_SMALL_CAPITALS),
    "squared letters": _translated(_SQUARED),
    "circled letters": _translated(_CIRCLED),
    "regional indicators": _translated(_REGIONAL),
    "upside down": _upside_down,
    "right-to-left override": _right_to_left,
}
