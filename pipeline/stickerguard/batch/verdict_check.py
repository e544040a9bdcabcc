"""Whether a row is a verdict, as far as programs reckon with it: a file of verdicts may come from anywhere.

Rows stay the dicts that they are. To make dataclasses of millions of them only to count them would take twice as long,
and would turn "0.9" into a number in the check that is still a text in the row.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, TypeAdapter, ValidationError

from stickerguard.types import Decision, State, Verdict

_Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False, strict=True)]
_Finite = Annotated[float, Field(allow_inf_nan=False)]
_Text = StrictStr | None


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Minor(_Part):
    score: _Share | None
    person: _Share | None = None


class _Line(_Part):
    text: _Text = None
    confidence: _Share | None = None
    box: list[list[_Finite]] | None = None


class _Caption(_Part):
    state: State
    suggestive: _Share | None
    language: _Text = None
    lines: list[_Line] = []
    without_terms: _Share | None = None


class _Frames(_Part):
    decoded: StrictInt


class _Thresholds(_Part):
    review: _Share
    flag: _Share


class _Row(_Part):
    source: StrictStr
    sha256: _Text = None
    id: _Text = None
    pack: _Text = None
    decision: Decision
    risk: _Share | None
    risk_bound: _Share | None
    minor: _Minor
    caption: _Caption
    frames: _Frames | None = None
    kept: dict[StrictStr, _Text] | None = None
    thresholds: _Thresholds | None = None


def problem_of(row: Any) -> str | None:
    """What is wrong with a row that is no verdict; None for a verdict as `Verdict.to_dict` gives it, of this version or
    a former one."""
    try:
        _adapter().validate_python(row)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        what = "is no object" if first["type"] == "model_type" else first["msg"]
        return f"is no verdict: {where and where + ': '}{what}"
    return None


def problem_of_scores(verdict: Verdict) -> str | None:
    """What is wrong with the numbers of a verdict, of which JSON and Parquet may hold some that no scale has; None
    where each score is within 0 and 1 and all else is finite."""
    for name, score in _scores(verdict):
        if score is not None and not 0 <= score <= 1:  # NaN is nowhere
            return f"is no verdict: {name}: {score} is not from 0 to 1"
    corners = (corner for line in verdict.caption.lines if line.box for corner in line.box)
    times = verdict.elapsed_ms
    timings = times.decode, times.vision, times.ocr, times.caption, times.fusion
    for number in chain(chain.from_iterable(corners), timings):
        if number is not None and not math.isfinite(number):
            return f"is no verdict: it holds {number}, which is no number to reckon with"
    return None


def _scores(verdict: Verdict) -> Iterator[tuple[str, float | None]]:
    yield "risk", verdict.risk
    yield "risk_bound", verdict.risk_bound
    yield "minor.score", verdict.minor.score
    yield "minor.person", verdict.minor.person
    yield "caption.suggestive", verdict.caption.suggestive
    yield "caption.without_terms", verdict.caption.without_terms
    if verdict.thresholds is not None:
        yield "thresholds.review", verdict.thresholds.review
        yield "thresholds.flag", verdict.thresholds.flag
    for line in verdict.caption.lines:
        yield "caption.lines.confidence", line.confidence


@cache
def _adapter() -> TypeAdapter[_Row]:
    return TypeAdapter(_Row)
