"""What a bundle says of itself: the schema of `bundle.json`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
FileName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
SemanticVersion = Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$")]
Rate = Annotated[float, Field(ge=0, le=1)]
Interval = tuple[float, float]
"""Ends of a 95 % bootstrap confidence interval."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


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


class OperatingPoint(_Strict):
    """A named threshold on the risk, with the rates measured at it and the pairs they were measured on.

    `review` and `flag` decide; `strict` is for teams that can look at no more than one in a thousand.
    """

    name: Literal["review", "flag", "strict"]
    threshold: Rate
    true_positive_rate: Rate
    true_positive_interval: Interval | None = None
    false_positive_rate: Rate
    false_positive_interval: Interval | None = None
    positives: int
    negatives: int
    data: str


class Parts(_Strict):
    """The four stages every bundle has."""

    vision: Part
    ocr: Part
    caption: Part
    fusion: Part


class Manifest(_Strict):
    """`bundle.json`: identity, hashes of every other file, and what is known of each stage."""

    schema_version: Literal[1] = 1
    name: str
    version: SemanticVersion
    created: datetime
    usage: str
    minimum_onnxruntime: str
    files: dict[FileName, Sha256]
    operating_points: list[OperatingPoint]
    parts: Parts

    def operating_point(self, name: Literal["review", "flag", "strict"]) -> OperatingPoint:
        """The operating point called `name`; KeyError when the bundle has none."""
        for point in self.operating_points:
            if point.name == name:
                return point
        raise KeyError(name)
