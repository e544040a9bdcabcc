"""Whether a row is a verdict, as far as programs reckon with it: a file of verdicts may come from anywhere.

Only what is reckoned with becomes a record: to make a `Verdict` of each of millions of rows only to count them would
take twice as long.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Strict, StrictInt, StrictStr, TypeAdapter, ValidationError

from stickerguard.invalid import first_problem
from stickerguard.types import Decision, Finite, Share, State, Verdict

_Share = Annotated[Share, Strict()]
_Text = StrictStr | None


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")


class CheckedMinor(_Part):
    """Of `MinorSignal`."""

    score: _Share | None
    person: _Share | None = None


class _Line(_Part):
    text: _Text = None
    confidence: _Share | None = None
    box: list[list[Finite]] | None = None


class CheckedCaption(_Part):
    """Of `CaptionSignal`."""

    state: State
    suggestive: _Share | None
    language: _Text = None
    lines: list[_Line] = []
    without_terms: _Share | None = None


class CheckedFrames(_Part):
    """Of `FrameInfo`."""

    decoded: StrictInt


class CheckedThresholds(_Part):
    """Of `Thresholds`."""

    review: _Share
    flag: _Share


class CheckedVerdict(_Part):
    """Of `Verdict`; what a former version did not write is None."""

    source: StrictStr
    sha256: _Text = None
    id: _Text = None
    pack: _Text = None
    decision: Decision
    risk: _Share | None
    risk_bound: _Share | None
    minor: CheckedMinor
    caption: CheckedCaption
    frames: CheckedFrames | None = None
    kept: dict[StrictStr, _Text] | None = None
    thresholds: CheckedThresholds | None = None


def checked(row: Any) -> CheckedVerdict:
    """A row as `Verdict.to_dict` gives it, of this version or a former one. Raises ValidationError, of which
    `no_verdict` makes a message, where it is none."""
    return _adapter().validate_python(row)


def no_verdict(error: ValidationError) -> str:
    """What is wrong with what pydantic found to be no verdict, as the end of a sentence about the row."""
    problem = first_problem(error)
    if problem.kind in ("model_type", "dataclass_type"):
        problem = problem._replace(what="is no object")
    return f"is no verdict: {problem.said(None)}"


@cache
def whole_verdict() -> TypeAdapter[Verdict]:
    """What checks and makes the whole of a verdict, from JSON or a dict."""
    return TypeAdapter(Verdict)


@cache
def _adapter() -> TypeAdapter[CheckedVerdict]:
    return TypeAdapter(CheckedVerdict)
