"""Terms shown as evidence beside a caption's score. They never decide alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stickerguard.caption.normalize import normalize
from stickerguard.errors import BundleError


class LexiconEntry(BaseModel):
    """One term; `severity` as for captions."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    term: Annotated[str, Field(min_length=1)]
    lang: str
    severity: Annotated[int, Field(ge=1, le=3)]


class LexiconFile(BaseModel):
    """`lexicon.json` of a bundle."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: Literal[1]
    licence: str
    terms: list[LexiconEntry]


@dataclass(frozen=True, slots=True)
class LexiconMatch:
    """A term and its half-open span in the original text."""

    term: str
    severity: int
    start: int
    end: int


class Lexicon:
    """Finds terms in text: whole words in scripts with spaces, anywhere in Han, kana and Hangul."""

    def __init__(self, entries: list[LexiconEntry]) -> None:
        self._entries = {normalize(entry.term).text: entry for entry in entries}
        # Longest first: the alternation takes the first that fits.
        terms = sorted(self._entries, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_pattern, terms))) if terms else None

    @classmethod
    def load(cls, path: Path) -> Lexicon:
        """Read a lexicon file. Raises BundleError when it does not fit the schema."""
        try:
            return cls(LexiconFile.model_validate_json(path.read_bytes()).terms)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise BundleError(f"{path}: {where}: {first['msg']}; mend the lexicon", code="bad_lexicon") from error

    def find(self, text: str) -> tuple[LexiconMatch, ...]:
        """All terms in `text`, left to right, not overlapping, with spans in `text` as given."""
        if self._pattern is None:
            return ()
        normalized = normalize(text)
        matches = []
        for found in self._pattern.finditer(normalized.text):
            entry = self._entries[found.group()]
            matches.append(LexiconMatch(entry.term, entry.severity, *normalized.span(*found.span())))
        return tuple(matches)


def _pattern(term: str) -> str:
    def edge(character: str, boundary: str) -> str:
        return boundary if character.isascii() and character.isalnum() else ""

    return edge(term[0], r"(?<![a-z0-9])") + re.escape(term) + edge(term[-1], r"(?![a-z0-9])")
