"""What `make unpack` notes in each part folder, to tell its own files from those of a training."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from models.documents import read_json

NOTE = "unpacked.json"
PART = "part.json"
SCORES = "heldout_scores.csv"


@dataclass(frozen=True, slots=True)
class Note:
    """SHA-256 of the bundle's manifest, of each file that was written, and of the set that was scored, if any."""

    bundle: str
    files: dict[str, str] = field(default_factory=dict)
    scored: str | None = None

    def is_of(self, folder: Path, name: str) -> bool:
        """Whether the file `name` of `folder` is as it was noted."""
        return (folder / name).is_file() and self.files.get(name) == hash_of(folder / name)


def read_note(folder: Path) -> Note | None:
    """The note of a part folder; None where its part is no longer, or never was, one that was unpacked.

    Raises StickerguardError, code "bad_document", for a note that is no JSON.
    """
    if not (folder / NOTE).is_file():
        return None
    note = Note(**read_json(folder / NOTE, f"remove {folder} and run make unpack again"))
    # A training replaces the model first and its part.json last.
    parts = [name for name in note.files if name != SCORES]
    return note if all(note.is_of(folder, name) for name in parts) else None


def write_note(folder: Path, bundle: str, names: list[str], scored: str | None = None) -> Note:
    """Note the files `names` of `folder` as those of `bundle`."""
    note = Note(bundle, {name: hash_of(folder / name) for name in names}, scored)
    (folder / NOTE).write_text(json.dumps(asdict(note), indent=1) + "\n", encoding="utf-8")
    return note


def hash_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
