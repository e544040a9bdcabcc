"""Decisions -> a CSV of everything, and the PDQ hashes of what was confirmed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from stickerguard.batch.known import NO_HASHES
from stickerguard.batch.pdq import format_hash, require_pdq
from stickerguard.errors import StickerguardError
from stickerguard.pools import WorkersError
from stickerguard.review.in_force import Decided
from stickerguard.review.pictures import Pictures, unpacked
from stickerguard.whole_file import write_whole

COLUMNS = (
    "id",
    "pack",
    "decision",
    "reviewer",
    "decided_at",
    "seconds",
    "note",
    "pool",
    "verdict",
    "score",
    "minor",
    "suggestive",
    "kind",
    "language",
    "sha256",
)
"""Of the CSV, in this order; new ones come last."""
_KIND = "kind"
"""The column of a manifest, kept by `score --keep kind`, that says what kind of picture a sticker is."""


@dataclass(slots=True)
class Written:
    """What an export wrote, and for which stickers it could not: each a message that names it and says why."""

    count: int = 0
    problems: list[str] = field(default_factory=list)


def write_csv(decisions: Iterable[Decided], path: Path) -> Written:
    """One line a decision, `COLUMNS` wide; an empty cell is what is not known, never a 0.

    `id` is the caller's own name of the sticker, or its source where it has none, and `sha256` tells apart what has the
    same name; `score` is the risk, `decided_at` ISO 8601 in UTC.
    """
    written = Written()
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for decided in decisions:
        verdict = decided.verdict
        writer.writerow(
            (
                verdict.id if verdict.id is not None else verdict.source,
                verdict.pack,
                decided.decision,
                decided.reviewer,
                decided.decided_at,
                decided.seconds,
                decided.note,
                decided.pool,
                verdict.decision,
                verdict.risk,
                verdict.minor.score,
                verdict.caption.suggestive,
                (verdict.kept or {}).get(_KIND),
                verdict.caption.language,
                verdict.sha256,
            )
        )
        written.count += 1
    write_whole(path, text.getvalue())
    return written


def write_hashes(decisions: Iterable[Decided], pictures: Pictures, path: Path) -> Written:
    """The PDQ hashes of the confirmed stickers, as the signal file that `--known` and threatexchange read.

    Of an animation the frames that decided. Without any hash the file says that it is meant to be empty. A sticker that
    cannot be read, or has too little structure to be matched, is one of the problems. Raises
    StickerguardError, code "missing_package", without pdqhash, and WorkersError where nothing can be decoded.
    """
    require_pdq()
    written, lines = Written(), set()
    for decided in decisions:
        if decided.decision != "confirm":
            continue
        source = decided.verdict.source
        try:
            hashes = unpacked(pictures.hashes(decided.verdict))
        except WorkersError:
            raise
        except StickerguardError as error:
            written.problems.append(str(error))
            continue
        if not len(hashes):
            written.problems.append(f"{source}: has too little structure for a PDQ hash; keep it by its SHA-256")
        lines |= {format_hash(value) for value in hashes}
    write_whole(path, "".join(f"{line}\n" for line in sorted(f"pdq {found}" for found in lines) or [NO_HASHES]))
    written.count = len(lines)
    return written
