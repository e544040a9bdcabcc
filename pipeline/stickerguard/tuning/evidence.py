"""Decisions, and how much of the run each of them stands for: the strata that rates are counted over."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from stickerguard.batch.verdict_rows import NoVerdict, verdict_rows
from stickerguard.errors import StickerguardError
from stickerguard.tuning.decisions import Decisions, Reviewed
from stickerguard.tuning.names import ByName, names_of
from stickerguard.tuning.rates import Sizes
from stickerguard.tuning.sample import DRAWN, MARKED, POPULATION, STRATA, STRATUM

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Bound = Callable[[float], float]
"""The highest risk that any caption can give a picture with this minor score."""
_BANDS = 5
_DIGITS = 15
"""Of the longest count: floats hold it exactly."""
_SLICES = ("pack", "language", "kind")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a run, [n] stickers that people decided about.

    `score` is the threshold up to which a sticker is marked, 0 where none marks it; `stratum` its place in `sizes`.
    Below `floor` nothing is known, since captions were not read there. `recall_known` says that clear stickers were
    looked at too; `notes` say what the rates rest on.
    """

    score: Floats
    harmful: Bools
    harmless: Bools
    stratum: npt.NDArray[np.int64]
    sizes: Sizes
    slices: dict[str, list[str | None]]
    floor: float
    recall_known: bool
    rates_known: bool
    notes: tuple[str, ...]


@dataclass(slots=True)
class Run:
    """What a file of verdicts tells of the run: the scores of what was marked, and how many stickers were clear."""

    marked: list[float] = field(default_factory=list)
    clear: int = 0
    errors: int = 0


def mark_score(decision: str, risk: float | None, bound: float | None, review: float) -> float:
    """The threshold up to which a sticker is marked; 0 for one that no threshold marks.

    `review` is the threshold that decided, `bound` the highest risk that a caption could give the picture: what was
    marked with less risk than asked for (unreadable text, a caption too long) is marked as long as the bound allows it.
    """
    if decision in ("review", "flag"):
        if risk is not None and risk >= review:
            return risk
        return 1.0 if bound is None else bound
    return risk or 0.0


def read_run(path: Path, review: float) -> tuple[Run, list[str]]:
    """The run in a file of verdicts, and the rows that are none. Raises what `verdict_rows` raises."""
    run, wrong = Run(), []
    for row in verdict_rows(path):
        if isinstance(row, NoVerdict):
            wrong.append(row.what)
        elif row["decision"] == "error":
            run.errors += 1
        elif row["decision"] == "clear":
            run.clear += 1
        else:
            used = (row.get("thresholds") or {}).get("review", review)
            run.marked.append(mark_score(row["decision"], row["risk"], row["risk_bound"], used))
    return run, wrong


def gather(decisions: Decisions, *, samples: Iterable[Path], run: Run | None, bound: Bound, review: float) -> Evidence:
    """Join decisions with the `samples` they were drawn to and the `run` that they come from.

    `bound` and `review` are those of the bundle and the thresholds that the verdicts were made with. Raises
    StickerguardError, "bad_sample", for a file that `sample` did not write.
    """
    strata, notes = _Strata(), list(decisions.notes)
    drawn, marked_in_samples = _samples(samples, strata, review, notes)
    used = [sticker for sticker in decisions.stickers if sticker.verdict != "error"]
    if left := len(decisions.stickers) - len(used):
        notes.append(f"{left} stickers that could not be scored are left out")
    marked = [sticker for sticker in used if sticker.pool == "marked"]
    of_sample = [(sticker, drawn.get(sticker.id, sticker.sha256)) for sticker in used if sticker.pool == "sampled"]
    sampled = [sticker for sticker, place in of_sample if place is not None]
    if left := len(used) - len(marked) - len(sampled):
        why = "none of the samples given has them, which" if strata.sampled else "no sample was given (--sample) that"
        notes.append(f"{left} sampled stickers are left out: {why} tells for how many each stands")
    every = [*marked, *sampled]
    scores = [_score(sticker, bound, review) for sticker in every]
    places = _marked_strata(scores[: len(marked)], strata, run, marked_in_samples, notes)
    places += [place for _, place in of_sample if place is not None]
    # Where nobody looked, every sticker is taken for harmless: recall is then not known, the other rates nearly.
    unseen = sorted(set(strata.sampled.values()) - set(places))
    if run is not None and not sampled:
        # Samples that nobody has decided on yet tell of the same stickers.
        rest = run.clear - sum(strata.population[place] for place in unseen)
        if rest > 0:
            unseen.append(strata.add(float(rest), 0.0, review))
    if hidden := sum(strata.population[place] for place in unseen):
        notes.append(f"nobody looked at {hidden:,.0f} clear stickers, taken for harmless here: recall is not known")
    elif not sampled:
        notes.append("no clear sticker was looked at: neither recall nor the rate of false positives is known")
    if undecided := sum(sticker.label == "undecided" for sticker in every):
        notes.append(f"{undecided} stickers are undecided (unreadable, unsure, disputed): neither harmful nor harmless")
    if decisions.disputed:
        notes.append(f"people disagree on {decisions.disputed} stickers: the majority counts")
    counted = Counter([*places, *unseen])
    numbers = range(len(strata.population))
    blind = not sampled or any(_unread(sticker, bound, review) for sticker in sampled)
    nothing = [None] * len(unseen)
    return Evidence(
        score=np.asarray([*scores, *(0.0 for _ in unseen)]),
        harmful=np.asarray([*(sticker.label == "harmful" for sticker in every), *(False for _ in unseen)], dtype=bool),
        harmless=np.asarray([*(sticker.label == "harmless" for sticker in every), *(True for _ in unseen)], dtype=bool),
        stratum=np.asarray([*places, *unseen], dtype=np.int64),
        sizes=Sizes(
            np.asarray(strata.population, dtype=float),
            np.asarray([counted[place] for place in numbers], dtype=float),
            np.asarray([place in unseen for place in numbers], dtype=bool),
            np.asarray(strata.lowest, dtype=float),
            np.asarray(strata.ceiling, dtype=float),
        ),
        slices={name: [*(sticker.slices[name] for sticker in every), *nothing] for name in _SLICES},
        floor=review if blind else 0.0,
        recall_known=bool(sampled) and not hidden,
        rates_known=bool(sampled or hidden),
        notes=tuple(notes),
    )


@dataclass(slots=True)
class _Strata:
    """Sizes of the strata, and between which thresholds the stickers of each cease to be marked."""

    population: list[float] = field(default_factory=list)
    lowest: list[float] = field(default_factory=list)
    ceiling: list[float] = field(default_factory=list)
    sampled: dict[str, int] = field(default_factory=dict)

    def add(self, population: float, lowest: float, ceiling: float) -> int:
        self.population.append(population)
        self.lowest.append(lowest)
        self.ceiling.append(ceiling)
        return len(self.population) - 1


_Drawn = tuple[tuple[str, ...], str | None, str, int, int]
"""Of a sticker in a sample: its names, its SHA-256, its stratum and the sizes of that and of what was marked."""


def _samples(paths: Iterable[Path], strata: _Strata, review: float, notes: list[str]) -> tuple[ByName[int], int | None]:
    """The stratum of each sticker drawn, by every name it may have, and how many were marked in these runs."""
    found = [(path, _sample(path)) for path in paths]
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
        marked = (marked or 0) + next((of_run for *_, of_run in reversed(rows)), 0)
    return drawn, marked


def _sample(path: Path) -> dict[_Drawn, None]:
    """The stickers of a sample, in order."""
    rows: dict[_Drawn, None] = {}
    found: Counter[tuple[str, int]] = Counter()
    for number, row in enumerate(verdict_rows(path), 1):
        if isinstance(row, NoVerdict):
            raise _bad_sample(row.what)
        kept = row.get("kept") or {}
        where = f"{path}: row {number}"
        size, drawn_of_it, marked = (_count(kept, key, where) for key in (POPULATION, DRAWN, MARKED))
        if kept.get(STRATUM) not in STRATA or not 1 <= drawn_of_it <= size:
            raise _bad_sample(f"{where}: its {STRATUM} or the size of it cannot be")
        stratum = str(kept[STRATUM])
        found[stratum, drawn_of_it] += 1
        rows[tuple(names_of(row)), row.get("sha256"), stratum, size, marked] = None
    for (stratum, drawn_of_it), there in found.items():
        if there < drawn_of_it:
            raise StickerguardError(
                f"{path}: has {there:,} of the {drawn_of_it:,} stickers that were drawn of the stratum {stratum}: the "
                "file was cut; give it whole, or draw the sample again with the same --seed and numbers",
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


def _marked_strata(
    scores: list[float], strata: _Strata, run: Run | None, marked_in_samples: int | None, notes: list[str]
) -> list[int]:
    """The stratum of each marked sticker: with the run at hand bands of score, since people look at the worst first."""
    if not scores:
        return []
    if run is not None:
        edges = np.unique(np.quantile(scores, np.arange(1, _BANDS) / _BANDS))
        bands = np.bincount(np.digitize(run.marked, edges), minlength=len(edges) + 1)
        of_sticker = np.digitize(scores, edges)
        decided = np.bincount(of_sticker, minlength=len(edges) + 1)
        first = len(strata.population)
        ends = zip([0.0, *edges], [*edges, math.inf], strict=True)
        for population, known, (lowest, ceiling) in zip(bands, decided, ends, strict=True):
            strata.add(float(max(population, known)), float(lowest), float(ceiling))
        notes.append(
            f"{len(scores):,} of {len(run.marked):,} marked stickers were decided about, weighted by band of risk"
        )
        return [first + int(place) for place in of_sticker]
    population = max(len(scores), marked_in_samples or 0)
    notes.append(
        f"{len(scores):,} of {population:,} marked stickers were decided about"
        if population > len(scores)
        else f"{len(scores):,} marked stickers were decided about, taken for all that there are (else give --verdicts)"
    )
    if population > len(scores):
        notes.append("they count as if drawn at random; where the worst came first, give --verdicts")
    return [strata.add(float(population), min(scores), math.inf)] * len(scores)


def _score(sticker: Reviewed, bound: Bound, review: float) -> float:
    highest = None if sticker.minor is None else bound(sticker.minor)
    return mark_score(sticker.verdict, sticker.risk, highest, review)


def _unread(sticker: Reviewed, bound: Bound, review: float) -> bool:
    """Whether the caption of a clear sticker was not read, so that a lower threshold might mark it."""
    return sticker.risk is None and (sticker.minor is None or bound(sticker.minor) < review)
