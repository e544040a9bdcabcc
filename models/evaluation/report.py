"""A report of figures as Markdown and JSON, and the comparison of two."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from models.documents import in_one_line, read_json
from stickerguard.errors import StickerguardError

Row = dict[str, Any]
_LOWER_IS_BETTER = ("expected calibration error", "false positive rate")
_REMEDY = "run make evaluate again"


class _Figure(BaseModel):
    slice: str
    metric: str
    value: float
    interval: tuple[float, float]


class _Report(BaseModel):
    """What a comparison needs of a report.json."""

    sections: dict[str, list[_Figure]]


def write_report(
    out: Path, title: str, sections: dict[str, list[Row]], plots: Sequence[str], headline: str = "",
    changed: Sequence[Row] = (),
) -> None:  # fmt: skip
    """Write `report.json` and `report.md`, which shows the PNG files named in `plots`, into `out`.

    `headline` comes first; `changed` are the figures against the bundle before, as `compare_rows` gives them.
    """
    out.mkdir(parents=True, exist_ok=True)
    content = {"bundle": title, "headline": headline, "changed": list(changed), "sections": sections}
    (out / "report.json").write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    lines = [*([f"**{headline}**", ""] if headline else []), f"# {title}", ""]
    if changed:
        lines += ["## against the bundle before", "", comparison_text(changed), ""]
    for name, rows in sections.items():
        lines += [f"## {name}", "", _table(rows), ""]
    lines += [f"![{plot}]({plot})" for plot in plots]
    (out / "report.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def compare(first: Path, second: Path) -> list[Row]:
    """Figures that both reports hold, with the change from `first` to `second`.

    `verdict` is "worse" or "better" where the intervals do not overlap, "perhaps worse" or "perhaps better" where only
    the values differ by more than 0.005, else "same". Raises StickerguardError, code "bad_report", for a report that is
    missing or cannot be read, and for two without a figure in common.
    """
    rows = compare_rows(_figures(first), _figures(second))
    if not rows:
        raise StickerguardError(
            f"{first}, {second}: no figure is in both reports; give two that make evaluate wrote of the same parts",
            code="bad_report",
        )
    return rows


def compare_rows(before: Iterable[Row], after: Iterable[Row]) -> list[Row]:
    """The same of the figures themselves."""
    old, new = ({(row["slice"], row["metric"]): row for row in rows} for rows in (before, after))
    rows = []
    for key in old:
        if key not in new:
            continue
        change = new[key]["value"] - old[key]["value"]
        better = -change if key[1].startswith(_LOWER_IS_BETTER) else change
        apart = old[key]["interval"][1] < new[key]["interval"][0] or new[key]["interval"][1] < old[key]["interval"][0]
        word = "same" if abs(better) <= 0.005 else "better" if better > 0 else "worse"
        verdict = word if word == "same" or apart else f"perhaps {word}"
        rows.append(
            {"slice": key[0], "metric": key[1], "before": old[key]["value"], "after": new[key]["value"],
             "change": round(change, 4), "verdict": verdict}
        )  # fmt: skip
    return rows


def comparison_text(rows: Iterable[Row]) -> str:
    """What got worse first, then the rest, as a Markdown table."""
    order = ("worse", "perhaps worse", "perhaps better", "better", "same")
    lines = ["| slice | metric | before | after | change | |", "|---|---|---|---|---|---|"]
    for row in sorted(rows, key=lambda row: order.index(row["verdict"])):
        lines.append(
            f"| {row['slice']} | {row['metric']} | {row['before']:.4f} | {row['after']:.4f} | {row['change']:+.4f} "
            f"| {row['verdict']} |"
        )
    return "\n".join(lines)


def _figures(folder: Path) -> list[Row]:
    path = folder / "report.json"
    if not path.is_file():
        raise StickerguardError(f"{path}: no such report; run make evaluate first", code="bad_report")
    try:
        report = _Report.model_validate(read_json(path, _REMEDY, code="bad_report"))
    except ValidationError as error:
        raise StickerguardError(f"{path}: {in_one_line(error)}; {_REMEDY}", code="bad_report") from error
    return [row.model_dump() for rows in report.sections.values() for row in rows]


def _table(rows: Iterable[Row]) -> str:
    lines = ["| slice | metric | value | 95 % interval | n | note |", "|---|---|---|---|---|---|"]
    for row in rows:
        low, high = row["interval"]
        lines.append(
            f"| {row['slice']} | {row['metric']} | {row['value']:.4f} | {low:.4f} to {high:.4f} | {row['count']} "
            f"| {row.get('note') or ''} |"
        )
    return "\n".join(lines)
