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

from stickerguard.batch.verdict_rows import NoVerdict, placed_verdict_rows, verdict_rows
from stickerguard.decided import DRAWN, MARKED, POPULATION, ROWS, STRATUM
from stickerguard.given_file import refuse_stream
from stickerguard.tuning.decisions import Reviewed
from stickerguard.tuning.made_with import MadeWith
from stickerguard.tuning.names import ByName, names_of

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
        stratum = _stratum(row, unlike, within)
        sizes[stratum] += 1
        rank = -_rank(row, seed)
        heap = smallest[stratum]
        if len(heap) < numbers.get(stratum, 0):
            heapq.heappush(heap, (rank, -number, row))
        elif heap and (rank, -number) > heap[0][:2]:
            heapq.heapreplace(heap, (rank, -number, row))
    drawn: dict[Stratum, int] = {name: len(heap) for name, heap in smallest.items()}
    rows = []
    for name, heap in smallest.items():
        for _, _, row in sorted(heap, key=lambda entry: entry[:2], reverse=True):
            kept = {STRATUM: name, POPULATION: sizes[name], DRAWN: drawn[name], MARKED: survey.marked}
            kept[ROWS] = sum(drawn.values())
            rows.append(row | {"kept": (row.get("kept") or {}) | {key: str(value) for key, value in kept.items()}})
    return Drawn(rows, sizes, drawn, survey.marked, survey.wrong)


def _survey(verdicts: Path, known: ByName[bool], *, any_known: bool) -> _Survey:
    survey, made_with = _Survey(), MadeWith()
    for placed in placed_verdict_rows(verdicts):
        row = placed.content
        if isinstance(row, NoVerdict):
            survey.wrong.append(row.what)
            continue
        made_with.check(row, placed.place)
        reviewed = _is_in(known, row)
        if row["decision"] in ("review", "flag"):
            survey.marked += 1
        elif row["decision"] == "clear" and not reviewed:
            survey.clear[_kind(row)] += 1
        # Until there are decisions, what is marked is what people will look at.
        if reviewed or (not any_known and row["decision"] in ("review", "flag")):
            survey.seen[_kind(row)] += 1
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


def _is_in(known: ByName[bool], row: dict[str, Any]) -> bool:
    return any(known.get(name, row.get("sha256")) for name in names_of(row))


def _clear(verdicts: Path, known: ByName[bool]) -> Iterator[dict[str, Any]]:
    for row in verdict_rows(verdicts):
        if not isinstance(row, NoVerdict) and row["decision"] == "clear" and not _is_in(known, row):
            yield row


def _stratum(row: dict[str, Any], unlike: set[Kind], within: float) -> Stratum:
    risk = row["risk"]
    # Without text no threshold marks the sticker, whatever its picture.
    if risk is None and row["caption"]["state"] != "no_text":
        risk = row["risk_bound"]
    review = (row.get("thresholds") or {}).get("review")
    if risk is not None and review is not None and risk >= review - within:
        return "near"
    return "unlike" if _kind(row) in unlike else "random"


def _kind(row: dict[str, Any]) -> Kind:
    minor, caption, frames = row["minor"], row["caption"], row.get("frames") or {}
    suggestive = caption["state"] if caption["suggestive"] is None else _fifth(caption["suggestive"])
    animated = (frames.get("decoded") or 1) > 1
    return _fifth(minor["score"]), _fifth(minor.get("person")), suggestive, caption.get("language"), animated


def _fifth(score: float | None) -> int | None:
    return None if score is None else min(int(score * _FIFTHS), _FIFTHS - 1)


def _rank(row: dict[str, Any], seed: int) -> int:
    name = json.dumps([seed, row.get("id"), row["source"], row.get("sha256")]).encode("utf-8")
    return int.from_bytes(hashlib.blake2b(name, digest_size=8).digest())
