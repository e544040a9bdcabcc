"""What the files that `sample` wrote tell: of which stratum each sticker is, and how many stickers that has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from stickerguard.batch.verdict_files import NoVerdict
from stickerguard.batch.verdict_rows import verdict_rows
from stickerguard.decision_format import DRAWN, MARKED, POPULATION, ROWS, STRATUM
from stickerguard.errors import StickerguardError
from stickerguard.tuning.names import ByName, names_of
from stickerguard.tuning.run_provenance import RunProvenance
from stickerguard.tuning.sample import STRATA
from stickerguard.tuning.strata import Strata

_DIGITS = 15
"""Of the longest count: floats hold it exactly."""

_Drawn = tuple[tuple[str, ...], str | None, str, int, int]
"""Of a sticker in a sample: its names, its SHA-256, its stratum and the sizes of that and of what was marked."""


def read_samples(
    paths: Iterable[Path], strata: Strata, review: float, notes: list[str], provenance: RunProvenance
) -> tuple[ByName[int], int | None]:
    """The stratum of each sticker drawn, by every name it may have, and how many were marked in these runs, None where
    no sample tells."""
    found = [(path, _sample(path, provenance)) for path in paths]
    drawn = ByName[int]()
    marked: int | None = None
    for place, (path, rows) in enumerate(found):
        if again := _holding(found, place):
            notes.append(f"{path} was drawn with the same stickers as {again}: it counts once")
            continue
        for names, sha256, stratum, size, _ in rows:
            name = f"{place} {stratum}"
            if name not in strata.sampled:
                strata.sampled[name] = strata.add(float(size), 0.0, review)
            for key in names:
                drawn.put(key, sha256, strata.sampled[name])
        if rows:  # an empty one does not tell
            marked = (marked or 0) + next(reversed(rows))[-1]
    return drawn, marked


def _sample(path: Path, provenance: RunProvenance) -> dict[_Drawn, None]:
    """The stickers of a sample, in order."""
    rows: dict[_Drawn, None] = {}
    found: Counter[tuple[str, int]] = Counter()
    for number, row in enumerate(verdict_rows(path), 1):
        if isinstance(row, NoVerdict):
            raise _bad_sample(row.what)
        provenance.check(row.content, row.place)
        kept = row.verdict.kept or {}
        where = f"{path}: row {number}"
        size, drawn_of_it, marked = (_count(kept, key, where) for key in (POPULATION, DRAWN, MARKED))
        if kept.get(STRATUM) not in STRATA or not 1 <= drawn_of_it <= size:
            raise _bad_sample(f"{where}: its {STRATUM} or the size of it cannot be")
        stratum = str(kept[STRATUM])
        found[f" of the stratum {stratum}", drawn_of_it] += 1
        if ROWS in kept:  # samples of former versions say nothing of it
            found["", _count(kept, ROWS, where)] += 1
        rows[tuple(names_of(row.verdict)), row.verdict.sha256, stratum, size, marked] = None
    # What is missing of a stratum is said before what is missing of the whole.
    for (part, number_drawn), there in sorted(found.items(), reverse=True):
        if there < number_drawn:
            raise StickerguardError(
                f"{path}: has {there:,} of the {number_drawn:,} stickers that were drawn{part}: the file was cut; give "
                "it whole, or draw the sample again with the same --seed and numbers",
                code="bad_sample",
            )
    return rows


def _holding(samples: list[tuple[Path, dict[_Drawn, None]]], place: int) -> Path | None:
    """Another sample that holds all of this one: a copy, or one drawn from the same run with greater numbers.

    Both together would count the run twice, and of one of them nobody would seem to have looked at anything.
    """
    mine = samples[place][1].keys()
    for other, (path, rows) in enumerate(samples):
        if mine and other != place and mine <= rows.keys() and (other < place or mine != rows.keys()):
            return path
    return None


def _count(kept: dict[str, str | None], key: str, where: str) -> int:
    text = kept.get(key)
    if text is None or not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise _bad_sample(f"{where}: its {key} in 'kept' is {str(text)[:40]!r}, no count")
    return int(text)


def _bad_sample(what: str) -> StickerguardError:
    return StickerguardError(
        f"{what}: 'stickerguard sample' did not write this; give the file that it wrote", code="bad_sample"
    )
