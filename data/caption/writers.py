"""Captions by separate writers: one file a hand, one hand in one fold.

Those of data/captions/writers train and are measured in turn; those of data/captions/tests train nothing, nor does what
lies in data/captions/bench, which only the bench reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from data.jsonl import read_objects
from stickerguard.errors import StickerguardError

FOLDER = Path(__file__).parent.parent / "captions"
TWINS = FOLDER / "bench" / "twins.jsonl"
"""For some terms a line that means it (kind "meant") and one that uses it innocently ("innocent"), by one hand."""
_FIELDS = {"text", "lang", "severity", "kind", "term"}


@dataclass(frozen=True, slots=True)
class Written:
    """One caption as its writer labelled it: `severity` 0 to 3; `kind` says what sort of line it is, `term` what it
    turns on ("" where nothing does)."""

    text: str
    lang: str
    severity: int
    kind: str
    term: str


def read_writer(path: Path) -> Iterator[Written]:
    """The captions of one writer. Raises StickerguardError, code "bad_data", naming file and line."""
    for number, row in read_objects(path):
        try:
            if set(row) != _FIELDS or row["severity"] not in (0, 1, 2, 3) or not row["text"].strip():
                raise ValueError(f"fields {sorted(row)}")
        except (ValueError, TypeError, AttributeError) as error:
            raise StickerguardError(
                f"{path}:{number}: {error}; a caption has {', '.join(sorted(_FIELDS))}, severity 0 to 3",
                code="bad_data",
            ) from error
        yield Written(row["text"], row["lang"], row["severity"], row["kind"], row["term"])


def writers(folder: Path = FOLDER) -> dict[str, Path]:
    """The file of each writer, by the writer's name."""
    return {path.stem: path for name in ("writers", "tests") for path in sorted((folder / name).glob("*.jsonl"))}
