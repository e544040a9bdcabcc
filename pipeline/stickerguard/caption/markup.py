"""Captions that come as markup or escaped, as titles out of web pages do: s&#101;nd, <b>s</b>end, s%65nd."""

from __future__ import annotations

from html import unescape
from urllib.parse import unquote

import regex

# Tags of HTML, but no hearts (<3) and arrows.
_TAG = regex.compile(r"</?[a-z][^<>\n]{0,80}>", regex.IGNORECASE)
# Of forums only in pairs: a letter in brackets is no tag.
_PAIR = regex.compile(r"\[([a-z]{1,8})(?:=[^\[\]\n]{0,80})?\]([^\[\]\n]*)\[/\1\]", regex.IGNORECASE)
_ESCAPE = regex.compile(r"\\u([0-9a-f]{4})|\\u\{([0-9a-f]{1,6})\}|\\x([0-9a-f]{2})", regex.IGNORECASE)
_LAST = 0x10FFFF


def without_markup(text: str) -> str:
    """`text` as a page shows it: entities and escapes as their characters, without tags."""
    plain = _ESCAPE.sub(_character, unquote(unescape(text), errors="replace"))
    return _PAIR.sub(r"\2", _TAG.sub("", plain))


def _character(match: regex.Match[str]) -> str:
    number = int(match[1] or match[2] or match[3], 16)
    return chr(number) if number <= _LAST else str(match[0])
