"""Verdicts as a table for people."""

from __future__ import annotations

import click

from stickerguard.types import Verdict
from stickerguard.writable import visible

COLOURS = {"clear": "green", "review": "yellow", "flag": "red", "error": "magenta"}

_ALL_UP_TO = 100


class Shown:
    """What the table of a run holds: all stickers of a small run, those of a larger one that are not clear."""

    def __init__(self) -> None:
        self._kept: list[Verdict] = []
        self._clear_kept = True
        self._clear = 0

    def add(self, verdict: Verdict) -> None:
        """Take `verdict` into account; of a large run no clear one stays in memory."""
        clear = verdict.decision == "clear"
        self._clear += clear
        if self._clear_kept or not clear:
            self._kept.append(verdict)
        if self._clear_kept and len(self._kept) > _ALL_UP_TO:
            self._clear_kept = False
            self._kept = [verdict for verdict in self._kept if verdict.decision != "clear"]

    def print(self) -> None:
        """Print the table, where it has a row, and how many stickers it leaves out."""
        if self._kept:
            _print(self._kept)
        if not self._clear_kept:
            click.echo(f"{self._clear:,} clear stickers are not shown")


def _print(verdicts: list[Verdict]) -> None:
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
            Text(visible(verdict.source)),
            Text(visible(verdict.error.message if verdict.error else "; ".join(verdict.reasons))),
        )
    console = Console()
    # Off a terminal a table has no width to fit: wrapping would only break file names.
    if not console.is_terminal:
        console = Console(width=1000)
    console.print(table)


def _cell(score: float | None, otherwise: str) -> str:
    return otherwise if score is None else f"{score:.3f}"
