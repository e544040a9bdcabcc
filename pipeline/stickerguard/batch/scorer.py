"""One item -> one verdict: fetch, look up, decode, score, compare with the confirmed list."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

import numpy as np
import numpy.typing as npt

from stickerguard.batch.cache import LARGEST_NEAR, VerdictCache, scope_of
from stickerguard.batch.items import Item, RemoteFile
from stickerguard.batch.known import DISTANCE, KnownList
from stickerguard.batch.pdq import pdq_hashes, require_pdq
from stickerguard.batch.remote import fetch
from stickerguard.caption_stage import given_text
from stickerguard.classifier import StickerClassifier
from stickerguard.errors import StickerguardError
from stickerguard.file_snapshot import FileSnapshot, read_once
from stickerguard.images import Sticker, decode, read_file
from stickerguard.reasons import because
from stickerguard.types import Timings, Verdict

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LookupOptions:
    """What spares the models: `cache` a folder of former verdicts, `near` the PDQ distance (0 to 15) within which
    another sticker's verdict is served, None for identical content only; `known` a file of confirmed PDQ hashes that
    flags what is within `known_distance` (0 to 256). `checked` says that the cache could be opened as the run began:
    one that fails after that is done without."""

    cache: Path | None = None
    near: int | None = None
    known: Path | FileSnapshot | None = None
    known_distance: int = DISTANCE
    with_text: bool = False
    checked: bool = False

    @property
    def files(self) -> tuple[Path, ...]:
        """The list, where it is not read yet: nothing of it may be written to."""
        return (self.known,) if isinstance(self.known, Path) else ()

    def with_files(self) -> LookupOptions:
        """These options with the list read: it is that one that each worker process gets."""
        return replace(self, known=read_once(self.known)) if isinstance(self.known, Path) else self

    def check(self) -> LookupOptions:
        """These options for the worker processes, some of which may begin when the cache has failed. Raises what `open`
        raises."""
        cache, _ = self.open()
        if cache:
            cache.close()
        return replace(self, checked=True)

    def open(self) -> tuple[VerdictCache | None, KnownList | None]:
        """The cache and the list. Raises StickerguardError: one that cannot be used, or pdqhash missing; not for a
        cache after `check`, which is None then."""
        if self.near is not None:
            require_pdq()
            if not 0 <= self.near <= LARGEST_NEAR:
                raise StickerguardError(f"near is {self.near}; it goes from 0 to {LARGEST_NEAR}", code="bad_option")
        known = KnownList.load(self.known, self.known_distance) if self.known else None
        try:
            return VerdictCache(self.cache, with_text=self.with_text) if self.cache else None, known
        except StickerguardError as error:
            if not self.checked:
                raise
            _warn(error)
            return None, known


class Scorer:
    """Scores the items of a batch run with one classifier; never raises for what a sticker does.

    Raises StickerguardError when it is made: a cache or a list that cannot be used, or pdqhash missing.
    """

    def __init__(self, classifier: StickerClassifier, lookup: LookupOptions | None = None) -> None:
        lookup = lookup or LookupOptions()
        self.classifier = classifier
        self._with_text = lookup.with_text
        self._near = lookup.near
        self._cache, self._known = lookup.open()

    def score(self, item: Item) -> Verdict:
        """The verdict of `item`, with its `source`, `id` and `pack`."""
        try:
            verdict = self._score(item)
        except BaseException as error:
            verdict = self.classifier.failed(item.source, error)
        return item.named(verdict)

    def _score(self, item: Item) -> Verdict:
        given_text(item.caption, self.classifier.limits, item.source)
        data = self._bytes(item)
        scope, content = self._scope(item.caption), hashlib.sha256(data).digest()
        verdict = self._found(lambda cache: cache.find(scope, content))
        if verdict is not None:
            verdict = replace(verdict, cached="content", elapsed_ms=Timings())
        if verdict is not None and self._known is None:
            return verdict
        if self._near is None and self._known is None:
            verdict = self.classifier.classify(data, caption=item.caption, source=item.source)
            return self._kept(scope, content, verdict, None)
        sticker = decode(data, self.classifier.limits, source=item.source)
        verdict = verdict or self._near_or_new(sticker, item, scope, content)
        return self._compared(verdict, sticker)

    def _near_or_new(self, sticker: Sticker, item: Item, scope: bytes, content: bytes) -> Verdict:
        # Of an animation no single hash stands for the whole.
        pdq = None
        if self._near is not None and len(sticker.frames) == 1:
            pdq = next(iter(pdq_hashes(sticker.frames)), None)
        distance, value = self._near, pdq
        if distance is not None and value is not None:
            near = self._found(lambda cache: cache.find_near(scope, value, distance))
            if near is not None:
                return replace(near, cached="near", elapsed_ms=Timings(), sha256=sticker.sha256)
        verdict = self.classifier.classify_decoded(sticker, caption=item.caption)
        return self._kept(scope, content, verdict, pdq)

    def _compared(self, verdict: Verdict, sticker: Sticker) -> Verdict:
        distance = self._known.nearest(sticker.frames) if self._known else None
        if distance is None:
            return verdict
        reasons = [because("known", distance=distance)]
        if verdict.decision != "flag":
            reasons.append(because("known_only", decision=verdict.decision))
        said = (reason.said() for reason in reasons)
        return replace(verdict, decision="flag", known_distance=distance, reasons=(*said, *verdict.reasons))

    def _kept(self, scope: bytes, content: bytes, verdict: Verdict, pdq: npt.NDArray[np.uint64] | None) -> Verdict:
        # What failed is worth another try: limits, engines and disks change.
        if verdict.decision != "error" and verdict.caption.state != "failed":
            self._found(lambda cache: cache.add(scope, content, verdict, pdq))
        return verdict

    def _found(self, use: Callable[[VerdictCache], Verdict | None]) -> Verdict | None:
        """What `use` finds in the cache; one that fails (a full disk) is left for the rest of the run."""
        if self._cache is None:
            return None
        try:
            return use(self._cache)
        except StickerguardError as error:
            _warn(error)
            cache, self._cache = self._cache, None
            cache.close()
            return None

    def _bytes(self, item: Item) -> bytes:
        limits = self.classifier.limits
        match item.content:
            case bytes(data):
                return data
            case RemoteFile():
                return fetch(item.content, limits.max_bytes)
            case Path():
                return read_file(item.content, item.source, limits)
            case error:
                raise error

    def _scope(self, caption: str | None) -> bytes:
        classifier = self.classifier
        own = classifier.caption.own
        return scope_of(
            version("stickerguard"),
            classifier.bundle.ref.sha256,
            classifier.provider,
            classifier.ocr.name,
            own.sha256 if own else None,
            repr((classifier.exhaustive, classifier.limits, classifier.thresholds, self._with_text)),
            caption,
        )


def _warn(error: StickerguardError) -> None:
    _log.warning("stickerguard: scoring goes on without the cache: %s", error)
