"""The sentences of verdicts -> reasons, the inverse of `Reason.said` in English.

A verdict's form is its sentences: files, caches and desks hold no codes, and those of former versions never will. So a
sentence is read back here, and nowhere else, where a verdict is to be shown in another language.
"""

from __future__ import annotations

import re
from functools import cache

from stickerguard.reasons import PHRASES, SENTENCES, Code, Language, Reason

_PARAMETER = re.compile(r"\{(\w+)\}")
_FORMS = {"ids": r"[\w-]+(?:, [\w-]+)*"}
_NUMBER = r"[-+.,e0-9]+"
"""The form of a parameter that is neither of `_FORMS` nor of `PHRASES`."""


def reason_of(sentence: str) -> Reason | None:
    """The reason that says this in English; None where this version knows none."""
    for code, pattern in _patterns():
        if match := pattern.fullmatch(sentence):
            return Reason(code, {name: _value(name, words) for name, words in match.groupdict().items()})
    return None


def translated(sentence: str, language: Language) -> str:
    """A sentence of a verdict in another language; one that this version does not know stays as it is."""
    reason = None if language == "en" else reason_of(sentence)
    return reason.said(language) if reason else sentence


def _value(parameter: str, words: str) -> str:
    codes = {english: code for code, (english, _) in PHRASES.get(parameter, {}).items()}
    return codes.get(words, words)


@cache
def _patterns() -> list[tuple[Code, re.Pattern[str]]]:
    return [(code, re.compile("".join(_pieces(english)))) for code, (english, _) in SENTENCES.items()]


def _pieces(english: str) -> list[str]:
    # Every other part of the split is a parameter.
    parts = _PARAMETER.split(english)
    return [_group(part) if place % 2 else re.escape(part) for place, part in enumerate(parts)]


def _group(parameter: str) -> str:
    phrases = [re.escape(english) for english, _ in PHRASES.get(parameter, {}).values()]
    return f"(?P<{parameter}>{'|'.join(phrases) or _FORMS.get(parameter, _NUMBER)})"
