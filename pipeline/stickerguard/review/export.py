"""Decisions -> a CSV of everything, and the PDQ hashes of what was confirmed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from stickerguard.batch.known import NO_HASHES, KnownList
from stickerguard.batch.pdq import format_hash, require_pdq
from stickerguard.decision_format import COLUMNS
from stickerguard.errors import StickerguardError
from stickerguard.pools import WorkersError
from stickerguard.review.current_decisions import CurrentDecision
from stickerguard.review.pictures import Pictures, unpacked
from stickerguard.whole_file import write_whole

_KIND = "kind"
"""The column of a manifest, kept by `score --keep kind`, that says what kind of picture a sticker is."""


@dataclass(slots=True)
class Written:
    """What an export wrote, and for which stickers it could not: each a message that names it and says why.

    `withheld` says why nothing was written at all, and what to do; None where the file was written.
    """

    count: int = 0
    problems: list[str] = field(default_factory=list)
    withheld: str | None = None


def write_csv(decisions: Iterable[CurrentDecision], path: Path) -> Written:
    """One line a decision, `COLUMNS` wide; an empty cell is what is not known, never a 0.

    `id` is the caller's own name of the sticker, or its source where it has none, and `sha256` tells apart what has the
    same name; `score` is the risk, `decided_at` ISO 8601 in UTC.
    """
    written = Written()
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for decided in decisions:
        verdict = decided.verdict
        writer.writerow(
            {
                "id": verdict.id if verdict.id is not None else verdict.source,
                "pack": verdict.pack,
                "decision": decided.decision,
                "reviewer": decided.reviewer,
                "decided_at": decided.decided_at,
                "seconds": decided.seconds,
                "note": decided.note,
                "pool": decided.pool,
                "verdict": verdict.decision,
                "score": verdict.risk,
                "minor": verdict.minor.score,
                "suggestive": verdict.caption.suggestive,
                "kind": (verdict.kept or {}).get(_KIND),
                "language": verdict.caption.language,
                "sha256": verdict.sha256,
            }
        )
        written.count += 1
    write_whole(path, text.getvalue())
    return written


def write_hashes(decisions: Iterable[CurrentDecision], pictures: Pictures, path: Path) -> Written:
    """The PDQ hashes of the confirmed stickers, as the signal file that `--known` and threatexchange read.

    Of an animation the frames that decided. Where nothing was confirmed the file says that it is meant to be empty. A
    sticker that cannot be read, or has too little structure to be matched, is one of the problems.

    Where some of what was confirmed cannot be read, hashes that the file had stay in it, which is one of the problems.
    Nothing is written where no hash came of what was confirmed, or what is there is no list whose hashes could stay:
    `withheld` then says so, and `count` is 0. Raises
    StickerguardError, code "missing_package", without pdqhash, and WorkersError where nothing can be decoded.
    """
    require_pdq()
    written, found, unread = Written(), set(), 0
    confirmed = [decided for decided in decisions if decided.decision == "confirm"]
    for decided in confirmed:
        source = decided.verdict.source
        try:
            hashes = unpacked(pictures.hashes(decided.verdict))
        except WorkersError:
            raise
        except StickerguardError as error:
            written.problems.append(str(error))
            unread += 1
            continue
        if not len(hashes):
            written.problems.append(f"{source}: has too little structure for a PDQ hash; keep it by its SHA-256")
        found |= {format_hash(value) for value in hashes}
    if confirmed and not found:
        # As a list that is meant to be empty it would switch off `--known` for what was confirmed.
        written.withheld = f"no hash came of the confirmed stickers ({len(confirmed):,}); see to what is said of them"
        return written
    try:
        kept = _hashes_in(path) - found if unread else set()
    except StickerguardError as error:
        written.withheld = f"what is there may hold hashes of stickers that cannot be read: {error}"
        return written
    if kept:
        found |= kept
        written.problems.append(
            f"{path}: {len(kept):,} hashes that it had stay in it, since {unread:,} confirmed stickers cannot be read "
            "and may be what they are of; give another file for a list without them"
        )
    write_whole(path, "".join(f"pdq {value}\n" for value in sorted(found)) or f"{NO_HASHES}\n")
    written.count = len(found)
    return written


def _hashes_in(path: Path) -> set[str]:
    """The hashes in the list that is there, if any, as `format_hash` writes them. Raises what KnownList.load does."""
    return {format_hash(value) for value in KnownList.load(path).hashes} if path.is_file() else set()
