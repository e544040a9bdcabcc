"""The words of the pages, a table a language."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "zh")
Translate = Callable[..., str]


@cache
def words(language: str) -> dict[str, str]:
    """All words of one of `LANGUAGES` by their key."""
    text = files("stickerguard.review").joinpath("words", f"{language}.json").read_text("utf-8")
    found: dict[str, str] = json.loads(text)
    return found


def translator(language: str) -> Translate:
    """Gives the words of a key, its {placeholders} filled in."""
    table = words(language)

    def translate(key: str, **values: object) -> str:
        return table[key].format(**values) if values else table[key]

    return translate


def wanted_language(chosen: str | None, accepted: str) -> str:
    """The language of a page: the one chosen, or of those that there are the one that `accepted` (an Accept-Language
    header) likes best, the first of several; English where it asks for none of them."""
    if chosen in LANGUAGES:
        return chosen
    liked: dict[str, float] = {}
    for part in accepted.lower().split(","):
        tag, _, parameters = part.partition(";")
        language = tag.strip().partition("-")[0]
        if language in LANGUAGES and (weight := _weight(parameters)) > liked.get(language, 0):
            liked[language] = weight
    return max(liked, key=lambda language: liked[language], default=LANGUAGES[0])


def _weight(parameters: str) -> float:
    """How much a language is liked (RFC 9110, 12.4.2), from 0, which is not at all, to 1; 0, too, for what is none."""
    name, found, value = parameters.partition("=")
    if not found:
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if name.strip() == "q" and 0 <= weight <= 1 else 0.0
