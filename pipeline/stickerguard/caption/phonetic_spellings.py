"""English terms spelled by ear, as people do where filters know the terms (dik, boobz, klit), or misspelled."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from stickerguard.caption.misspelled import Misspelled
from stickerguard.caption.words import is_word

_WORD = regex.compile(r"(?<![\p{L}\p{N}'’-])[a-z]{3,}(?![\p{L}\p{N}'’-])")
# One letter for each sound, whatever English writes for it.
_SOUNDS = tuple(
    (regex.compile(pattern), sound)
    for pattern, sound in (
        ("ph", "f"),
        ("qu", "kw"),
        ("ck|q", "k"),
        ("x", "ks"),
        ("c(?=[eiy])", "s"),
        ("ch", "C"),
        ("c", "k"),
        ("z", "s"),
        ("oo|ew|ue|ou", "u"),
        ("ie$|e?y$|ee", "i"),
        ("(?<=[^aeiou])e(?=s?$)", ""),
        (r"(.)\1", r"\1"),
        ("aw|au", "o"),
    )
)
_STRETCHED = regex.compile(r"(.)\1\1")
# Foods, names and trade names that sound like terms.
_EVERYDAY = frozenset({"noods", "coq", "couche", "fook", "fuk", "phuc", "titz", "nudie"})


class PhoneticSpellings:
    """Finds English `terms` of one word in words that no dictionary has; of terms that sound alike the one that is in
    the dictionary, else the first."""

    def __init__(self, terms: Iterable[str], coded: Iterable[str] = (), vulgar: Iterable[str] = ()) -> None:
        """`coded` are further terms, which have an innocent sense: they need company, but for those among them that are
        also `vulgar`, where they are misspelled: nothing innocent is written so."""
        self._terms: dict[str, str] = {}
        self._coded = {form for term in coded for form in (term, f"{term}s")}
        listed = [term for term in (*terms, *coded) if _WORD.fullmatch(term)]
        # What is in the dictionary is what is meant, before other ways to spell it.
        for term in sorted(listed, key=lambda term: not is_word(term)):
            for form in (term, f"{term}s"):
                self._terms.setdefault(_sound(form), form)
        self._misspelled = Misspelled(listed)
        self._vulgar = {form for term in vulgar for form in (term, f"{term}s")}

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Half-open spans of normalised `text` that sound like a term and are no English word, each with the term.

        None unless most of the other words are English: what sounds so elsewhere may be any language's word. Without
        any, only words of the dictionary without an innocent sense are meant.
        """
        found = [(*word.span(), term) for word in _WORD.finditer(text) if (term := self._meant(word[0]))]
        if not found:
            return []
        places = {span[0] for span in found}
        others = [word[0] for word in _WORD.finditer(text) if word.start() not in places]
        if others:
            return found if 2 * sum(map(is_word, others)) > len(others) else []
        return [span for span in found if self._is_meant_alone(text[span[0] : span[1]], span[2])]

    def _is_meant_alone(self, word: str, term: str) -> bool:
        if not is_word(term):
            return False
        return term not in self._coded or (term in self._vulgar and self._misspelled.meant(word) == term)

    def _meant(self, word: str) -> str | None:
        if word in _EVERYDAY or _STRETCHED.search(word) or is_word(word):
            return None
        term = self._misspelled.meant(word) or self._terms.get(_sound(word))
        return term if term != word else None


def _sound(word: str) -> str:
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word
