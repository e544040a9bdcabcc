"""Whether a row is a verdict, as far as programs reckon with it: a file of verdicts may come from anywhere.

Rows stay the dicts that they are. To make dataclasses of millions of them only to count them would take twice as long,
and would turn "0.9" into a number in the check that is still a text in the row.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Strict, StrictInt, StrictStr, TypeAdapter, ValidationError

from stickerguard.invalid import first_problem
from stickerguard.types import Decision, Finite, Share, State

_Share = Annotated[Share, Strict()]
_Text = StrictStr | None


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Minor(_Part):
    score: _Share | None
    person: _Share | None = None


class _Line(_Part):
    text: _Text = None
    confidence: _Share | None = None
    box: list[list[Finite]] | None = None


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
        return no_verdict(error)
    return None


def no_verdict(error: ValidationError) -> str:
    """What is wrong with what pydantic found to be no verdict, as the end of a sentence about the row."""
    problem = first_problem(error)
    if problem.kind in ("model_type", "dataclass_type"):
        problem = problem._replace(what="is no object")
    return f"is no verdict: {problem.said(None)}"


@cache
def _adapter() -> TypeAdapter[_Row]:
    return TypeAdapter(_Row)
