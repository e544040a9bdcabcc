"""The glossary as the file a bundle carries."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import regex
from pypinyin import Style, lazy_pinyin

from data.caption.glossary import Entry, read_glossary
from stickerguard.caption.disguise import simplified
from stickerguard.caption.lexicon import LexiconEntry, LexiconFile

_CHINESE = ("zh", "zh-Hant")
_SYLLABLES = 2
_SHORTEST = 6
"""A spelling in pinyin counts from so many letters and syllables on: shorter ones are words of other languages."""


def write_lexicon(path: Path) -> LexiconFile:
    """Write `lexicon.json`. Raises pydantic.ValidationError when a source is malformed."""
    lexicon = lexicon_file()
    path.write_text(json.dumps(lexicon.model_dump(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return lexicon


@cache
def lexicon_file(without: frozenset[str] = frozenset()) -> LexiconFile:
    """The terms of the glossary but those by `without`; severity 0 would be an exception and is left out."""
    terms = [_entry(entry) for entry in read_glossary() if entry.severity and entry.writer not in without]
    return LexiconFile(version=1, licence="Apache-2.0", terms=terms)


def _entry(entry: Entry) -> LexiconEntry:
    spellings = pinyin_spellings(entry.term) if entry.lang in _CHINESE and entry.alone else ()
    return LexiconEntry(
        term=entry.term, lang=entry.lang, severity=entry.severity, coded=not entry.alone, spellings=spellings
    )


def pinyin_spellings(term: str) -> tuple[str, ...]:
    """A Chinese term in toneless pinyin, joined and with spaces; () for a short one and for what is not all Han."""
    if not regex.fullmatch(r"\p{Han}+", term) or len(term) < _SYLLABLES:
        return ()
    syllables = lazy_pinyin(simplified(term), style=Style.NORMAL)
    joined = "".join(syllables)
    return (joined, " ".join(syllables)) if len(joined) >= _SHORTEST and joined.isascii() else ()
