"""What a bundle says of itself: the schema of `bundle.json`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from stickerguard.invalid import first_problem

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
FileName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
SemanticVersion = Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$")]
RuntimeVersion = Annotated[str, Field(pattern=r"^\d+\.\d+(\.\d+)?$")]
Rate = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
Interval = tuple[float, float]
"""Ends of a 95 % bootstrap confidence interval."""


PointName = Literal["review", "flag", "strict"]
_ORDER: tuple[PointName, ...] = ("review", "flag", "strict")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class WeightRecord(_Strict):
    """Where the weights in one file come from, and under which licence they may be used."""

    file: FileName
    licence: str
    origin: str


class DataRecord(_Strict):
    """One data set that shaped or measured a part."""

    name: str
    version: str | None = None
    licence: str
    use: str
    count: int


class Calibration(_Strict):
    """How raw scores became probabilities; `ece` is the expected calibration error (Guo et al. 2017) on `data`."""

    method: str
    parameters: dict[str, float]
    data: str
    ece: float | None = None


class Metric(_Strict):
    """One measured figure; `count` is the number of samples behind it."""

    slice: str
    metric: str
    value: float
    interval: Interval | None = None
    count: int
    note: str | None = None


class Part(_Strict):
    """One stage of the bundle."""

    files: list[FileName]
    weights: list[WeightRecord]
    training_data: list[DataRecord] = []
    preprocessing: dict[str, Any] = {}
    labels: list[str] = []
    calibration: Calibration | None = None
    metrics: list[Metric] = []
    opset: int | None = None
    command: str


class _Settings(BaseModel):
    """Preprocessing that the package acts on; what else a part notes there is for people."""

    model_config = ConfigDict(extra="allow", strict=True, allow_inf_nan=False)


class VisionSettings(_Settings):
    """`size` is the side of the square that pictures are letterboxed into, in pixels."""

    size: Annotated[int, Field(ge=32, le=2048)]


class CaptionSettings(_Settings):
    """`max_tokens` is how many pieces of a caption the model reads at once, prefix and marks included."""

    max_tokens: Annotated[int, Field(ge=16, le=8192)]


class OcrSettings(_Settings):
    """The fields of `PpOcrSettings`, whose defaults hold where a bundle says nothing, and those retired."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    long_side: Annotated[int, Field(ge=32, le=8192)] | None = None
    upscale: Annotated[float, Field(gt=0, le=16)] | None = None
    threshold: Rate | None = None
    box_threshold: Rate | None = None
    unclip: Annotated[float, Field(gt=0, le=16)] | None = None
    line_confidence: Rate | None = None
    short_confidence: Rate | None = None
    character_confidence: Rate | None = None
    unreadable_score: Rate | None = None
    unreadable_height: Positive | None = None
    unreadable_share: Rate | None = None
    unreadable_aspect: Positive | None = None
    certain_aspect: Positive | None = None
    doubtful_confidence: Rate | None = None
    upright_confidence: Rate | None = None
    scribble_limit: Rate | None = None
    no_text_limit: Rate | None = None
    scribble_line: Rate | None = None
    scribble_region: Rate | None = None
    misread_limit: Rate | None = None
    faint_trace: Annotated[float, Field(ge=-1, le=1)] | None = None


def _fits(settings: type[_Settings]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A check that leaves what was written as it is: the stages read the plain mapping."""

    def check(preprocessing: dict[str, Any]) -> dict[str, Any]:
        if empty := sorted(name for name, value in preprocessing.items() if value is None):
            raise ValueError(f"{empty[0]}: says nothing")
        try:
            settings.model_validate(preprocessing)
        except ValidationError as error:
            raise ValueError(first_problem(error).said()) from error
        return preprocessing

    return check


class VisionPart(Part):
    """The vision model."""

    preprocessing: Annotated[dict[str, Any], AfterValidator(_fits(VisionSettings))]


class OcrPart(Part):
    """The detector and the recogniser of text."""

    preprocessing: Annotated[dict[str, Any], AfterValidator(_fits(OcrSettings))] = {}


class CaptionPart(Part):
    """The caption model, its tokenizer and its lexicon."""

    preprocessing: Annotated[dict[str, Any], AfterValidator(_fits(CaptionSettings))]


class OperatingPoint(_Strict):
    """A named threshold on the risk, with the rates measured at it and the pairs they were measured on.

    `review` and `flag` decide; `strict` is for teams that can look at no more than one in a thousand.
    """

    name: PointName
    threshold: Annotated[float, Field(gt=0, le=1)]
    true_positive_rate: Rate
    true_positive_interval: Interval | None = None
    false_positive_rate: Rate
    false_positive_interval: Interval | None = None
    positives: int
    negatives: int
    data: str


class Parent(_Strict):
    """A bundle that weights of this one began with or were taken from; `sha256` is that of its `bundle.json`."""

    name: str
    version: SemanticVersion
    sha256: Sha256


class Parts(_Strict):
    """The four stages every bundle has."""

    vision: VisionPart
    ocr: OcrPart
    caption: CaptionPart
    fusion: Part


class Manifest(_Strict):
    """`bundle.json`: identity, hashes of every other file, and what is known of each stage.

    Schema version 2 says that the bundle has known answers; bundles of version 1 have none. `usage` says in words what
    the bundle may be used for, `restrictions` each limit by itself, those of all parents among them.
    """

    schema_version: Literal[1, 2] = 1
    name: str
    version: SemanticVersion
    created: datetime
    usage: str
    restrictions: list[str] = []
    parent: Parent | None = None
    further_parents: list[Parent] = []
    minimum_onnxruntime: RuntimeVersion
    files: dict[FileName, Sha256]
    operating_points: list[OperatingPoint]
    parts: Parts

    @model_validator(mode="after")
    def _points_in_order(self) -> Self:
        counts = Counter(point.name for point in self.operating_points)
        if missing := [name for name in ("review", "flag") if not counts[name]]:
            raise ValueError(f"operating_points: there is no {missing[0]}")
        if twice := [name for name, count in counts.items() if count > 1]:
            raise ValueError(f"operating_points: there are two called {twice[0]}")
        order = sorted(self.operating_points, key=lambda point: _ORDER.index(point.name))
        for lower, higher in pairwise(order):
            if lower.threshold > higher.threshold:
                raise ValueError(f"operating_points: the threshold {lower.name} is above {higher.name}")
        return self

    def operating_point(self, name: PointName) -> OperatingPoint:
        """The operating point called `name`; KeyError when the bundle has none."""
        for point in self.operating_points:
            if point.name == name:
                return point
        raise KeyError(name)
