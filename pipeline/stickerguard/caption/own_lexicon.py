"""A team's own terms: a .csv or .jsonl of term, severity and, optionally, lang. They count at once, untrained.

A row of severity 0 is an exception: a phrase inside which no term counts, of this list or of the bundle. Rows that only
a disguise makes the same (cool and coool) each count as they are written; a text that is like both only with its
disguise undone has the highest severity of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from stickerguard.caption.disguise import undisguised
from stickerguard.caption.lexicon import Lexicon, LexiconEntry, LexiconMatch, term_id, term_key
from stickerguard.caption.normalize import normalize
from stickerguard.caption.own_rows import bad_lexicon, read_rows
from stickerguard.file_snapshot import FileSnapshot

FLOORS = {1: 0.0, 2: 0.9, 3: 0.99}
"""The suggestive score that a caption with a term of this severity has at least: a team that lists a term as suggestive
wants it seen, whatever the model thinks of it."""


@dataclass(frozen=True, slots=True)
class OwnLexicon:
    """The terms, and a hash of the file they came from."""

    lexicon: Lexicon
    disguised: tuple[Lexicon, Lexicon]
    """The terms and exceptions as `_bare` reads them, by what is left of repeated letters: one or two."""
    milder: Lexicon
    """Terms and exceptions that, undisguised, are the same as one of a higher severity."""
    severer: frozenset[str]
    """The ids of these."""
    exceptions: tuple[LexiconEntry, ...]
    """The rows of severity 0, in their order."""
    sha256: str

    @classmethod
    def load(cls, file: Path | FileSnapshot) -> OwnLexicon:
        """Read a list. Raises StickerguardError: "unreadable_file", or "bad_lexicon" with file and line."""
        path, data, rows = read_rows(file)
        listed: dict[str, tuple[int, LexiconEntry]] = {}
        for number, key, entry in rows:
            line, former = listed.setdefault(key, (number, entry))
            if former.severity != entry.severity:
                what = f"{entry.term!r} has severity {former.severity} in line {line} already"
                if normalize(former.term).text != normalize(entry.term).text:
                    what += f", as {former.term!r}: in traditional and in simplified characters it is one term"
                raise bad_lexicon(path, what, line=number)
        if not rows:
            raise bad_lexicon(path, "holds no term")
        # Of entries that are read as the same one a lexicon keeps the last: no milder one may hide a severer one.
        rows.sort(key=lambda row: row[2].severity)
        return cls._of([entry for _, _, entry in rows], [key for _, key, _ in rows], hashlib.sha256(data).hexdigest())

    @classmethod
    def _of(cls, entries: list[LexiconEntry], own_keys: list[str], sha256: str) -> OwnLexicon:
        ids = [term_id(entry, own=True) for entry in entries]
        milder: dict[str, LexiconEntry] = {}
        severer: set[str] = set()
        disguised = []
        for terms in zip(*(_bare(entry.term) for entry in entries), strict=True):
            bare = [entry.model_copy(update={"term": term}) for entry, term in zip(entries, terms, strict=True)]
            keys = [term_key(term) for term in terms]
            worst = {key: (entry.severity, name) for key, entry, name in zip(keys, entries, ids, strict=True)}
            for key, entry in zip(keys, entries, strict=True):
                severity, name = worst[key]
                if entry.severity < severity:
                    milder[entry.term] = entry.model_copy(update={"severity": 1})  # one that is found, too
                    severer.add(name)
            disguised.append(Lexicon(bare, ids, keys))
        return cls(
            Lexicon(entries, ids, own_keys),
            (disguised[0], disguised[1]),
            Lexicon([*milder.values()]),
            frozenset(severer),
            tuple(entry for entry in entries if not entry.severity),
            sha256,
        )

    def severity(self, text: str) -> int:
        """The highest severity of a term in `text`, disguised or not; 0 where there is none."""
        return self.severest(text)[0]

    def severest(self, text: str) -> tuple[int, tuple[str, ...]]:
        """The highest severity of a term in `text`, as it stands or with its disguise undone, and the ids of the terms
        that have it; 0 and none where there is no term."""
        found = [*self.lexicon.find(text)]
        milder = self.milder.find(text)
        # What is written as a milder row has it is no disguise of the severer one, which may stand beside it, though.
        edges = [0, *(edge for match in milder for edge in (match.start, match.end)), len(text)]
        beside = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)] if milder else []
        parts = [_bare(part) for part in beside]
        for place, (lexicon, bare) in enumerate(zip(self.disguised, _bare(text), strict=True)):
            found += [match for match in lexicon.find(bare) if not milder or match.id not in self.severer]
            for part in parts:
                found += lexicon.find(part[place])
        return severest(found)


def severest(found: Iterable[LexiconMatch]) -> tuple[int, tuple[str, ...]]:
    """The highest severity among the terms found, 0 where there are none, and the ids of those that have it."""
    by_severity: dict[int, dict[str, None]] = {}
    for match in found:
        by_severity.setdefault(match.severity, {})[match.id] = None
    highest = max(by_severity, default=0)
    return highest, tuple(by_severity.get(highest, ()))


def _bare(text: str) -> tuple[str, ...]:
    """`text` undisguised, with one and with two left of repeated letters, but for accents: with one or without, it may
    be another word."""
    return undisguised(text, (1, 2), accents=True)
