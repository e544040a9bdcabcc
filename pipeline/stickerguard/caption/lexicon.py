"""Terms shown as evidence beside a caption's score. They never decide alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Annotated, Literal

import regex
from ahocorasick_rs import AhoCorasick
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stickerguard.caption.borders import stands_alone
from stickerguard.caption.disguise import simplified
from stickerguard.caption.homophones import Homophones
from stickerguard.caption.normalize import normalize
from stickerguard.caption.phonetic_spellings import PhoneticSpellings
from stickerguard.caption.words import is_word
from stickerguard.errors import BundleError
from stickerguard.invalid import first_problem
from stickerguard.strict_documents import NoTruth

_HAN = regex.compile(r"\p{Han}")
_KANA_OR_HANGUL = regex.compile(r"[\p{Hiragana}\p{Katakana}\p{Hangul}]")
_CHINESE = ("zh", "zh-Hant")
_SUGGESTIVE = 2
"""Severity from which a term counts as suggestive."""


class LexiconEntry(BaseModel):
    """One term; `severity` as for captions.

    Severity 0 is an exception: a phrase inside which no other term counts. `coded` says that the term also has an
    innocent sense; `spellings` are other ways to write it (pinyin).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    term: Annotated[str, Field(min_length=1)]
    lang: str
    severity: Annotated[int, NoTruth, Field(ge=0, le=3)]
    coded: bool = False
    spellings: tuple[str, ...] = ()


def term_id(entry: LexiconEntry, *, own: bool = False) -> str:
    """The name of a term where its text is withheld, such as "en-9f86d081": it is the same in every lexicon that lists
    the term. `own` marks a term of the team's own list."""
    return _id("own" if own else entry.lang, normalize(entry.term).text)


def term_key(term: str) -> str:
    """What a term is found by, empty for one that cannot be found: terms with the same key are one term."""
    return _folded(normalize(term).text)


def _id(kind: str, normalized: str) -> str:
    return f"{kind}-{hashlib.sha256(normalized.encode('utf-8')).hexdigest()[:8]}"


class LexiconFile(BaseModel):
    """`lexicon.json` of a bundle."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: Literal[1]
    licence: str
    terms: list[LexiconEntry]


@dataclass(frozen=True, slots=True)
class LexiconMatch:
    """A term and its half-open span in the original text; `id` is its `term_id`."""

    term: str
    severity: int
    start: int
    end: int
    coded: bool = False
    id: str = ""


class Lexicon:
    """Finds terms in text, at the borders of words (see `borders`), traditional characters as simplified ones."""

    def __init__(
        self, entries: list[LexiconEntry], ids: Sequence[str] | None = None, keys: Sequence[str] | None = None
    ) -> None:
        """`ids` names the terms in matches, by default by their `term_id`; `keys` are the `term_key` of each, for who
        has them already. Of entries with one `term_key` the last counts."""
        self.entries = tuple(entries)
        self._entries = {}
        self._ids = {}
        self._spelled: dict[str, str] = {}
        names: Iterable[str] = ids or map(term_id, entries)
        for entry, name, key in zip(entries, names, keys or (term_key(entry.term) for entry in entries), strict=True):
            if key:
                self._entries[key] = entry
                self._ids[key] = name
            if not entry.spellings:
                continue
            term = normalize(entry.term).text
            for spelling in filter(None, (_folded(normalize(spelling).text) for spelling in entry.spellings)):
                self._spelled[spelling] = term
        self._keys = list(self._entries)
        self._terms = AhoCorasick(self._keys) if self._keys else None
        self._spellings = AhoCorasick(list(self._spelled)) if self._spelled else None

    @classmethod
    def load(cls, path: Path) -> Lexicon:
        """Read a lexicon file. Raises BundleError when it does not fit the schema."""
        try:
            return cls(LexiconFile.model_validate_json(path.read_bytes()).terms)
        except ValidationError as error:
            raise BundleError(f"{path}: {first_problem(error).said()}; mend the lexicon", code="bad_lexicon") from error

    def by_id(self) -> dict[str, LexiconEntry]:
        """The terms by the ids that matches have."""
        return {name: self._entries[key] for key, name in self._ids.items()}

    def find(self, text: str) -> tuple[LexiconMatch, ...]:
        """All terms in `text`, left to right, not overlapping, the longest first, with spans in `text` as given."""
        if self._terms is None:
            return ()
        normalized = normalize(text)
        folded = _folded(normalized.text)
        keys = [(start, end, self._keys[key]) for key, start, end in _overlapping(self._terms, folded)]
        found = [(start, end, self._entries[key], self._ids[key]) for start, end, key in keys]
        # How far an exception reaches that begins here or before: one pass, however many there are.
        ends = [0] * (len(folded) + 1)
        for start, end, entry, _ in found:
            if entry.severity == 0 and end > ends[start] and stands_alone(folded, start, end):
                ends[start] = end
        exempt = list(accumulate(ends, max))
        matches: list[LexiconMatch] = []
        reached = 0
        for start, end, entry, name in sorted(found, key=lambda match: (match[0], -match[1])):
            if start < reached or entry.severity == 0 or end <= exempt[start]:
                continue
            if stands_alone(folded, start, end):
                span = normalized.span(start, end)
                matches.append(LexiconMatch(entry.term, entry.severity, *span, entry.coded, name))
                reached = end
        return tuple(matches)

    def spelled_out(self, text: str) -> str:
        """The normalised `text` with other spellings of terms (pinyin, by ear, characters of the same sound) replaced
        by the terms themselves, but inside exceptions."""
        text = self.in_listed_spellings(text)
        text = _replaced(text, self._outside_exceptions(text, self._phonetic_spellings.find(text)))
        if not _HAN.search(text) or _KANA_OR_HANGUL.search(text):
            return text
        return _replaced(text, self._outside_exceptions(text, self._homophones.find(_folded(text))))

    def in_listed_spellings(self, text: str) -> str:
        """The normalised `text` with the spellings that the lexicon lists replaced by their terms."""
        return _replaced(text, self._outside_exceptions(text, self._in_other_spellings(text)))

    def _outside_exceptions(self, text: str, spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
        """The half-open spans of `text` that no exception holds."""
        if not spans or self._exceptions is None:
            return spans
        folded = _folded(text)
        held = [(start, end) for _, start, end in _overlapping(self._exceptions, folded)]
        held = [span for span in held if stands_alone(folded, *span)]
        return [span for span in spans if not any(start <= span[0] and span[1] <= end for start, end in held)]

    def _in_other_spellings(self, text: str) -> list[tuple[int, int, str]]:
        spellings, text = list(self._spelled), _folded(text)
        found = _overlapping(self._spellings, text) if self._spellings else []
        spans = sorted(((start, end, self._spelled[spellings[key]]) for key, start, end in found), key=_longest_first)
        return [span for span in spans if stands_alone(text, *span[:2])]

    @cached_property
    def _exceptions(self) -> AhoCorasick | None:
        exceptions = [key for key, entry in self._entries.items() if entry.severity == 0]
        return AhoCorasick(exceptions) if exceptions else None

    @cached_property
    def _phonetic_spellings(self) -> PhoneticSpellings:
        entries = {key: entry for key, entry in self._entries.items() if _is_english(key, entry)}
        plain = [key for key, entry in entries.items() if not entry.coded]
        coded = [key for key, entry in entries.items() if entry.coded]
        return PhoneticSpellings(plain, coded, vulgar=[key for key in coded if entries[key].severity > _SUGGESTIVE])

    @cached_property
    def _homophones(self) -> Homophones:
        return Homophones(key for key, entry in self._entries.items() if entry.lang in _CHINESE and _names_it(entry))


def _is_english(key: str, entry: LexiconEntry) -> bool:
    """Whether English has the term: one that several languages share stands under the last of them."""
    return entry.severity >= _SUGGESTIVE and (entry.lang == "en" or (entry.lang == "es" and is_word(key)))


def _names_it(entry: LexiconEntry) -> bool:
    return entry.severity >= _SUGGESTIVE and not entry.coded


def _longest_first(span: tuple[int, int, str]) -> tuple[int, int]:
    return span[0], -span[1]


def _replaced(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    """`text` with the half-open spans replaced, of those that overlap the first one."""
    result, reached = [], 0
    for start, end, term in spans:
        if start >= reached:
            result += [text[reached:start], term]
            reached = end
    return "".join([*result, text[reached:]])


def _overlapping(terms: AhoCorasick, text: str) -> list[tuple[int, int, int]]:
    """Which term, where from, where to, for every occurrence."""
    return [(key, start, end) for key, start, end in terms.find_matches_as_indexes(text, overlapping=True)]


def _folded(text: str) -> str:
    """`text` with each traditional character as its simplified one; as long as it was."""
    return "".join(map(_simple, text))


@lru_cache(maxsize=16384)
def _simple(character: str) -> str:
    folded = simplified(character)
    return folded if len(folded) == 1 else character
