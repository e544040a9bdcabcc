"""A guess of the language from the script alone: enough to route a sticker to a reviewer who can read it."""

from __future__ import annotations

import unicodedata
from collections import Counter

_TAGS = {"CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko"}
_SCRIPTS = {
    "LATIN": "und-Latn",
    "CYRILLIC": "und-Cyrl",
    "ARABIC": "und-Arab",
    "THAI": "und-Thai",
    "DEVANAGARI": "und-Deva",
    "GREEK": "und-Grek",
    "HEBREW": "und-Hebr",
}


def guess_language(text: str) -> str:
    """A BCP 47 tag: "zh", "ja" or "ko" where the script tells, "und-Latn" and the like elsewhere, else "und".

    Kana anywhere means Japanese, though most of its letters may be Han.
    """
    scripts = Counter(unicodedata.name(character, "").split(" ")[0] for character in text if character.isalpha())
    if scripts["HIRAGANA"] + scripts["KATAKANA"]:
        return "ja"
    known = {name: scripts[name] for name in (*_TAGS, *_SCRIPTS) if scripts[name]}
    if not known:
        return "und"
    # A Han character says more than a letter does.
    most = max(known, key=lambda name: known[name] * (3 if name in _TAGS else 1))
    return _TAGS.get(most) or _SCRIPTS[most]
