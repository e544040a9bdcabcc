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
    """The language of a page: the one chosen, or the first that `accepted` (an Accept-Language header) asks for."""
    if chosen in LANGUAGES:
        return chosen
    for part in accepted.lower().split(","):
        tag = part.partition(";")[0].strip().partition("-")[0]
        if tag in LANGUAGES:
            return tag
    return LANGUAGES[0]
