"""A verdict's evidence as a page shows it: bars with thresholds, captions with their terms marked, boxes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pydantic import ValidationError

from stickerguard.bundle import MANIFEST, default_bundle_path
from stickerguard.bundle_files import read_document
from stickerguard.errors import BundleError
from stickerguard.fusion import PROBABLY, UNCLEAR
from stickerguard.manifest import Manifest
from stickerguard.types import CaptionSignal, State, Thresholds, Verdict


@dataclass(frozen=True, slots=True)
class Mark:
    """A threshold on a bar; `name` is a key of the words."""

    name: str
    at: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A score in [0, 1] with the thresholds on its scale; `score` is None where `state` says why there is none."""

    name: str
    score: float | None
    state: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line; `severity` is that of the term that it is, None where it is none."""

    text: str
    severity: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A caption line; `pieces` are empty where the text was withheld, `hidden_terms` are then the severities of its
    terms. `given` says that the text came with the sticker and is not in the picture."""

    pieces: tuple[Piece, ...]
    hidden_terms: tuple[int, ...]
    confidence: float | None
    frame: int | None
    given: bool


def thresholds_of(bundles: Iterable[Path | None]) -> dict[str, Thresholds]:
    """The thresholds of bundles (None: the shipped one) by the hash that verdicts name them with.

    Raises BundleError, codes "not_a_bundle" and "bad_manifest".
    """
    found = {}
    for bundle in bundles:
        path = (bundle or default_bundle_path()) / MANIFEST
        try:
            raw = read_document(path)
            manifest = Manifest.model_validate_json(raw)
        except (OSError, ValueError) as error:
            code = "bad_manifest" if isinstance(error, ValidationError) else "not_a_bundle"
            raise BundleError(f"{path}: cannot be read: {error}; give the folder of a bundle", code=code) from error
        review, flag = (manifest.operating_point(name).threshold for name in ("review", "flag"))
        found[hashlib.sha256(raw).hexdigest()] = Thresholds(review, flag)
    return found


def bars(verdict: Verdict, thresholds: Thresholds | None) -> list[Bar]:
    """Risk, minor and suggestive score; the risk without marks where the thresholds of its bundle are not known."""
    marks = (Mark("review", thresholds.review), Mark("flag", thresholds.flag)) if thresholds else ()
    caption, minor = verdict.caption, verdict.minor
    both = minor.state == caption.state == "evaluated"
    risk_state: State = "evaluated" if both or verdict.risk is not None else "not_evaluated"
    return [
        _bar("risk", verdict.risk, risk_state, marks),
        _bar("minor", minor.score, minor.state, (Mark("unclear", UNCLEAR), Mark("probably", PROBABLY))),
        _bar("suggestive", caption.suggestive, caption.state),
    ]


def _bar(name: str, score: float | None, state: State, marks: tuple[Mark, ...] = ()) -> Bar:
    # Databases of before may hold scores that no scale has, which `verdict_of` leaves out.
    if state == "evaluated" and (score is None or not 0 <= score <= 1):
        return Bar(name, None, "failed", marks)
    return Bar(name, score, state, marks)


def caption_lines(caption: CaptionSignal) -> list[Line]:
    """The lines with their terms marked."""
    found = []
    for number, line in enumerate(caption.lines):
        terms = [term for term in caption.terms if term.line == number]
        if line.text is None:
            pieces: tuple[Piece, ...] = ()
            hidden = tuple(term.severity for term in terms)
        else:
            pieces = tuple(_pieces(line.text, [(term.start, term.end, term.severity) for term in terms]))
            hidden = ()
        found.append(Line(pieces, hidden, line.confidence, line.frame, line.frame is None))
    return found


def _pieces(text: str, terms: list[tuple[int, int, int]]) -> Iterator[Piece]:
    """`text` cut where terms begin and end; where they overlap the graver one counts."""
    inside = [(max(0, start), min(len(text), end), severity) for start, end, severity in terms]
    cuts = sorted({0, len(text), *(cut for start, end, _ in inside if start < end for cut in (start, end))})
    for start, end in pairwise(cuts):
        severities = [severity for first, last, severity in inside if first <= start and end <= last]
        yield Piece(text[start:end], max(severities, default=None))


@dataclass(frozen=True, slots=True)
class Outline:
    """Corners of a box in pixels of the frame, as SVG's `points`; `kind` is minor or text."""

    kind: str
    points: str


def outlines(verdict: Verdict, frame: int) -> list[Outline]:
    """What is outlined in this frame: where the evidence for a minor lies, and the lines of text."""
    found = []
    if verdict.minor.box is not None and verdict.minor.frame == frame:
        left, top, right, bottom = verdict.minor.box
        corners: list[tuple[float, float]] = [(left, top), (right, top), (right, bottom), (left, bottom)]
        found.append(Outline("minor", _points(corners)))
    found += [Outline("text", _points(line.box)) for line in verdict.caption.lines if line.box and line.frame == frame]
    return found


def _points(corners: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in corners)
