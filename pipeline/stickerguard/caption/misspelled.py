"""English terms misspelled on purpose, so that filters miss them and people still read them: fcuk, vgaina, pssy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stickerguard.caption.words import is_word

_FEWEST = 4
"""Letters of a misspelling: shorter ones are neighbours of too many words."""
_VOWELS = frozenset("aeiou")
# Words of other languages and short forms that a dictionary of English lacks.
_EVERYDAY = frozenset({"bffs", "bangla", "bolsa", "bolsas", "bons", "bonnes", "comme", "discret", "facil", "labi",
    "membre", "membres", "pene", "ples", "rase", "roto", "rotos", "scor", "tant", "tarde", "tardes", "traed", "weet",
    "winer"})  # fmt: skip


class Misspelled:
    """The misspellings of English `terms` of one word: two neighbouring letters swapped, vowels left out, a letter
    doubled, or all of it from back to front.

    Terms that no dictionary has need six letters: they are dialect, and what is near to them may be any word. Of terms
    that share a misspelling the first one is meant.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms: dict[str, str] = {}
        forms = [form for term in terms if is_word(term) or len(term) >= 6 for form in (term, f"{term}s")]
        for form in forms:
            self._terms[form] = form
        for form in forms:
            for variant in _variants(form):
                if len(variant) >= _FEWEST and variant not in _EVERYDAY:
                    self._terms.setdefault(variant, form)

    def meant(self, word: str) -> str | None:
        """The term that `word`, small letters, is a misspelling of; None where it is none, or a word itself."""
        term = self._terms.get(word)
        return None if term == word or is_word(word) else term


def _variants(term: str) -> Iterator[str]:
    vowels = [at for at, letter in enumerate(term) if at and letter in _VOWELS]
    for at in range(len(term) - 1):
        yield term[:at] + term[at + 1] + term[at] + term[at + 2 :]
    for at in range(len(term)):
        yield term[: at + 1] + term[at:]
    yield "".join(letter for at, letter in enumerate(term) if at not in vowels)
    yield from (term[:at] + term[at + 1 :] for at in vowels)
    yield term[::-1]
