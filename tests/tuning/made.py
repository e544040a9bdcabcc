"""Runs and decisions of a world whose truth is known: no model, no picture."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from stickerguard.types import BundleRef, CaptionSignal, FrameInfo, MinorSignal, Thresholds, Timings, Verdict

REVIEW, FLAG = 0.5, 0.8
COLUMNS = tuple(
    "id pack decision reviewer decided_at seconds note pool verdict score minor suggestive kind language sha256".split()  # noqa: SIM905
)


def bound(minor: float) -> float:
    """A fusion whose risk is the product of both scores."""
    return minor


def verdict(number: int, minor: float, suggestive: float, **changes: Any) -> Verdict:
    """The verdict of a cascade with that fusion; below the threshold captions are not read."""
    read = bound(minor) >= REVIEW
    risk = minor * suggestive if read else None
    decision = "clear" if risk is None or risk < REVIEW else "flag" if risk >= FLAG else "review"
    caption = CaptionSignal("evaluated", suggestive, 2, "en") if read else CaptionSignal("not_evaluated")
    fields: dict[str, Any] = {
        "source": f"pack/{number}.png",
        "sha256": f"{number:064x}",
        "decision": decision,
        "risk": risk,
        "risk_bound": bound(minor),
        "minor": MinorSignal("evaluated", minor, 0, 0.9),
        "caption": caption,
        "reasons": (),
        "frames": FrameInfo(1, 1),
        "bundle": BundleRef("base", "0.1.0", "1" * 64),
        "provider": "CPUExecutionProvider",
        "elapsed_ms": Timings(),
        "id": f"sticker {number}",
        "thresholds": Thresholds(REVIEW, FLAG, "review"),
    }
    return Verdict(**(fields | changes))


def run(size: int, *, seed: int = 0, **changes: Any) -> list[Verdict]:
    """`size` verdicts, each with the `changes`: most pictures and most captions are harmless."""
    random = np.random.default_rng(seed)
    pairs = zip(random.beta(0.4, 1.6, size), random.beta(0.4, 1.6, size), strict=True)
    return [
        verdict(number, float(minor), float(suggestive), **changes) for number, (minor, suggestive) in enumerate(pairs)
    ]


def write_jsonl(path: Path, verdicts: Iterable[Verdict]) -> Path:
    """A run as `score -o` writes it."""
    path.write_text("".join(json.dumps(each.to_dict()) + "\n" for each in verdicts), "utf-8")
    return path


def decision(each: Verdict | Mapping[str, Any], choice: str, pool: str = "marked", **changes: Any) -> dict[str, Any]:
    """A row of the CSV that tells of a decision."""
    row = each.to_dict() if isinstance(each, Verdict) else each
    cells = {
        "id": row["id"],
        "decision": choice,
        "reviewer": "ann",
        "decided_at": "2026-11-02T10:00:00Z",
        "seconds": "2.5",
        "pool": pool,
        "verdict": row["decision"],
        "score": row["risk"],
        "minor": row["minor"]["score"],
        "suggestive": row["caption"]["suggestive"],
        "language": row["caption"]["language"],
        "sha256": row["sha256"],
    }
    return dict.fromkeys(COLUMNS, "") | {key: "" if cell is None else cell for key, cell in cells.items()} | changes


def write_decisions(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    """Decisions as `decisions export` writes them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path
