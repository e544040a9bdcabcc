"""Which bundle and thresholds made the verdicts of a run: risks of two bundles, or marks of two thresholds, tell
nothing together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from stickerguard.errors import StickerguardError
from stickerguard.provenance import bundle_words, threshold_words
from stickerguard.types import BundleRef, Thresholds


@dataclass(slots=True)
class _Known:
    """What rows must say, as a value to compare and in words; `place` is the first row that said so, None as long as it
    was only given."""

    value: object
    words: str
    place: str | None = None


class RunProvenance:
    """Checks that rows of verdicts were made with the `bundle` and the `thresholds` given, or, where none are given,
    with those of the first row that names them. Rows of former versions, which may name neither, pass."""

    def __init__(self, bundle: BundleRef | None = None, thresholds: Thresholds | None = None) -> None:
        self._bundle = _of_bundle(asdict(bundle)) if bundle else None
        self._thresholds = _of_thresholds(asdict(thresholds)) if thresholds else None

    def check(self, row: Mapping[str, Any], place: str) -> None:
        """Raise StickerguardError, code "other_run", for a row of another bundle or of other thresholds; `place` names
        its file and the row."""
        bundle, used = row.get("bundle"), row.get("thresholds")
        if isinstance(bundle, Mapping) and bundle.get("sha256"):
            self._bundle = _agreed(self._bundle, _of_bundle(bundle, place), "bundle", "--bundle")
        if isinstance(used, Mapping):
            options = "--operating-point or --thresholds"
            self._thresholds = _agreed(self._thresholds, _of_thresholds(used, place), "thresholds", options)


def _agreed(known: _Known | None, said: _Known, what: str, options: str) -> _Known:
    if known is None:
        return said
    if known.value == said.value:
        known.place = known.place or said.place
        return known
    if known.place is None:
        rest = f"but this reckons with {known.words}; give with {options} what its run was made with"
    else:
        rest = f"but {known.place} with {known.words}; give only verdicts made with the same {what}"
    raise StickerguardError(f"{said.place}: was made with the {what} {said.words}, {rest}", code="other_run")


def _of_bundle(bundle: Mapping[str, Any], place: str | None = None) -> _Known:
    ref = BundleRef(str(bundle.get("name")), str(bundle.get("version")), str(bundle["sha256"]))
    return _Known(ref.sha256, bundle_words(ref), place)


def _of_thresholds(used: Mapping[str, Any], place: str | None = None) -> _Known:
    # As they are shown, which is how `same_threshold` compares them.
    value = threshold_words(used["review"]), threshold_words(used["flag"])
    return _Known(value, f"{used.get('name')} (review {value[0]}, flag {value[1]})", place)
