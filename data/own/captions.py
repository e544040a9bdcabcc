"""Captions of a user with their severity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.caption.filters import refers_to_age_family_or_school
from data.caption.keys import key_of, signs_of
from data.own.problems import SHOWN, Problems
from data.own.tables import table_rows
from stickerguard.batch.tables import cell_text
from stickerguard.caption.normalize import normalize
from stickerguard.caption_stage import given_text
from stickerguard.errors import LimitError
from stickerguard.limits import Limits
from stickerguard.writable import writable_text

MINIMUM = 20
"""Fewer captions of a kind than this teach nothing and measure less."""

OWN = "own_"
"""How the source of a user's caption begins."""


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


def read_captions(folder: Path, *, minimum: int = MINIMUM, remarks: list[str] | None = None) -> list[OwnCaption]:
    """The captions of `captions.jsonl` or `captions.csv` in `folder`, each once.

    Fields: text, severity (0 to 3) and, if known, lang, source, licence. Suggestive captions (2 or 3) that refer to
    age, family or school are left out, as everywhere; `remarks` gets how many those are, and how many stand there more
    than once.

    Raises StickerguardError, code "bad_data", that names every faulty line, captions that have two severities, and when
    fewer than `minimum` captions that are used are suggestive, or are not. There may be no suggestive ones at all:
    harmless captions that a model takes for suggestive are worth adding by themselves.
    """
    path = _file(folder)
    if path is None:
        return []
    problems = Problems()
    first: dict[tuple[str, str], tuple[str, OwnCaption]] = {}
    again: list[str] = []
    for place, row in table_rows(path, ("text", "severity"), ("lang", "source", "licence"), problems):
        caption = _caption(place, row, problems)
        if caption is None:
            continue
        former, known = first.setdefault((key_of(caption.text), signs_of(caption.text)), (place, caption))
        if known.severity != caption.severity:
            what = f"severity {caption.severity}, but the same caption has {known.severity} at {former}; give it one"
            problems.add(place, what)
        elif former != place:
            again.append(place)
    unused = [place for place, caption in first.values() if _is_left_out(caption)]
    found = [caption for _, caption in first.values() if not _is_left_out(caption)]
    said = [f"{path}: {len(again)} captions are there already and count once: {_lines(again)}"] if again else []
    if unused:
        what = f"{len(unused)} suggestive captions refer to age, family or school and are not used: {_lines(unused)}"
        said.append(f"{path}: {what}")
    suggestive = sum(row.severity >= 2 for row in found)
    for name, count, given, more in (
        ("of severity 2 or 3", suggestive, suggestive + len(unused), "none at all are allowed, too"),
        ("of severity 0 or 1", len(found) - suggestive, minimum, "a class alone teaches where it came from"),
    ):
        if given and count < minimum:
            problems.add(
                str(path), f"{count} captions {name}; at least {minimum} are needed, add {minimum - count} ({more})"
            )
    problems.check(said)
    if remarks is not None:
        remarks += said
    return found


def _caption(place: str, row: Mapping[str, Any], problems: Problems) -> OwnCaption | None:
    given, severity = row.get("text"), cell_text(row.get("severity"))
    try:
        text = given_text(given, Limits(), place) if isinstance(given, str) else ""
    except LimitError:
        problems.add(place, f"has a text of {len(given or ''):,} characters; give at most {Limits().max_caption:,}")
        return None
    if not text or not normalize(text).text:
        problems.add(place, "has no text")
    elif severity not in ("0", "1", "2", "3"):
        problems.add(place, f"severity {row.get('severity')!r}; give 0 none, 1 romantic, 2 suggestive, 3 explicit")
    else:
        lang, source, licence = (
            writable_text(cell_text(row.get(name)) or usual)
            for name, usual in (("lang", "und"), ("source", "captions"), ("licence", "own"))
        )
        return OwnCaption(text, lang, int(severity), OWN + source, licence)
    return None


def _is_left_out(caption: OwnCaption) -> bool:
    return caption.severity >= 2 and refers_to_age_family_or_school(caption.text)


def _lines(places: Sequence[str]) -> str:
    more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
    return f"lines {', '.join(place.rpartition(':')[2] for place in places[:SHOWN])}{more}"


def _file(folder: Path) -> Path | None:
    return next((path for name in ("jsonl", "csv") if (path := folder / f"captions.{name}").is_file()), None)
