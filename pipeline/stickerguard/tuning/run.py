"""What a file of verdicts tells of the run that people decided about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from stickerguard.batch.verdict_files import NoVerdict
from stickerguard.batch.verdict_rows import verdict_rows
from stickerguard.tuning.decisions import Reviewed
from stickerguard.tuning.names import ByName, names_of
from stickerguard.tuning.run_provenance import RunProvenance


@dataclass(slots=True)
class Run:
    """The scores of what was marked, of which stickers people decided about, and how many stickers were clear."""

    marked: list[float] = field(default_factory=list)
    decided: ByName[float] = field(default_factory=ByName[float])
    """The scores of those marked that people decided about."""
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


def read_run(
    path: Path, review: float, decided: Iterable[Reviewed], provenance: RunProvenance | None = None
) -> tuple[Run, list[str]]:
    """The run in a file of verdicts, and the rows that are none. Raises what `verdict_rows` raises, and what
    `RunProvenance.check` does: for rows that contradict `provenance`, by default each other.

    Names are kept of stickers in `decided` alone: a run may have millions.
    """
    run, wrong = Run(), []
    provenance = provenance or RunProvenance()
    known = {sticker.id for sticker in decided if sticker.pool == "marked"}
    for row in verdict_rows(path):
        if isinstance(row, NoVerdict):
            wrong.append(row.what)
            continue
        provenance.check(row.content, row.place)
        verdict = row.verdict
        if verdict.decision == "error":
            run.errors += 1
        elif verdict.decision == "clear":
            run.clear += 1
        else:
            used = verdict.thresholds.review if verdict.thresholds else review
            score = mark_score(verdict.decision, verdict.risk, verdict.risk_bound, used)
            run.marked.append(score)
            for name in known.intersection(names_of(verdict)):
                run.decided.put(name, verdict.sha256, score)
    return run, wrong
