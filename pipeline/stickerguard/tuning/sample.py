"""Which clear stickers people should look at, so that rates can be told: a stratified random sample.

Three strata, each sticker in one: `near` the threshold, where most of what is missed lies; `unlike` what was reviewed,
that is of a rare kind by its scores (minor, person, caption, language, animated or not) of which people decided about
least; `random`, all the others. Each has a known size, so a decision counts for as many stickers as it stands for.
"""

from __future__ import annotations

import hashlib
import heapq
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from stickerguard.batch.verdict_check import CheckedVerdict
from stickerguard.batch.verdict_files import NoVerdict
from stickerguard.batch.verdict_rows import VerdictRow, verdict_rows
from stickerguard.decision_format import DRAWN, MARKED, POPULATION, ROWS, STRATUM
from stickerguard.pipes import refuse_stream
from stickerguard.tuning.decisions import Reviewed
from stickerguard.tuning.names import ByName, names_of
from stickerguard.tuning.run_provenance import RunProvenance

Stratum = Literal["random", "near", "unlike"]
STRATA: tuple[Stratum, ...] = get_args(Stratum)
UNLIKE_SHARE = 0.1
"""`unlike` holds the rarest kinds, up to this share of the clear stickers."""
_FIFTHS = 5

Kind = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sample: rows ready to be written, the size of each stratum, how many were drawn, what could not be read."""

    rows: list[dict[str, Any]]
    sizes: dict[Stratum, int]
    drawn: dict[Stratum, int]
    marked: int
    wrong: list[str]


@dataclass(slots=True)
class _Survey:
    """The first look at a run."""

    clear: Counter[Kind] = field(default_factory=Counter)
    seen: Counter[Kind] = field(default_factory=Counter)
    marked: int = 0
    wrong: list[str] = field(default_factory=list)


def draw(
    verdicts: Path,
    numbers: dict[Stratum, int],
    *,
    decided: tuple[Reviewed, ...] = (),
    within: float = 0.1,
    seed: int = 0,
) -> Drawn:
    """Draw `numbers` of clear stickers from each stratum of the run in `verdicts`.

    Stickers in `decided` are not drawn again. `within` is how far below the review threshold the risk (or the highest
    risk that a caption could give, where the caption was not read) may be to be `near`. The same seed and greater
    numbers give the same stickers and more. Memory grows with `numbers` and with the kinds, not with the run.
    Raises what `verdict_rows` raises, and StickerguardError, code "other_run", where rows name several bundles or
    thresholds: a stratum of two runs has no size that a decision could stand for.
    """
    refuse_stream(verdicts, "what a sample is drawn from")
    known = ByName[bool]()
    for sticker in decided:
        known.put(sticker.id, sticker.sha256, True)
    survey = _survey(verdicts, known, any_known=bool(decided))
    unlike = _rare(survey)
    sizes: dict[Stratum, int] = dict.fromkeys(STRATA, 0)
    # A sticker is drawn where the hash of its name is among the smallest: that needs neither order nor a second file.
    smallest: dict[Stratum, list[tuple[int, int, dict[str, Any]]]] = {name: [] for name in sizes}
    for number, row in enumerate(_clear(verdicts, known)):
        stratum = _stratum(row.verdict, unlike, within)
        sizes[stratum] += 1
        rank = -_rank(row.verdict, seed)
        heap = smallest[stratum]
        if len(heap) < numbers.get(stratum, 0):
            heapq.heappush(heap, (rank, -number, row.content))
        elif heap and (rank, -number) > heap[0][:2]:
            heapq.heapreplace(heap, (rank, -number, row.content))
    drawn: dict[Stratum, int] = {name: len(heap) for name, heap in smallest.items()}
    rows = []
    for name, heap in smallest.items():
        for _, _, content in sorted(heap, key=lambda entry: entry[:2], reverse=True):
            kept = {STRATUM: name, POPULATION: sizes[name], DRAWN: drawn[name], MARKED: survey.marked}
            kept[ROWS] = sum(drawn.values())
            rows.append(
                content | {"kept": (content.get("kept") or {}) | {key: str(value) for key, value in kept.items()}}
            )
    return Drawn(rows, sizes, drawn, survey.marked, survey.wrong)


def _survey(verdicts: Path, known: ByName[bool], *, any_known: bool) -> _Survey:
    survey, provenance = _Survey(), RunProvenance()
    for row in verdict_rows(verdicts):
        if isinstance(row, NoVerdict):
            survey.wrong.append(row.what)
            continue
        provenance.check(row.content, row.place)
        verdict = row.verdict
        reviewed = _is_in(known, verdict)
        if verdict.decision in ("review", "flag"):
            survey.marked += 1
        elif verdict.decision == "clear" and not reviewed:
            survey.clear[_kind(verdict)] += 1
        # Until there are decisions, what is marked is what people will look at.
        if reviewed or (not any_known and verdict.decision in ("review", "flag")):
            survey.seen[_kind(verdict)] += 1
    return survey


def _rare(survey: _Survey) -> set[Kind]:
    left = UNLIKE_SHARE * survey.clear.total()
    found = set()
    for kind in sorted(survey.clear, key=lambda kind: (survey.seen[kind] / survey.clear[kind], survey.clear[kind])):
        left -= survey.clear[kind]
        if left < 0:
            break
        found.add(kind)
    return found


def _is_in(known: ByName[bool], verdict: CheckedVerdict) -> bool:
    return any(known.get(name, verdict.sha256) for name in names_of(verdict))


def _clear(verdicts: Path, known: ByName[bool]) -> Iterator[VerdictRow]:
    for row in verdict_rows(verdicts):
        if not isinstance(row, NoVerdict) and row.verdict.decision == "clear" and not _is_in(known, row.verdict):
            yield row


def _stratum(verdict: CheckedVerdict, unlike: set[Kind], within: float) -> Stratum:
    risk = verdict.risk
    # Without text no threshold marks the sticker, whatever its picture.
    if risk is None and verdict.caption.state != "no_text":
        risk = verdict.risk_bound
    review = verdict.thresholds.review if verdict.thresholds else None
    if risk is not None and review is not None and risk >= review - within:
        return "near"
    return "unlike" if _kind(verdict) in unlike else "random"


def _kind(verdict: CheckedVerdict) -> Kind:
    minor, caption = verdict.minor, verdict.caption
    suggestive = caption.state if caption.suggestive is None else _fifth(caption.suggestive)
    animated = verdict.frames is not None and verdict.frames.decoded > 1
    return _fifth(minor.score), _fifth(minor.person), suggestive, caption.language, animated


def _fifth(score: float | None) -> int | None:
    return None if score is None else min(int(score * _FIFTHS), _FIFTHS - 1)


def _rank(verdict: CheckedVerdict, seed: int) -> int:
    name = json.dumps([seed, verdict.id, verdict.source, verdict.sha256]).encode("utf-8")
    return int.from_bytes(hashlib.blake2b(name, digest_size=8).digest())
