"""Letters that stand apart with a filler between them, put together: w.o.r.d, w o r d, (w)(o)(r)(d)."""

from __future__ import annotations

from collections import Counter

import regex

from stickerguard.caption.words import apart

# Anything between two characters that is neither letter nor digit: spaces, punctuation, hearts, emoji, box drawing.
GAP = r"[^\p{L}\p{N}\p{M}]"
# Three or more single characters with a gap between them.
_SPREAD = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}])[\p{{L}}\p{{N}}](?:{GAP}{{1,8}}[\p{{L}}\p{{N}}](?![\p{{L}}\p{{N}}])){{2,}}"
)
_GAPS = regex.compile(rf"{GAP}+")
_RUN_ON = regex.compile(r"[a-z]{5,}")
# After the short form of a verb or a genitive another word begins.
_ENDING = regex.compile(r"(?<=[a-z]['’](?:s|t|re|ve|ll|m|d))(?=[a-z]{3})")
_CLOSE = regex.compile(r"(?<=[a-z][.,!?;:…]+)(?=[a-z])")


def joined(text: str, *, words: bool = False) -> str:
    """`text` with spread letters put together, each run without its filler.

    The filler is what most gaps of a run are. What else stands in a gap is of the caption, as the space between two
    words is. With `words`, a run without any space is parted into English words.
    """
    parts: list[str] = []
    at = 0
    for found in _SPREAD.finditer(text):
        if found.start() < at:
            continue
        filler = _filler(_GAPS.findall(found[0]))
        before = text[at : found.start()]
        if filler is None:
            parts += [before, _mixed(found[0])]
            at = found.end()
            continue
        run = _unfilled(found[0], filler)
        tail, at = _tail(text, found.end(), filler)
        bracket = len(filler) > 1 and not filler.isspace()
        parts += [before.rstrip(filler) if bracket else before, _parted(run + tail) if words else run + tail]
        if bracket:
            at += len(text[at:]) - len(text[at:].lstrip(filler))
    return "".join(parts) + text[at:]


def spread_letters(text: str) -> int:
    """How many letters and digits of `text` stand apart."""
    return sum(map(str.isalnum, "".join(_SPREAD.findall(text))))


def _filler(gaps: list[str]) -> str | None:
    """What most gaps are; None where they are as many things."""
    most, count = Counter(gaps).most_common(1)[0]
    return most if 2 * count >= len(gaps) else None


def _unfilled(run: str, filler: str) -> str:
    return _GAPS.sub(lambda gap: _kept(gap[0], filler), run)


def _kept(gap: str, filler: str) -> str:
    """What of a gap is not filler: every second piece where it begins with the filler, else all but its characters."""
    if not gap.startswith(filler):
        return "".join(character for character in gap if character.isspace() or character not in filler)
    kept: list[str] = []
    at = 0
    while at < len(gap):
        if gap.startswith(filler, at):
            at += len(filler)
            kept.append(gap[at : at + 1])
        elif gap[at].isspace() or gap[at] not in filler:
            kept.append(gap[at])
        at += 1
    return "".join(kept)


def _tail(text: str, at: int, filler: str) -> tuple[str, int]:
    """Signs after the last letter that stand behind fillers, too, and where they end."""
    kept = ""
    while text.startswith(filler, at):
        following = text[at + len(filler) : at + len(filler) + 1]
        if not following or following.isalnum() or following == "\n":
            break
        kept += following
        at += len(filler) + 1
    return kept, at


def _parted(run: str) -> str:
    """Each line of a run that has no spaces in words and clauses."""
    return "\n".join(line if any(map(str.isspace, line)) else _words(line) for line in run.split("\n"))


def _words(line: str) -> str:
    return _CLOSE.sub(" ", _RUN_ON.sub(lambda word: apart(word[0]), _ENDING.sub(" ", line)))


def _mixed(spread: str) -> str:
    """Letters with other things in each gap: what stands for the space between two words stays one."""
    filled = any(not any(map(str.isspace, gap)) for gap in _GAPS.findall(spread))

    def joint(gap: regex.Match[str]) -> str:
        # Where letters are spread by other things than spaces, a space is one; else a wider gap is.
        spaced = any(map(str.isspace, gap[0]))
        return " " if spaced and (filled or (len(gap[0]) > 1 and gap[0].isspace())) else ""

    return _GAPS.sub(joint, spread)
