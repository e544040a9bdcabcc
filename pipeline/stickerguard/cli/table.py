"""Verdicts as a table for people."""

from __future__ import annotations

from stickerguard.types import Verdict

COLOURS = {"clear": "green", "review": "yellow", "flag": "red", "error": "magenta"}


def print_table(verdicts: list[Verdict]) -> None:
    """Print one row a verdict to standard output."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("decision", "risk", "minor", "caption", "sticker", "why")
    for verdict in verdicts:
        table.add_row(
            Text(verdict.decision, style=COLOURS[verdict.decision]),
            _cell(verdict.risk, "-"),
            _cell(verdict.minor.score, verdict.minor.state),
            _cell(verdict.caption.suggestive, verdict.caption.state),
            Text(verdict.source),
            Text(verdict.error.message if verdict.error else "; ".join(verdict.reasons)),
        )
    console = Console()
    # Off a terminal a table has no width to fit: wrapping would only break file names.
    if not console.is_terminal:
        console = Console(width=1000)
    console.print(table)


def _cell(score: float | None, otherwise: str) -> str:
    return otherwise if score is None else f"{score:.3f}"
