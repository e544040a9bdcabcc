"""Decisions, and how much of the run each of them stands for: the strata that rates are counted over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from stickerguard.errors import StickerguardError
from stickerguard.tuning.decisions import Decisions, Label, Reviewed
from stickerguard.tuning.names import ByName
from stickerguard.tuning.rates import Sizes
from stickerguard.tuning.run import Run, mark_score
from stickerguard.tuning.run_provenance import RunProvenance
from stickerguard.tuning.sample_files import read_samples
from stickerguard.tuning.strata import Strata, add_marked, add_undecided

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Bound = Callable[[float], float]
"""The highest risk that any caption can give a picture with this minor score."""
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
    provenance: RunProvenance | None = None,
) -> Evidence:
    """Join decisions with the `samples` they were drawn to and the `run` that they come from.

    `bound` and `review` are those of the bundle and the thresholds that the verdicts were made with; `run` was read
    with these decisions. Raises StickerguardError: "bad_sample" for a file that `sample` did not write, "other_run" for
    rows of samples that contradict `provenance`, by default each other, "not_known" where no decision can be used.
    """
    strata, notes = Strata(), list(decisions.notes)
    drawn, marked_in_samples = read_samples(samples, strata, review, notes, provenance or RunProvenance())
    used = [sticker for sticker in decisions.stickers if sticker.verdict != "error"]
    if left := len(decisions.stickers) - len(used):
        notes.append(f"{left} stickers that could not be scored are left out")
    of_run, more = _of_run(used, run, bound, review)
    notes += more
    sampled, more = _of_samples(used, drawn, strata, bound, review)
    notes += more
    if not of_run and not sampled:
        raise StickerguardError(
            "".join(["no decision can be used", *(f"; {note}" for note in notes)])
            + "; give decisions on stickers of this run and, with --sample, what was drawn from it",
            code="not_known",
        )
    scores = [score for _, score in of_run]
    places = add_marked(scores, strata, run, marked_in_samples, notes) if scores else []
    unjudged = [] if scores else add_undecided(strata, run, marked_in_samples, review, notes)
    counted = [_Counted(*marked, place) for marked, place in zip(of_run, places, strict=True)] + sampled
    unseen = _unseen(counted, strata, run, review, anything_sampled=bool(sampled))
    all_marked = run is not None and not run.clear
    hidden = sum(strata.population[place] for place in unseen)
    notes += _on_clear_ones(hidden, all_marked=all_marked, anything_sampled=bool(sampled))
    notes += _on_labels(decisions, counted)
    labels_known = not unjudged and (not scores or any(sticker.label != "undecided" for sticker, _ in of_run))
    # Where nobody looked, every sticker is taken for harmless: recall is then not known, the other rates nearly.
    assumed = [_Counted(None, 0.0, place, "harmless") for place in unseen]
    assumed += [_Counted(None, score, place, "undecided") for place, score in unjudged]
    blind = not sampled or any(_unread(each.sticker, bound, review) for each in sampled if each.sticker)
    every = counted + assumed
    return Evidence(
        score=np.asarray([each.score for each in every]),
        harmful=np.asarray([each.label == "harmful" for each in every], dtype=bool),
        harmless=np.asarray([each.label == "harmless" for each in every], dtype=bool),
        stratum=np.asarray([each.place for each in every], dtype=np.int64),
        sizes=_sizes(strata, every),
        slices={name: [each.sticker.slices[name] if each.sticker else None for each in every] for name in _SLICES},
        floor=review if blind else 0.0,
        labels_known=labels_known,
        recall_known=labels_known and (bool(sampled) or all_marked) and not hidden,
        rates_known=bool(sampled or hidden) or all_marked,
        notes=tuple(notes),
    )


@dataclass(frozen=True, slots=True)
class _Counted:
    """A sticker, or what stands for the stickers of a stratum that nobody decided about, `sticker` None: the threshold
    up to which it is marked, the `place` of its stratum, and what it is taken for."""

    sticker: Reviewed | None
    score: float
    place: int
    taken_for: Label | None = None

    @property
    def label(self) -> Label | None:
        return self.sticker.label if self.sticker else self.taken_for


def _of_run(
    used: Iterable[Reviewed], run: Run | None, bound: Bound, review: float
) -> tuple[list[tuple[Reviewed, float]], list[str]]:
    """The marked stickers that people decided about, each with its score, and what to say of those left out."""
    marked = [
        (sticker, _score(sticker, bound, review) if run is None else run.decided.get(sticker.id, sticker.sha256))
        for sticker in used
        if sticker.pool == "marked"
    ]
    found = [(sticker, score) for sticker, score in marked if score is not None]
    left = len(marked) - len(found)
    note = f"{left} marked stickers are left out: the run that --verdicts gives did not mark them"
    return found, [note] if left else []


def _of_samples(
    used: Iterable[Reviewed], drawn: ByName[int], strata: Strata, bound: Bound, review: float
) -> tuple[list[_Counted], list[str]]:
    """The clear stickers that people decided about and that a sample has, and what to say of those left out."""
    places = [(sticker, drawn.get(sticker.id, sticker.sha256)) for sticker in used if sticker.pool == "sampled"]
    found = [_Counted(each, _score(each, bound, review), place) for each, place in places if place is not None]
    left = len(places) - len(found)
    why = "none of the samples given has them, which" if strata.sampled else "no sample was given (--sample) that"
    note = f"{left} sampled stickers are left out: {why} tells for how many each stands"
    return found, [note] if left else []


def _unseen(
    counted: Iterable[_Counted], strata: Strata, run: Run | None, review: float, *, anything_sampled: bool
) -> list[int]:
    """The strata of clear stickers at none of which anybody looked."""
    unseen = sorted(set(strata.sampled.values()) - {each.place for each in counted})
    if run is not None and not anything_sampled:
        # Samples that nobody has decided on yet tell of the same stickers.
        rest = run.clear - sum(strata.population[place] for place in unseen)
        if rest > 0:
            unseen.append(strata.add(float(rest), 0.0, review))
    return unseen


def _on_clear_ones(hidden: float, *, all_marked: bool, anything_sampled: bool) -> Iterator[str]:
    """What the rates rest on where clear stickers were not, or not all, looked at."""
    if hidden:
        yield f"nobody looked at {hidden:,.0f} clear stickers, taken for harmless here: recall is not known"
    elif all_marked:
        yield "every sticker of the run was marked: no clear one can hide anything"
    elif not anything_sampled:
        yield "no clear sticker was looked at: neither recall nor the rate of false positives is known"


def _on_labels(decisions: Decisions, counted: Iterable[_Counted]) -> Iterator[str]:
    """What to say of stickers of which it is not clear what they are."""
    if undecided := sum(each.label == "undecided" for each in counted):
        yield f"{undecided} stickers are undecided (unreadable, unsure, disputed): neither harmful nor harmless"
    if decisions.disputed:
        yield f"people disagree on {decisions.disputed} stickers: the majority counts"


def _sizes(strata: Strata, every: Sequence[_Counted]) -> Sizes:
    numbers = range(len(strata.population))
    count = Counter(each.place for each in every)
    certain = {each.place for each in every if each.sticker is None}
    return Sizes(
        np.asarray(strata.population, dtype=float),
        np.asarray([count[place] for place in numbers], dtype=float),
        np.asarray([place in certain for place in numbers], dtype=bool),
        np.asarray(strata.lowest, dtype=float),
        np.asarray(strata.ceiling, dtype=float),
    )


def _score(sticker: Reviewed, bound: Bound, review: float) -> float:
    highest = None if sticker.minor is None else bound(sticker.minor)
    return mark_score(sticker.verdict, sticker.risk, highest, review)


def _unread(sticker: Reviewed, bound: Bound, review: float) -> bool:
    """Whether the caption of a clear sticker was not read, so that a lower threshold might mark it."""
    return sticker.risk is None and (sticker.minor is None or bound(sticker.minor) < review)
