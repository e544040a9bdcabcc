"""Known answers: what each model of a bundle gave when it was packed, and the inputs, so that it can be asked again.

The canary never reaches the caption model, and one sticker proves little of the others. The pictures are drawn from the
numbers in the file alone: waves and discs and strokes, no photograph.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stickerguard.errors import BundleError
from stickerguard.invalid import first_problem

FILE = "known_answers.json"
Score = Annotated[float, Field(ge=0, le=1)]
Tolerance = Annotated[float, Field(gt=0, lt=1)]
_Level = Annotated[int, Field(ge=0, le=255)]
Colour = tuple[_Level, _Level, _Level]
Side = Annotated[int, Field(ge=16, le=1024)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Stroke(_Strict):
    """A line with round ends, from and to in pixels; where both are one point, a disc."""

    start: tuple[float, float]
    end: tuple[float, float]
    radius: Annotated[float, Field(gt=0, le=1024)]
    colour: Colour


class Picture(_Strict):
    """Strokes over a ground whose channels are `ground + swing * sin(2 pi (fx x / width + fy y / height))`."""

    width: Side
    height: Side
    ground: Colour
    swing: Annotated[float, Field(ge=0, le=127)] = 0.0
    waves: tuple[tuple[float, float], tuple[float, float], tuple[float, float]] = ((0, 0), (0, 0), (0, 0))
    strokes: Annotated[tuple[Stroke, ...], Field(max_length=200)] = ()

    def draw(self) -> npt.NDArray[np.uint8]:
        """The picture, uint8 [height, width, 3], RGB."""
        y, x = np.mgrid[: self.height, : self.width].astype(np.float64)
        phases = [fx * x / self.width + fy * y / self.height for fx, fy in self.waves]
        pixels = np.asarray(self.ground) + self.swing * np.sin(2 * np.pi * np.stack(phases, axis=-1))
        for stroke in self.strokes:
            cover = np.clip(stroke.radius + 0.5 - _distance(x, y, stroke.start, stroke.end), 0, 1)[..., np.newaxis]
            pixels = pixels * (1 - cover) + np.asarray(stroke.colour) * cover
        return np.clip(np.rint(pixels), 0, 255).astype(np.uint8)


class VisionAnswer(_Strict):
    """The two scores of a picture."""

    name: str
    picture: Picture
    minor: Score
    person: Score
    tolerance: Tolerance


class OcrAnswer(_Strict):
    """The lines read from a picture, and the lowest confidence among them."""

    name: str
    picture: Picture
    lines: tuple[str, ...]
    confidence: Score
    tolerance: Tolerance


class CaptionAnswer(_Strict):
    """What the network alone says of a text in its normal form: its pieces, and probabilities of severity 0 to 3."""

    text: Annotated[str, Field(min_length=1, max_length=200)]
    pieces: tuple[int, ...]
    suggestive: Score
    severity: tuple[Score, Score, Score, Score]
    tolerance: Tolerance


class FusionAnswer(_Strict):
    """The risk of a pair of scores."""

    minor: Score
    suggestive: Score
    risk: Score
    tolerance: Tolerance


class KnownAnswers(_Strict):
    """`known_answers.json` of a bundle; tolerances are absolute, for every supported ONNX Runtime and int8 kernel."""

    schema_version: Literal[1] = 1
    onnxruntime: str
    vision: Annotated[tuple[VisionAnswer, ...], Field(min_length=1, max_length=100)]
    ocr: Annotated[tuple[OcrAnswer, ...], Field(min_length=1, max_length=100)]
    caption: Annotated[tuple[CaptionAnswer, ...], Field(min_length=1, max_length=100)]
    fusion: Annotated[tuple[FusionAnswer, ...], Field(min_length=1, max_length=1000)]


def load(path: Path, content: bytes) -> KnownAnswers:
    """The known answers in `content`, which was read from `path`. Raises BundleError, "bad_known_answers"."""
    try:
        return KnownAnswers.model_validate_json(content, strict=True)
    except ValidationError as error:
        raise BundleError(
            f"{path}: {first_problem(error).said()}; pack the bundle again", code="bad_known_answers"
        ) from error


def _distance(
    x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], start: tuple[float, float], end: tuple[float, float]
) -> npt.NDArray[np.float64]:
    """From each pixel to the nearest point of a line segment."""
    (x0, y0), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    length = dx * dx + dy * dy
    along = np.clip(((x - x0) * dx + (y - y0) * dy) / length, 0, 1) if length else np.zeros_like(x)
    return np.asarray(np.hypot(x - x0 - along * dx, y - y0 - along * dy))
