"""Captions of a user with their severity."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.own.problems import Problems
from stickerguard.caption.normalize import normalize

MINIMUM = 20
"""Fewer captions of a kind than this teach nothing and measure less."""


@dataclass(frozen=True, slots=True)
class OwnCaption:
    """One caption; `severity` 0 none, 1 romantic, 2 suggestive, 3 explicit."""

    text: str
    lang: str
    severity: int
    source: str
    licence: str


def has_captions(folder: Path) -> bool:
    """Whether `folder` holds a file that `read_captions` reads."""
    return _file(folder) is not None


def read_captions(folder: Path, *, minimum: int = MINIMUM) -> list[OwnCaption]:
    """The captions of `captions.jsonl` or `captions.csv` in `folder`.

    Fields: text, severity (0 to 3) and, if known, lang, source, licence. Raises StickerguardError, code "bad_data",
    that names every faulty line, and when fewer than `minimum` captions are suggestive (2 or 3), or are not. There may
    be no suggestive ones at all: harmless captions that a model takes for suggestive are worth adding by themselves.
    """
    path = _file(folder)
    if path is None:
        return []
    problems = Problems()
    found: list[OwnCaption] = []
    for place, row in _rows(path, problems):
        text = row.get("text")
        if not isinstance(text, str) or not normalize(text).text:
            problems.add(place, "has no text")
        elif str(row.get("severity")) not in ("0", "1", "2", "3"):
            problems.add(place, f"severity {row.get('severity')!r}; give 0 none, 1 romantic, 2 suggestive, 3 explicit")
        else:
            lang, source = str(row.get("lang") or "und"), f"own_{row.get('source') or 'captions'}"
            found.append(OwnCaption(text, lang, int(row["severity"]), source, str(row.get("licence") or "own")))
    suggestive = sum(row.severity >= 2 for row in found)
    for name, count, fewest, more in (
        ("of severity 2 or 3", suggestive, 1, "none at all are allowed, too"),
        ("of severity 0 or 1", len(found) - suggestive, 0, "a class alone teaches where it came from"),
    ):
        if fewest <= count < minimum:
            problems.add(
                str(path), f"{count} captions {name}; at least {minimum} are needed, add {minimum - count} ({more})"
            )
    problems.check()
    return found


def _file(folder: Path) -> Path | None:
    return next((path for name in ("jsonl", "csv") if (path := folder / f"captions.{name}").is_file()), None)


def _rows(path: Path, problems: Problems) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        problems.add(str(path), f"cannot be read: {error}; write it as UTF-8")
        return
    if path.suffix == ".csv":
        reader = csv.DictReader(io.StringIO(content, newline=""))
        if missing := {"text", "severity"} - set(reader.fieldnames or ()):
            found = ", ".join(reader.fieldnames or ())
            problems.add(str(path), f"has no column {', '.join(sorted(missing))}; found {found}")
            return
        for row in reader:
            yield f"{path}:{reader.line_num}", row
        return
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            problems.add(f"{path}:{number}", f"is not JSON: {error}")
            continue
        if isinstance(row, dict):
            yield f"{path}:{number}", row
        else:
            problems.add(f"{path}:{number}", "is not a JSON object")
