"""Numbers that options take."""

from __future__ import annotations

import math
from typing import Any

import click


class Number(click.FloatRange):
    """A finite number within a range: NaN, which lies outside no range, and infinity are none that a run could use."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number. Raises click.BadParameter for what is none, is not finite or is out of the range."""
        found: float = click.FLOAT.convert(value, param, ctx)
        if not math.isfinite(found):
            self.fail(f"{value!r} is no finite number; give one, such as 0.5", param, ctx)
        return float(super().convert(found, param, ctx))
