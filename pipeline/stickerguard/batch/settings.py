"""What decided a row, as the row itself says it: verdicts of one file must be comparable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from stickerguard.provenance import bundle_words, same_bundle, same_threshold, threshold_words
from stickerguard.types import BundleRef, Thresholds


class Settings(NamedTuple):
    """The bundle, the thresholds and whether every caption was read, as far as a row tells; None is not said.

    A sticker whose caption was looked at although it could not have mattered tells of `exhaustive`, one whose caption
    was not of its opposite; most rows tell neither.
    """

    bundle: BundleRef | None = None
    review: float | None = None
    flag: float | None = None
    exhaustive: bool | None = None

    @classmethod
    def of_run(cls, bundle: BundleRef, thresholds: Thresholds, *, exhaustive: bool) -> Settings:
        """Those of the run at hand."""
        return cls(bundle, thresholds.review, thresholds.flag, exhaustive)

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Settings:
        """Those of a row in the shape of `Verdict.to_dict`; whatever is not there is not said."""
        bundle, thresholds = _part(row, "bundle"), _part(row, "thresholds")
        review, bound = _number(thresholds.get("review")), _number(row.get("risk_bound"))
        state, exhaustive = _part(row, "caption").get("state"), None
        if state and row.get("decision") != "error" and review is not None and bound is not None and bound < review:
            exhaustive = state != "not_evaluated"
        sha256 = bundle.get("sha256")
        ref = BundleRef(str(bundle.get("name")), str(bundle.get("version")), str(sha256)) if sha256 else None
        return cls(ref, review, _number(thresholds.get("flag")), exhaustive)

    def differences(self, run: Settings) -> Iterator[str]:
        """What these rows were decided by that `run` is not, each as the part of a sentence."""
        if self.bundle is not None and run.bundle is not None and not same_bundle(self.bundle, run.bundle):
            yield f"bundle {bundle_words(self.bundle)}, now {bundle_words(run.bundle)}"
        for name, then, now in (("review", self.review, run.review), ("flag", self.flag, run.flag)):
            if then is not None and now is not None and not same_threshold(then, now):
                yield f"threshold of {name} {threshold_words(then)}, now {threshold_words(now)}"
        if None not in (self.exhaustive, run.exhaustive) and self.exhaustive != run.exhaustive:
            with_it, without = "with --exhaustive", "without --exhaustive"
            yield f"{with_it}, now without" if self.exhaustive else f"{without}, now with it"


def flat_settings(row: Mapping[str, str]) -> Settings:
    """Those of a row of a CSV of ours."""
    parts = {
        part: {key.removeprefix(f"{part}_"): value for key, value in row.items() if key.startswith(f"{part}_")}
        for part in ("bundle", "thresholds", "caption")
    }
    return Settings.of_row({"decision": row["decision"], "risk_bound": row["risk_bound"], **parts})


def _part(row: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = row.get(name)
    return part if isinstance(part, dict) else {}


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
