"""A team's own exceptions beside a bundle's lexicon: phrases inside which no term of the bundle counts either."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from stickerguard.caption.disguise import readings
from stickerguard.caption.lexicon import Lexicon, LexiconEntry
from stickerguard.caption.normalize import normalize


def with_exceptions(lexicon: Lexicon, exceptions: Sequence[LexiconEntry]) -> Lexicon:
    """`lexicon` with `exceptions`, entries of severity 0, as its own: terms, other spellings and sounds inside them do
    not count, and a term of the bundle that is listed as an exception is none. `lexicon` itself where none are."""
    if not exceptions:
        return lexicon
    forms = (entry.model_copy(update={"term": form}) for entry in exceptions for form in _forms(lexicon, entry.term))
    return Lexicon([*lexicon.entries, *forms])


def _forms(lexicon: Lexicon, phrase: str) -> Iterator[str]:
    """`phrase`, and how it reads with disguises undone (accents, hyphens), since captions are read so too; but no form
    that holds a term which the phrase as written does not: who lists c0ck did not list the word it stands for."""
    yield phrase
    plain = normalize(phrase).text
    listed = _terms(lexicon, [plain])
    for form in readings(phrase):
        if form != plain and _terms(lexicon, [form, lexicon.spelled_out(form)]) <= listed:
            yield form


def _terms(lexicon: Lexicon, texts: Iterable[str]) -> set[str]:
    return {match.id for text in texts for match in lexicon.find(text)}
