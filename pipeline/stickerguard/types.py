"""The contracts: what a verdict says. Frozen dataclasses, no behaviour beyond `to_dict`."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Annotated, Any, Literal

from pydantic import Field

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
"""A probability or another score, from 0 to 1: whoever reads verdicts back refuses others."""

Finite = Annotated[float, Field(allow_inf_nan=False)]
"""A number to reckon with: JSON and Parquet may hold some that are none."""

State = Literal["evaluated", "no_text", "unreadable", "not_evaluated", "failed"]
"""What became of a signal. None of the last four is a score of 0: their scores are `None`."""

Decision = Literal["clear", "review", "flag", "error"]
"""`review` and `flag` ask a person to look; `error` means that the sticker was not scored: it could not be decoded, its
caption is no text or too long, it took too long, or its worker died. `Verdict.error` says which."""

Point = tuple[Finite, Finite]
Box = tuple[Point, Point, Point, Point]
"""Four corners (x, y) in pixels of the decoded frame, clockwise from the top left of the text."""

Rectangle = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels of the decoded frame; right and bottom lie just outside."""

CANARY = "STICKERGUARD-CANARY"
"""The caption that every bundle scores as fully suggestive, so that a harmless sticker can test the chain."""


@dataclass(frozen=True, slots=True)
class MinorSignal:
    """P(the picture depicts at least one person under 18), worst distinct frame.

    `score` is in [0, 1] when `state` is "evaluated", else None; `frame` is the frame that decided; `person` is
    P(that frame depicts anybody, of whatever age). `box` is where in that frame the evidence for a minor is strongest,
    None where the score is below 0.3 or the bundle does not tell.
    """

    state: State
    score: Share | None = None
    frame: int | None = None
    person: Share | None = None
    box: Rectangle | None = None


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text. `text` is None where text was withheld from the output.

    A line read by OCR has `box`, `confidence` in [0, 1] and `frame`; text given by the caller has none. `raw` is what
    was read, where `text` is not that but what it most likely meant (look-alikes told apart by their company). A
    sentence that scrolls is one line more, behind those of its windows, with the box and frame of the first of these.
    """

    text: str | None
    box: Box | None = None
    confidence: Share | None = None
    frame: int | None = None
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A lexicon term found in a line: evidence, never the decision alone.

    `start` and `end` are character offsets in the original text of `lines[line]`; `term` is None where
    text was withheld. `id` names the term all the same; `stickerguard bundle term ID` says which it is.
    """

    term: str | None
    severity: int
    line: int
    start: int
    end: int
    id: str | None = None


@dataclass(frozen=True, slots=True)
class CaptionSignal:
    """All overlaid text plus text given with the sticker.

    `suggestive` (calibrated P(severity >= 2), in [0, 1]) and `severity` (0 none, 1 romantic, 2 suggestive,
    3 explicit) are numbers exactly when `state` is "evaluated". `language` is a BCP 47 tag guessed from the
    script, "und" where the script does not tell. `unreadable_regions` counts detected text that no engine could
    read with confidence; with some lines read beside them the state is still "evaluated". `unscored_characters` counts
    those beyond the limits on a caption (2,000 characters, 64 lines), which nobody has looked at. `raised_by` holds the
    ids of lexicon terms that raised `suggestive`, and `without_terms` what it would be without any term.
    """

    state: State
    suggestive: Share | None = None
    severity: int | None = None
    language: str | None = None
    lines: tuple[TextLine, ...] = ()
    terms: tuple[Term, ...] = ()
    unreadable_regions: int = 0
    unscored_characters: int = 0
    raised_by: tuple[str, ...] = ()
    without_terms: Share | None = None


@dataclass(frozen=True, slots=True)
class FrameInfo:
    """`decoded` frames were counted by decoding, `distinct` ones were scored; `thinned` says that there were
    more distinct frames than the limit, so that some were left out. `unread` counts those left out that showed what
    looks like writing, long enough to be read and on no scored frame."""

    decoded: int
    distinct: int
    thinned: bool = False
    unread: int = 0


@dataclass(frozen=True, slots=True)
class BundleRef:
    """The bundle that made a verdict; `sha256` is the hash of its manifest, which holds all other hashes."""

    name: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Risk at which a person should look (`review`), and look first (`flag`); 0 < review <= flag <= 1.

    `name` is that of an operating point of the bundle, or what the file they came from calls itself.
    """

    review: Share
    flag: Share
    name: str = "custom"


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds per stage; None where the stage did not run."""

    decode: Finite | None = None
    vision: Finite | None = None
    ocr: Finite | None = None
    caption: Finite | None = None
    fusion: Finite | None = None


@dataclass(frozen=True, slots=True)
class ErrorInfo:
    """`code` is stable and machine-readable; `message` is for people."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What Stickerguard says about one sticker.

    `risk` is the calibrated P(a depicted minor is joined with a suggestive caption); it is a number exactly
    when both halves were evaluated. `risk_bound` is the highest risk that any caption could have given this
    picture: below the review threshold it proves an early `clear`.

    `id` and `pack` are the caller's own names for the sticker and for the pack it belongs to. `known_distance` is the
    PDQ distance (0 to 256) to the nearest sticker of the team's confirmed list, None where no list was given or nothing
    was near. `cached` says that the models did not run because this content ("content") or a near-duplicate of it
    ("near") had been scored before. `kept` holds the columns of the manifest that the caller asked to keep, as written.
    `thresholds` are those that decided, or would have decided where the decision is "error". `caption_digest` tells
    whether the same text came with a sticker of a batch run, not which: many texts share one; None where none came.
    """

    source: str
    sha256: str | None
    decision: Decision
    risk: Share | None
    risk_bound: Share | None
    minor: MinorSignal
    caption: CaptionSignal
    reasons: tuple[str, ...]
    frames: FrameInfo | None
    bundle: BundleRef
    provider: str
    elapsed_ms: Timings
    error: ErrorInfo | None = None
    id: str | None = None
    pack: str | None = None
    known_distance: int | None = None
    cached: Literal["content", "near"] | None = None
    kept: dict[str, str | None] | None = None
    thresholds: Thresholds | None = None
    caption_digest: str | None = None

    def to_dict(self, *, with_text: bool = False) -> dict[str, Any]:
        """A JSON-ready dict in the shape of `verdict.schema.json`; without `with_text` no caption text leaves."""
        verdict = self if with_text else replace(self, caption=_without_text(self.caption))
        return asdict(verdict)


def _without_text(caption: CaptionSignal) -> CaptionSignal:
    return replace(
        caption,
        lines=tuple(replace(line, text=None, raw=None) for line in caption.lines),
        terms=tuple(replace(term, term=None) for term in caption.terms),
    )
