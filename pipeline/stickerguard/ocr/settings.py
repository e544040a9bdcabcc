"""What the PP-OCR engine is set to, as a bundle's manifest has it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from stickerguard.ocr.detect import DetectorSettings

RETIRED = frozenset(
    {
        "unreadable_score",
        "unreadable_height",
        "unreadable_share",
        "unreadable_aspect",
        "certain_aspect",
        "scribble_limit",
        "no_text_limit",
    }
)
"""Settings of former bundles that nothing reads any more: what is unreadable is judged by `doubt`, whose limits go with
its weights."""


@dataclass(frozen=True, slots=True)
class PpOcrSettings:
    """Settings measured on drawn stickers; lengths in pixels, confidences in [0, 1].

    `long_side` is what pictures are resized to for detection, at most `upscale` times larger than they are. Lines
    read with less than `line_confidence` are dropped; up to three characters need `short_confidence`, and without a
    letter among them, or alone, `character_confidence`: round shapes pass for an O or an 80. So are those that are a
    scribble with `scribble_line` probability or more (see `doubt`).

    A region counts as unreadable when its line was dropped and it is a scribble with less than `scribble_region` (with
    less than `scribble_line` where only a second look, for faint text, found it), or when its line was kept, is
    misread with more than `misread_limit`, and was not read with `upright_confidence`.

    One line read with less than `upright_confidence` makes the engine look at the sticker upside down as well; what
    reads with less than `doubtful_confidence` does not turn a line. Such a line is read again, cut closer: the surer
    reading counts unless it is shorter, and where they differ it counts as unreadable, too.

    Faint and struck text is looked for in a second look where the first shows more than `faint_trace` of text
    somewhere; with less than 0 always.
    """

    long_side: int = 416
    upscale: float = 4.0
    threshold: float = 0.3
    box_threshold: float = 0.5
    unclip: float = 1.6
    line_confidence: float = 0.5
    short_confidence: float = 0.75
    character_confidence: float = 0.95
    doubtful_confidence: float = 0.85
    upright_confidence: float = 0.98
    scribble_line: float = 0.15
    scribble_region: float = 0.25
    misread_limit: float = 0.45
    faint_trace: float = -1.0

    @classmethod
    def from_preprocessing(cls, preprocessing: dict[str, Any]) -> PpOcrSettings:
        """The settings stored in a bundle's manifest."""
        return cls(**{name: value for name, value in preprocessing.items() if name not in RETIRED})

    @property
    def detector(self) -> DetectorSettings:
        """Those that the detector shares."""
        return DetectorSettings(**{field.name: getattr(self, field.name) for field in fields(DetectorSettings)})
