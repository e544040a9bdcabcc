"""A bar with the time left on a terminal, nothing elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from tqdm import tqdm

_T = TypeVar("_T")


def progress(items: Iterable[_T], what: str, total: int | None = None) -> Iterable[_T]:
    """`items` as they are, with a bar on standard error while they are gone through."""
    # disable=None: tqdm shows itself on a terminal only.
    shown: Iterable[_T] = tqdm(items, desc=what, total=total, disable=None, leave=False)
    return shown
