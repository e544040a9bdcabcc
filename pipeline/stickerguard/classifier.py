"""StickerClassifier: the cascade over all stages.

Vision goes first, because most stickers depict no minor and reading text is the dearest stage; the caption is read
only where it could still change the decision (Viola & Jones 2001 called such a chain a cascade; ours is exact,
see `fusion`).
"""

from __future__ import annotations

import copy
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from stickerguard.bundle import Bundle
from stickerguard.caption.model import CaptionModel
from stickerguard.caption.own_lexicon import OwnLexicon
from stickerguard.caption.term_weights import TermWeights
from stickerguard.caption_stage import corrected, given_text, read_frames, score_text
from stickerguard.crops import crops
from stickerguard.errors import StickerguardError, of_sticker
from stickerguard.file_snapshot import FileSnapshot
from stickerguard.fusion import UNCLEAR, FusionModel, decide
from stickerguard.images import GROUND, Limits, Sticker, StickerInput, decode, is_one_sticker, source_name
from stickerguard.localisation import evidence_box, place_of
from stickerguard.ocr import create_engine
from stickerguard.reasons import Place, because
from stickerguard.runtime import RuntimeOptions, resolve_provider
from stickerguard.thresholds import chosen
from stickerguard.types import BundleRef, CaptionSignal, ErrorInfo, MinorSignal, Thresholds, Timings, Verdict
from stickerguard.vision import VisionModel
from stickerguard.writable import writable_name, writable_text

OcrName = Literal["ppocr", "tesseract"]


@dataclass(slots=True)
class _Stopwatch:
    """Collects the milliseconds of each stage in turn."""

    laps: dict[str, float] = field(default_factory=dict)
    _last: float = field(default_factory=time.perf_counter)

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.laps[stage] = round(self.laps.get(stage, 0.0) + (now - self._last) * 1000, 3)
        self._last = now

    def timings(self) -> Timings:
        return Timings(**self.laps)


class StickerClassifier:
    """Scores stickers with one bundle. Safe to share between threads.

    `ocr` names the engine, `exhaustive` reads every caption even where it cannot change the decision, `limits`
    bound what one sticker may cost, `lexicon` is a file of the team's own terms. `thresholds` are an operating point of
    the bundle by its name, a file that `stickerguard tune` wrote, or `Thresholds`; by default the point `review`.
    `vision_batch` frames of a sticker are scored together, which pays on a GPU only.

    Raises StickerguardError (own lexicon, thresholds, limits or runtime refused), BundleError (bundle refused),
    OcrError (engine not installed), ProviderError (provider not there).
    """

    def __init__(
        self,
        bundle: Bundle | Path | str | None = None,
        *,
        ocr: OcrName = "ppocr",
        exhaustive: bool = False,
        limits: Limits | None = None,
        runtime: RuntimeOptions | None = None,
        lexicon: Path | str | FileSnapshot | None = None,
        thresholds: Thresholds | Path | str | FileSnapshot | None = None,
        vision_batch: int = 1,
    ) -> None:
        _check("limits", limits, Limits, wanted="Limits(max_bytes=...)", code="bad_limits")
        _check("runtime", runtime, RuntimeOptions, wanted="RuntimeOptions(provider=...)", code="bad_runtime")
        kinds = str, os.PathLike, FileSnapshot
        _check("lexicon", lexicon, *kinds, wanted="the path of a .csv or .jsonl", code="bad_lexicon")
        self.bundle = bundle if isinstance(bundle, Bundle) else Bundle.load(bundle)
        self.runtime = runtime or RuntimeOptions()
        self.provider = resolve_provider(self.runtime)
        self.limits = limits or Limits()
        self.exhaustive = exhaustive
        parts = self.bundle.manifest.parts
        lexicon = Path(lexicon) if isinstance(lexicon, str | os.PathLike) else lexicon
        self.thresholds = chosen(self.bundle, thresholds)
        self.vision = VisionModel(
            self.bundle.file("vision.onnx"),
            size=int(parts.vision.preprocessing["size"]),
            ground=GROUND,
            options=self.runtime,
            batch=vision_batch,
        )
        self.caption = CaptionModel(
            self.bundle.file("caption.onnx"),
            self.bundle.file("tokenizer.json"),
            self.bundle.file("lexicon.json"),
            max_tokens=int(parts.caption.preprocessing["max_tokens"]),
            options=self.runtime,
            own=OwnLexicon.load(lexicon) if lexicon is not None else None,
            weights=TermWeights.of(parts.caption.calibration.parameters if parts.caption.calibration else {}),
        )
        self.fusion = FusionModel(self.bundle.file("fusion.onnx"), options=self.runtime)
        self.ocr = create_engine(ocr, self.bundle, self.runtime)

    def with_thresholds(self, thresholds: Thresholds | Path | str | FileSnapshot | None) -> StickerClassifier:
        """One that decides by `thresholds`, as the constructor takes them, with the models of this one. Raises
        StickerguardError where they are refused."""
        other = copy.copy(self)
        other.thresholds = chosen(self.bundle, thresholds)
        return other

    def classify(self, sticker: StickerInput, *, caption: str | None = None, source: str | None = None) -> Verdict:
        """Score one sticker: a path, the bytes of a file, a PIL image or a uint8 array.

        `caption` is text that comes with it (pack title, alt text) and is scored like overlaid text; `source` names
        the sticker in the verdict where it is no path. A sticker that cannot be decoded, a caption that is no str or
        too long, or a source that is no str gives a verdict with decision "error", not an exception; so does whatever
        else goes wrong with it (code "internal"). A PIL image is left at the frame at which it stood; threads may give
        the same one, but nobody else may use it meanwhile.
        """
        watch = _Stopwatch()
        try:
            name = source if source and isinstance(source, str) else source_name(sticker)
            given = given_text(caption, self.limits, name)
            decoded = decode(sticker, self.limits, source=source)
            watch.lap("decode")
            return self._judge(decoded, given, watch)
        except BaseException as error:
            return self.failed(source if source and isinstance(source, str) else source_name(sticker), error)

    def classify_decoded(self, sticker: Sticker, *, caption: str | None = None) -> Verdict:
        """Score what `images.decode` gave; `elapsed_ms.decode` stays None. Raises as `given_text`."""
        return self._judge(sticker, given_text(caption, self.limits, sticker.source), _Stopwatch())

    def failed(self, source: str, error: BaseException) -> Verdict:
        """The verdict of a sticker that could not be scored; raises `error` where it means to end the run."""
        return failed_verdict(source, error, bundle=self.bundle.ref, provider=self.provider, thresholds=self.thresholds)

    def classify_many(self, stickers: Iterable[StickerInput]) -> Iterator[Verdict]:
        """Verdicts in input order, one at a time: memory does not grow with the number of stickers.

        Raises StickerguardError, code "not_many", for one sticker in place of several: of a path each letter would be
        scored, of a picture each row.
        """
        if is_one_sticker(stickers):
            raise StickerguardError(
                f"classify_many: {source_name(stickers)[:80]} is one sticker; give a list, or call classify",
                code="not_many",
            )
        return map(self.classify, stickers)

    def _judge(self, sticker: Sticker, given: str | None, watch: _Stopwatch) -> Verdict:
        minor, place = self._minor(sticker)
        watch.lap("vision")
        bound = self.fusion.bound(minor.score or 0.0)
        caption, risk, without_terms = CaptionSignal("not_evaluated"), None, None
        if self.exhaustive or bound >= self.thresholds.review:
            watch.lap("fusion")
            text = _all_text(given, sticker)
            read = read_frames(self.ocr, sticker.frames, text and writable_text(text))
            watch.lap("ocr")
            caption = score_text(self.caption, corrected(self.caption, read))
            watch.lap("caption")
            if minor.score is not None and caption.suggestive is not None:
                risk = self.fusion.risk(minor.score, caption.suggestive)
                if caption.raised_by and caption.without_terms is not None:
                    without_terms = self.fusion.risk(minor.score, caption.without_terms)
        fused = decide(
            minor,
            caption,
            risk=risk,
            bound=bound,
            thresholds=self.thresholds,
            place=place,
            unread_frames=sticker.info.unread,
            without_terms=without_terms,
        )
        watch.lap("fusion")
        reasons = fused.reasons
        if sticker.info.thinned:
            reasons += (because("thinned", scored=sticker.info.distinct, decoded=sticker.info.decoded),)
        return Verdict(
            source=sticker.source,
            sha256=sticker.sha256,
            decision=fused.decision,
            risk=fused.risk,
            risk_bound=bound,
            minor=minor,
            caption=caption,
            reasons=tuple(reason.said() for reason in reasons),
            frames=sticker.info,
            bundle=self.bundle.ref,
            provider=self.provider,
            elapsed_ms=watch.timings(),
            thresholds=self.thresholds,
        )

    def _minor(self, sticker: Sticker) -> tuple[MinorSignal, Place | None]:
        """The signal, and where in the picture its evidence lies."""
        seen = [(frame, part) for frame in sticker.frames for part in crops(*frame.rgb.shape[:2])]
        scores = self.vision.scores([frame.rgb[top:bottom, left:right] for frame, (left, top, right, bottom) in seen])
        worst = int(scores.minor.argmax())
        (frame, (left, top, right, bottom)), score = seen[worst], float(scores.minor[worst])
        person = max(float(found) for found, (other, _) in zip(scores.person, seen, strict=True) if other is frame)
        box = evidence_box(scores.places[worst], bottom - top, right - left) if score >= UNCLEAR else None
        if box is not None:
            box = (box[0] + left, box[1] + top, box[2] + left, box[3] + top)
        place = place_of(box, *frame.rgb.shape[:2]) if box else None
        return MinorSignal("evaluated", score, frame.index, person, box), place


def _check(name: str, given: object, *kinds: type, wanted: str, code: str) -> None:
    """Raise StickerguardError where an argument is of another kind: told here, it costs no sticker."""
    if given is not None and not isinstance(given, kinds):
        raise StickerguardError(f"{name}: a {type(given).__name__} says none; give {wanted}, or nothing", code=code)


def _all_text(given: str | None, sticker: Sticker) -> str | None:
    """Text that no frame shows: what the caller gave, and what the file holds as text."""
    return "\n".join([*([given] if given else []), *sticker.text]) if sticker.text else given


def failed_verdict(
    source: str, error: BaseException, *, bundle: BundleRef, provider: str, thresholds: Thresholds | None = None
) -> Verdict:
    """The verdict of a sticker that could not be scored; raises `error` where it means to end the run."""
    reason = of_sticker(error, source)
    return Verdict(
        source=writable_name(source),
        sha256=None,
        decision="error",
        risk=None,
        risk_bound=None,
        minor=MinorSignal("not_evaluated"),
        caption=CaptionSignal("not_evaluated"),
        reasons=(),
        frames=None,
        bundle=bundle,
        provider=provider,
        elapsed_ms=Timings(),
        error=ErrorInfo(reason.code, writable_name(str(reason))),
        thresholds=thresholds,
    )
