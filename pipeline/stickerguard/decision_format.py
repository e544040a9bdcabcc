"""What the reviewer's desk, `decisions export`, `sample` and `tune` tell each other: the words and the columns."""

from __future__ import annotations

from typing import Literal, get_args

Choice = Literal["confirm", "not_minor", "not_suggestive", "unreadable", "unsure"]
"""What a reviewer may decide. "unsure" asks for a second opinion."""
CHOICES: tuple[Choice, ...] = get_args(Choice)

Pool = Literal["marked", "sampled"]
"""Why a sticker came to review: a threshold marked it, or it was drawn from the clear ones."""

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
"""Of the CSV of decisions, in this order; new ones come last."""

STRATUM, POPULATION, DRAWN, MARKED = "sample_stratum", "sample_population", "sample_drawn", "sample_marked"
ROWS = "sample_rows"
"""Keys of `Verdict.kept` in a sample: the stratum, how many stickers it has, how many of them were drawn, how many
stickers of the run were marked, and how many rows the sample has: one that was cut where a stratum ends has fewer."""
