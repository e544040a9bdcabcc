"""What of a caption is scored: the whole, and of a long one its parts, within a limit; and where terms count."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import accumulate, islice, pairwise

import regex

from stickerguard.caption.disguise import readings
from stickerguard.caption.lexicon import Lexicon
from stickerguard.caption.normalize import normalize, visible
from stickerguard.caption.width import width_of

MAX_CHARACTERS = 2000
MAX_LINES = 64
"""More than any sticker shows; what lies beyond is not scored, and the caption says how much that is."""
LONG = 50
"""Width up to which neighbouring lines may be one saying, a wide character counting as two."""

_BREAK = regex.compile(r"\s*\n\s*")
_UNSPACED_BREAK = regex.compile(r"(?<=[{0}])\s*\n\s*(?=[{0}])".format(r"\p{Han}\p{Hiragana}\p{Katakana}ー、。，！？"))
# Sentences of one line count like lines: a title is written in one.
_SENTENCE_END = regex.compile(r"(?<=[.!?…][\s\p{S}]*\s)(?=\S)|(?<=[。！？；｡]\p{S}*)(?=[^\s。！？；｡\p{S}\p{P}])")


def within_limits(text: str) -> tuple[str, int]:
    """The part of `text` that is scored, and how many visible characters are left out; invisible ones never count."""
    lines = [line for line in text.splitlines() if visible(line).strip()]
    if len(text) > MAX_CHARACTERS:
        lines = list(map(visible, lines))
    whole, kept = "\n".join(lines), "\n".join(lines[:MAX_LINES])[:MAX_CHARACTERS]
    # One character may stand for eighteen.
    lengths = accumulate(len(unicodedata.normalize("NFKC", character)) for character in kept)
    kept = kept[: sum(length <= MAX_CHARACTERS for length in lengths)]
    return kept, len(whole) - len(kept)


def beginning(line: str) -> str:
    """One line up to as many visible characters as are scored; places in it are places in `line`."""
    if len(line) <= MAX_CHARACTERS:
        return line
    places = (place for place, character in enumerate(line) if visible(character))
    return line[: next(islice(places, MAX_CHARACTERS, None), len(line))]


def pieces(text: str) -> tuple[str, ...]:
    """The whole text and, of one that is more than one saying, what of it may be one; each once.

    That is every run of neighbouring lines and sentences that fits in LONG and in no longer such run, and each two
    neighbours: what is wrapped as it fits on the sticker stays together, and little company cannot hide it. A text that
    fits in LONG as it stands has no lines, only sentences.
    """
    whole = unwrapped(text)
    if width_of(text) <= LONG:
        return tuple(dict.fromkeys([text, whole, *_sentences(whole)]))
    sentences = [sentence for line in text.splitlines() for sentence in _sentences(line)]
    # However many sentences there are, the model runs a bounded number of times.
    size = -(-len(sentences) // MAX_LINES) or 1
    parts = ["\n".join(sentences[at : at + size]) for at in range(0, len(sentences), size)]
    pairs = ["\n".join(pair) for pair in pairwise(parts)]
    wide = [pair for pair in pairs if width_of(pair) > LONG]
    return tuple(dict.fromkeys([text, whole, *sayings(parts), *wide]))


def sayings(parts: Sequence[str]) -> list[str]:
    """The longest runs of neighbouring parts that fit in LONG together, joined by line breaks; a wider one is alone."""
    found, reached = [], 0
    for start in range(len(parts)):
        end = start + 1
        while end < len(parts) and width_of("".join(parts[start : end + 1])) <= LONG:
            end += 1
        if end > reached:
            found.append("\n".join(parts[start:end]))
            reached = end
    return found


def unwrapped(text: str) -> str:
    """The lines of `text` as one, without a space between characters of scripts that are written without spaces."""
    return _BREAK.sub(" ", _UNSPACED_BREAK.sub("", "\n".join(text.splitlines())))


def scored_texts(texts: Iterable[str], lexicon: Lexicon) -> list[str]:
    """Every reading of every piece, each once: what the model scores, of which the most suggestive counts."""
    return _readings((piece for text in texts for piece in pieces(text)), lexicon)


def term_texts(texts: Sequence[str], lexicon: Lexicon) -> list[str]:
    """Every reading of each text, each once: where terms and the share they take up count.

    Lines count alone only in a long text, and sentences in a long line, where others could hide them. A short one is
    one saying, wrapped as it fits on the sticker, and a term means less in it than the line that it happens to fill.
    """
    lines = [line for text in texts if width_of(text) > LONG for line in text.splitlines()]
    sentences = [sentence for line in lines if width_of(line) > LONG for sentence in _sentences(line)]
    return _readings([*texts, *lines, *sentences], lexicon)


def _sentences(line: str) -> list[str]:
    found = (part.strip() for part in _SENTENCE_END.split(line))
    return [part.rstrip(".。") or part for part in found if part]


def _readings(parts: Iterable[str], lexicon: Lexicon) -> list[str]:
    found: list[str] = []
    spelled: list[str] = []
    for part in parts:
        found += readings(part)
        # What is all disguise is no reading as it stands, but may be how the lexicon spells a term.
        spelled += {lexicon.in_listed_spellings(plain := normalize(part).text)} - {plain}
    spelled += [lexicon.spelled_out(reading) for reading in found]
    return [reading for reading in dict.fromkeys([*found, *spelled]) if reading]
