"""Decisions, and how much of the run each of them stands for: the strata that rates are counted over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from stickerguard.batch.verdict_rows import NoVerdict, placed_verdict_rows
from stickerguard.decided import DRAWN, MARKED, POPULATION, ROWS, STRATUM
from stickerguard.errors import StickerguardError
from stickerguard.tuning.decisions import Decisions, Reviewed
from stickerguard.tuning.made_with import MadeWith
from stickerguard.tuning.names import ByName, names_of
from stickerguard.tuning.rates import Sizes
from stickerguard.tuning.run import Run, mark_score
from stickerguard.tuning.sample import STRATA
from stickerguard.tuning.strata import Strata, add_marked, add_undecided

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Bound = Callable[[float], float]
"""The highest risk that any caption can give a picture with this minor score."""
_DIGITS = 15
"""Of the longest count: floats hold it exactly."""
_SLICES = ("pack", "language", "kind")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a run, [n] stickers that people decided about.

    `score` is the threshold up to which a sticker is marked, 0 where none marks it; `stratum` its place in `sizes`.
    Below `floor` nothing is known, since captions were not read there. `labels_known` says that somebody could tell
    of a marked sticker what it is, or that none was marked; `recall_known` that clear stickers were looked at too, or
    that there are none; `rates_known` that it is known how many stickers there are besides the marked ones; `notes` say
    what the rates rest on.
    """

    score: Floats
    harmful: Bools
    harmless: Bools
    stratum: npt.NDArray[np.int64]
    sizes: Sizes
    slices: dict[str, list[str | None]]
    floor: float
    labels_known: bool
    recall_known: bool
    rates_known: bool
    notes: tuple[str, ...]

    @property
    def decided(self) -> int:
        """How many of the stickers people decided about; the others stand for what nobody looked at."""
        return int((~self.sizes.certain[self.stratum]).sum())


def gather(
    decisions: Decisions,
    *,
    samples: Iterable[Path],
    run: Run | None,
    bound: Bound,
    review: float,
    made_with: MadeWith | None = None,
) -> Evidence:
    """Join decisions with the `samples` they were drawn to and the `run` that they come from.

    `bound` and `review` are those of the bundle and the thresholds that the verdicts were made with; `run` was read
    with these decisions. Raises StickerguardError: "bad_sample" for a file that `sample` did not write, "other_run" for
    rows of samples that contradict `made_with`, by default each other, "not_known" where no decision can be used.
    """
    strata, notes = Strata(), list(decisions.notes)
    drawn, marked_in_samples = _samples(samples, strata, review, notes, made_with or MadeWith())
    used = [sticker for sticker in decisions.stickers if sticker.verdict != "error"]
    if left := len(decisions.stickers) - len(used):
        notes.append(f"{left} stickers that could not be scored are left out")
    marked = [
        (sticker, _score(sticker, bound, review) if run is None else run.decided.get(sticker.id, sticker.sha256))
        for sticker in used
        if sticker.pool == "marked"
    ]
    of_run = [(sticker, score) for sticker, score in marked if score is not None]
    if left := len(marked) - len(of_run):
        notes.append(f"{left} marked stickers are left out: the run that --verdicts gives did not mark them")
    of_sample = [(sticker, drawn.get(sticker.id, sticker.sha256)) for sticker in used if sticker.pool == "sampled"]
    sampled = [sticker for sticker, place in of_sample if place is not None]
    if left := len(of_sample) - len(sampled):
        why = "none of the samples given has them, which" if strata.sampled else "no sample was given (--sample) that"
        notes.append(f"{left} sampled stickers are left out: {why} tells for how many each stands")
    every = [*(sticker for sticker, _ in of_run), *sampled]
    if not every:
        raise StickerguardError(
            "".join(["no decision can be used", *(f"; {note}" for note in notes)])
            + "; give decisions on stickers of this run and, with --sample, what was drawn from it",
            code="not_known",
        )
    scores = [score for _, score in of_run]
    places = add_marked(scores, strata, run, marked_in_samples, notes) if scores else []
    unjudged = [] if scores else add_undecided(strata, run, marked_in_samples, review, notes)
    labels_known = not unjudged and (not scores or any(sticker.label != "undecided" for sticker, _ in of_run))
    scores += [_score(sticker, bound, review) for sticker in sampled]
    places += [place for _, place in of_sample if place is not None]
    # Where nobody looked, every sticker is taken for harmless: recall is then not known, the other rates nearly.
    unseen = sorted(set(strata.sampled.values()) - set(places))
    if run is not None and not sampled:
        # Samples that nobody has decided on yet tell of the same stickers.
        rest = run.clear - sum(strata.population[place] for place in unseen)
        if rest > 0:
            unseen.append(strata.add(float(rest), 0.0, review))
    all_marked = run is not None and not run.clear
    if hidden := sum(strata.population[place] for place in unseen):
        notes.append(f"nobody looked at {hidden:,.0f} clear stickers, taken for harmless here: recall is not known")
    elif all_marked:
        notes.append("every sticker of the run was marked: no clear one can hide anything")
    elif not sampled:
        notes.append("no clear sticker was looked at: neither recall nor the rate of false positives is known")
    if undecided := sum(sticker.label == "undecided" for sticker in every):
        notes.append(f"{undecided} stickers are undecided (unreadable, unsure, disputed): neither harmful nor harmless")
    if decisions.disputed:
        notes.append(f"people disagree on {decisions.disputed} stickers: the majority counts")
    # What nobody looked at: the stratum, the score, and whether it is taken for harmless.
    assumed = [*((place, 0.0, True) for place in unseen), *((place, score, False) for place, score in unjudged)]
    counted = Counter([*places, *(place for place, *_ in assumed)])
    certain = {place for place, *_ in assumed}
    numbers = range(len(strata.population))
    blind = not sampled or any(_unread(sticker, bound, review) for sticker in sampled)
    return Evidence(
        score=np.asarray([*scores, *(score for _, score, _ in assumed)]),
        harmful=np.asarray([*(sticker.label == "harmful" for sticker in every), *(False for _ in assumed)], dtype=bool),
        harmless=np.asarray([*(sticker.label == "harmless" for sticker in every), *(is_so for *_, is_so in assumed)]),
        stratum=np.asarray([*places, *(place for place, *_ in assumed)], dtype=np.int64),
        sizes=Sizes(
            np.asarray(strata.population, dtype=float),
            np.asarray([counted[place] for place in numbers], dtype=float),
            np.asarray([place in certain for place in numbers], dtype=bool),
            np.asarray(strata.lowest, dtype=float),
            np.asarray(strata.ceiling, dtype=float),
        ),
        slices={name: [*(sticker.slices[name] for sticker in every), *(None for _ in assumed)] for name in _SLICES},
        floor=review if blind else 0.0,
        labels_known=labels_known,
        recall_known=labels_known and (bool(sampled) or all_marked) and not hidden,
        rates_known=bool(sampled or hidden) or all_marked,
        notes=tuple(notes),
    )


_Drawn = tuple[tuple[str, ...], str | None, str, int, int]
"""Of a sticker in a sample: its names, its SHA-256, its stratum and the sizes of that and of what was marked."""


def _samples(
    paths: Iterable[Path], strata: Strata, review: float, notes: list[str], made_with: MadeWith
) -> tuple[ByName[int], int | None]:
    """The stratum of each sticker drawn, by every name it may have, and how many were marked in these runs, None where
    no sample tells."""
    found = [(path, _sample(path, made_with)) for path in paths]
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


def _sample(path: Path, made_with: MadeWith) -> dict[_Drawn, None]:
    """The stickers of a sample, in order."""
    rows: dict[_Drawn, None] = {}
    found: Counter[tuple[str, int]] = Counter()
    for number, placed in enumerate(placed_verdict_rows(path), 1):
        row = placed.content
        if isinstance(row, NoVerdict):
            raise _bad_sample(row.what)
        made_with.check(row, placed.place)
        kept = row.get("kept") or {}
        where = f"{path}: row {number}"
        size, drawn_of_it, marked = (_count(kept, key, where) for key in (POPULATION, DRAWN, MARKED))
        if kept.get(STRATUM) not in STRATA or not 1 <= drawn_of_it <= size:
            raise _bad_sample(f"{where}: its {STRATUM} or the size of it cannot be")
        stratum = str(kept[STRATUM])
        found[f" of the stratum {stratum}", drawn_of_it] += 1
        if ROWS in kept:  # samples of former versions say nothing of it
            found["", _count(kept, ROWS, where)] += 1
        rows[tuple(names_of(row)), row.get("sha256"), stratum, size, marked] = None
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


def _score(sticker: Reviewed, bound: Bound, review: float) -> float:
    highest = None if sticker.minor is None else bound(sticker.minor)
    return mark_score(sticker.verdict, sticker.risk, highest, review)


def _unread(sticker: Reviewed, bound: Bound, review: float) -> bool:
    """Whether the caption of a clear sticker was not read, so that a lower threshold might mark it."""
    return sticker.risk is None and (sticker.minor is None or bound(sticker.minor) < review)
