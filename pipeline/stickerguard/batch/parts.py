"""The Parquet parts of a folder: part-00000.parquet, part-00001.parquet, ..."""

from __future__ import annotations

import re
from pathlib import Path

_DIGITS = 5
_PART = re.compile(r"part-([0-9]+)\.parquet")
_LOCK = re.compile(r"\.(.+)\.lock")
_BESIDE = re.compile(r"\.(.+)\.(?:unfinished|lock)")


def part_name(number: int) -> str:
    """The name of the part `number`, from 0 on; of more digits than five from 100,000 on."""
    return f"part-{number:0{_DIGITS}}.parquet"


def is_part(name: str) -> bool:
    """Whether a run may give a part that name: five digits or more."""
    named = _PART.fullmatch(name)
    return named is not None and len(named[1]) >= _DIGITS


def is_of_part(name: str) -> bool:
    """Whether a run makes a file of that name for a part: itself, or its hidden unfinished one or lock."""
    beside = _BESIDE.fullmatch(name)
    return is_part(beside[1] if beside else name)


def finished_parts(folder: Path) -> list[Path]:
    """The complete parts in `folder`, in the order they were written in; what is called otherwise comes first."""
    return sorted(folder.glob("part-*.parquet"), key=lambda part: (_order(part), part.name))


def next_number(parts: list[Path]) -> int:
    """The number behind all of `parts`: somebody may have taken some away, and what is left must not be written
    over."""
    return max(map(_order, parts), default=-1) + 1


def locked_parts(folder: Path) -> list[Path]:
    """The parts in `folder` that have a lock, whether one holds it or not."""
    names = (_LOCK.fullmatch(lock.name) for lock in folder.glob(".part-*.parquet.lock"))
    return [folder / name[1] for name in names if name]


def _order(part: Path) -> int:
    named = _PART.fullmatch(part.name)  # also one that no run gave, such as part-7.parquet
    return int(named[1]) if named else -1
