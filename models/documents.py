"""JSON files that one step leaves for the next."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from stickerguard.errors import StickerguardError


def read_json(path: Path, remedy: str, code: str = "bad_document") -> dict[str, Any]:
    """The object in `path`; `remedy` says what makes the file.

    Raises StickerguardError with this code for a missing file and for one that holds no JSON object.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StickerguardError(f"{path}: {error.strerror}; {remedy}", code=code) from error
    except ValueError as error:
        raise StickerguardError(f"{path}: not JSON: {error}; {remedy}", code=code) from error
    if not isinstance(found, dict):
        raise StickerguardError(f"{path}: holds no JSON object; {remedy}", code=code)
    return found


def in_one_line(error: Exception) -> str:
    """What `error` says, without line breaks; of a ValidationError each field and what is wrong with it."""
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, found['loc']))}: {found['msg']}" for found in error.errors())
    return " ".join(str(error).split())
