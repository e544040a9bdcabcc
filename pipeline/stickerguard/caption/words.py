"""English words written without spaces, parted: the dictionary and the method of symspellpy."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from symspellpy import SymSpell

_DICTIONARY = "frequency_dictionary_en_82_765.txt"


def apart(letters: str) -> str:
    """`letters`, small letters of a to z, with spaces between English words.

    As they were where that is no English: the words have less than 2.5 letters in the mean, or half of the letters are
    in words that the dictionary lacks.
    """
    speller = _speller()
    found: str = speller.word_segmentation(letters, max_edit_distance=0).segmented_string
    words = found.split(" ")
    known = sum(len(word) for word in words if word in speller.words)
    return found if len(letters) >= 2.5 * len(words) and 2 * known >= len(letters) else letters


def is_word(letters: str) -> bool:
    """Whether the dictionary has `letters`, small letters of a to z."""
    return letters in _speller().words


@cache
def _speller() -> SymSpell:
    # No corrections, hence no table of misspellings: the dictionary alone, in a fifth of the time.
    speller = SymSpell(max_dictionary_edit_distance=0, prefix_length=1)
    speller.load_dictionary(str(files("symspellpy") / _DICTIONARY), term_index=0, count_index=1)
    return speller
