"""JSONL files of this project's own making and of local sets, and JSON files of packages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from stickerguard.batch.tables import BadRow, numbered_jsonl
from stickerguard.errors import StickerguardError


def read_objects(path: Path, *, code: str = "bad_data") -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The object of each line with the line's number. Raises StickerguardError, `code`, for a line that is none."""
    for number, row in numbered_jsonl(path):
        if isinstance(row, BadRow):
            raise StickerguardError(f"{path}:{number}: {row.what}", code=code)
        yield number, row


def read_json(path: Path) -> Any:
    """The content of a JSON file of a package, which is taken to be whole. Raises OSError where there is none."""
    return json.loads(path.read_text(encoding="utf-8"))
