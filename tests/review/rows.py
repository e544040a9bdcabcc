"""Verdicts that tests make up, and the files that hold them."""

import json
from pathlib import Path
from typing import Any

from stickerguard.types import BundleRef, CaptionSignal, FrameInfo, MinorSignal, Term, TextLine, Timings, Verdict

BUNDLE = BundleRef("base", "0", "0" * 64)


def verdict(source: str, **changes: Any) -> Verdict:
    """A verdict "review" with risk .7, a harmless caption and all evidence; `changes` replace its fields."""
    line = TextLine("good morning dear", ((4, 60), (100, 60), (100, 78), (4, 78)), 0.98, 0)
    fields: dict[str, Any] = {
        "source": source,
        "sha256": None,
        "decision": "review",
        "risk": 0.7,
        "risk_bound": 0.9,
        "minor": MinorSignal("evaluated", 0.8, 0, 0.9, (10, 5, 60, 50)),
        "caption": CaptionSignal("evaluated", 0.75, 1, "en", (line,), (Term("dear", 1, 0, 13, 17),)),
        "reasons": ("a minor is probably depicted (score 0.80, frame 0)",),
        "frames": FrameInfo(1, 1),
        "bundle": BUNDLE,
        "provider": "cpu",
        "elapsed_ms": Timings(),
    }
    return Verdict(**(fields | changes))


def write(path: Path, *verdicts: Verdict, with_text: bool = True) -> Path:
    """`path` as a JSONL file of these verdicts."""
    rows = [json.dumps(verdict.to_dict(with_text=with_text), ensure_ascii=False) + "\n" for verdict in verdicts]
    path.write_text("".join(rows), "utf-8")
    return path
