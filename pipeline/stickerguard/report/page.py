"""The collected run as one HTML file: nothing in it is fetched, no script runs, every name is escaped."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from stickerguard.batch.output_ownership import REPORT_START
from stickerguard.batch.packs import ORDER
from stickerguard.extras import needed
from stickerguard.reason_parsing import translated
from stickerguard.reasons import LANGUAGES
from stickerguard.report.collect import MARKED, Collected, Entry
from stickerguard.report.words import word
from stickerguard.types import Decision, Verdict
from stickerguard.whole_file import write_whole

LONGEST_NAME = 300
LONGEST_TEXT = 500
# What a reader could not see, or what would turn the order of the letters around it. Joiners inside emoji stay.
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def require_jinja() -> None:
    """Raise StickerguardError, code "missing_package", unless Jinja2 is installed."""
    with needed("a report needs Jinja2", "review"):
        import jinja2  # noqa: F401 (only whether it is there)


def render(collected: Collected, *, with_text: bool) -> str:
    """The page; caption text is in it only `with_text`."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("stickerguard", "report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"seen": seen, "count": lambda number: f"{number:,}", "percent": _percent}
    style = (Path(__file__).parent / "report.css").read_text("utf-8")
    packs = collected.worst_packs()
    worst = collected.worst()
    rows = [_row(entry, with_text=with_text) for entry in worst]
    page = environment.get_template("report.html.j2").render(
        languages=LANGUAGES,
        word=word,
        style=style,
        style_hash=base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii"),
        made=f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        last=collected.last,
        order=ORDER,
        counts=collected.counts,
        errors=collected.errors.most_common(),
        packs=[(name, counts, _marked(counts)) for name, counts in packs],
        pack_count=len(collected.packs),
        rows=rows,
        lacking=sum(entry.lacks_thumbnail for entry in worst),
        with_text=with_text,
    )
    return REPORT_START + page


def write_report(collected: Collected, path: Path, *, with_text: bool) -> None:
    """Write the page; the file is whole or as it was. Raises OSError."""
    write_whole(path, render(collected, with_text=with_text))


def seen(text: str, longest: int = LONGEST_NAME) -> str:
    """`text` with what no reader would see written out, cut to `longest` characters."""
    shown = _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text[: longest + 1])
    return shown if len(text) <= longest else shown[:longest] + "…"


def _marked(counts: Counter[Decision]) -> int:
    return sum(counts[decision] for decision in MARKED)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def _row(entry: Entry, *, with_text: bool) -> dict[str, Any]:
    verdict = entry.verdict
    row: dict[str, Any] = {
        "source": verdict.source,
        "pack": verdict.pack,
        "decision": verdict.decision,
        "risk": verdict.risk,
        "thumbnail": None,
        "verdict": None,
        "reasons": {},
        "text": "",
    }
    if not isinstance(verdict, Verdict):
        return row | {"reasons": {language: [word("earlier", language)] for language in LANGUAGES}}
    if (data := entry.thumbnail) is not None:
        row["thumbnail"] = base64.b64encode(data).decode("ascii")
    reasons = (verdict.error.message,) if verdict.error else verdict.reasons
    row["reasons"] = {language: [translated(reason, language) for reason in reasons] for language in LANGUAGES}
    row["verdict"] = verdict
    if with_text:
        row["text"] = " / ".join(line.text for line in verdict.caption.lines if line.text)
    return row
