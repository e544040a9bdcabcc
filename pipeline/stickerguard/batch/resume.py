"""Go on with an output that a former run left unfinished."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from stickerguard.batch.items import Item
from stickerguard.batch.output_ownership import starts_as_csv, starts_as_row
from stickerguard.batch.previous_rows import Row, foreign, previous_rows
from stickerguard.batch.settings import Settings
from stickerguard.errors import StickerguardError
from stickerguard.pipes import is_stream
from stickerguard.types import Decision

RESUMABLE = (".jsonl", ".csv")


@dataclass(frozen=True, slots=True)
class Finished:
    """The whole rows of an output, in order. `failed` of them have the decision "error"; `settings` holds what decided
    them, each once, with the number of the first row that says so."""

    path: Path
    count: int
    failed: int
    keep: tuple[str, ...] = ()
    settings: dict[Settings, int] = field(default_factory=dict)

    def rows(self) -> Iterator[Row]:
        """The rows, in order."""
        return previous_rows(self.path, self.keep) if self.count else iter(())

    def check(self, run: Settings) -> None:
        """Raise StickerguardError, code "other_settings", where `run` decides by other settings than the rows say."""
        for settings, number in self.settings.items():
            if different := "; ".join(settings.differences(run)):
                raise StickerguardError(
                    f"{self.path}: row {number} was decided otherwise than this run would: {different}; verdicts of "
                    "both cannot be compared: give the options of the former run, or another output file",
                    code="other_settings",
                )

    def skip(self, items: Iterable[Item]) -> Iterator[Item]:
        """What is left of `items`. A row whose file was gone as it was to be read may be of none of them.

        Raises StickerguardError, code "other_inputs", where the former run had others.
        """
        stream = iter(items)
        item = next(stream, None)
        for number, row in enumerate(self.rows(), 1):
            if row.gone and (item is None or item.source != row.source):
                continue
            if item is None or item.source != row.source:
                raise StickerguardError(
                    f"{self.path}: row {number} is {row.source}, but the inputs given now do not have it there; "
                    "give the same inputs as before, or another output file",
                    code="other_inputs",
                )
            if different := row.differences(item):
                raise StickerguardError(
                    f"{self.path}: row {number} is {row.source}, and the inputs given now have it there with another "
                    f"{', '.join(different)}; give the same inputs, names and captions as before, or another output",
                    code="other_inputs",
                )
            item = next(stream, None)
        if item is not None:
            yield item
        yield from stream


def finished_rows(path: Path, keep: tuple[str, ...] = ()) -> Finished:
    """What `path` already holds; a row cut off by a kill is removed from the file. `keep` as of `sinks.open_sink`.

    Rows are written in input order, so a run goes on after them. Raises StickerguardError, code "not_resumable", for
    a format that cannot be appended to or content that no run wrote.
    """
    folder = path.is_dir() or not (path.suffix or path.exists())
    if not (folder or path.suffix.lower() in RESUMABLE):
        raise StickerguardError(
            f"{path}: cannot go on with this format; resume works with {', '.join(RESUMABLE)} and a folder of parts",
            code="not_resumable",
        )
    if is_stream(path):  # to read it might never end
        raise StickerguardError(
            f"{path}: is a device or a pipe, and there is nothing in it to go on with; give a file, or leave --resume "
            "out",
            code="not_resumable",
        )
    if not path.exists():
        return Finished(path, 0, 0)
    count = failed = good = 0
    settings: dict[Settings, int] = {}
    try:
        for row in previous_rows(path, keep):
            if row.decision not in get_args(Decision):
                raise ValueError(f"{row.decision!r} is no decision")
            count += 1
            failed += row.decision == "error"
            good = row.end
            settings.setdefault(row.settings, count)
    except (
        ValueError,
        KeyError,
        TypeError,
        RecursionError,
        csv.Error,
    ) as error:  # pyarrow's are ValueErrors and KeyErrors
        raise foreign(path, f"row {count + 1} is no verdict ({error})") from error
    if path.is_file() and good < path.stat().st_size:
        if not count:
            _check_start(path)
        with path.open("r+b") as file:
            file.truncate(good)
            os.fsync(file.fileno())
    return Finished(path, count, failed, keep, settings)


def _check_start(path: Path) -> None:
    """Raise where a file without a whole row does not begin as one of ours, so that nobody's notes are cut off."""
    starts = starts_as_row if path.suffix.lower() == ".jsonl" else starts_as_csv
    if not starts(path):
        raise foreign(path, "it does not begin as a file of verdicts")
