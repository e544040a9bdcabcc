"""How often each kind of pair reaches a decision: {child, adult, nobody} x {suggestive, romantic, harmless} x looks.

Pairs are of scores, a held-out picture and a held-out caption drawn independently; no picture meets a caption.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from data.vision.index import Picture
from stickerguard import Bundle
from stickerguard.fusion import FusionModel
from stickerguard.runtime import RuntimeOptions

PAIRS = 2_000
DRAWS = 200
_DEPICTED = {"minor": "child", "adult": "adult", "none": "nobody"}
_LOOKS = {
    "photo": "photo", "page": "drawing", "illustration": "drawing", "drawn": "emoji", "shapes": "words and shapes",
}  # fmt: skip
Scores = npt.NDArray[np.floating]


def kind_of(picture: Picture) -> str | None:
    """Such as "child, photo"; None for a picture of unsure age or drawn by rule."""
    depicted, looks = _DEPICTED.get(picture.label), _LOOKS.get(picture.kind)
    return f"{depicted}, {looks}" if depicted and looks else None


def wording_of(row: dict[str, Any]) -> str | None:
    """suggestive, romantic or harmless; None for a caption whose severity is not that well known."""
    if row["low"] >= 2:
        return "suggestive"
    if row["high"] == 0:
        return "harmless"
    return "romantic" if row["low"] == row["high"] == 1 else None


def kind_metrics(
    bundle: Bundle, pictures: Sequence[Picture], minor: Scores, rows: Sequence[dict[str, Any]], suggestive: Scores
) -> list[dict[str, object]]:
    """For each kind of pair the share that reaches review, and flag, with 95 % intervals.

    Within a kind every source of pictures and every language of captions weighs the same; intervals come from drawing
    groups of pictures (artists, photographs, designs) and captions again.
    """
    fusion = FusionModel(bundle.file("fusion.onnx"), options=RuntimeOptions())
    thresholds = {name: bundle.manifest.operating_point(name).threshold for name in ("review", "flag")}
    seen = _grouped([kind_of(p) for p in pictures], [p.source for p in pictures], [p.group for p in pictures], minor)
    said = _grouped(
        [wording_of(r) for r in rows], [r["lang"] for r in rows], [str(i) for i in range(len(rows))], suggestive
    )
    found: list[dict[str, object]] = []
    for kind, beds in sorted(seen.items()):
        for wording in ("suggestive", "romantic", "harmless"):
            if wording not in said:
                continue
            risks = _risks(fusion, beds, said[wording])
            count = sum(len(values) for groups in beds.values() for values in groups.values())
            for name, threshold in thresholds.items():
                shares = [float((drawn >= threshold).mean()) for drawn in risks]
                low, high = (float(end) for end in np.quantile(shares[1:], (0.025, 0.975)))
                found.append(
                    {
                        "slice": f"{kind} x {wording} caption",
                        "metric": f"share that reaches {name}",
                        "value": round(shares[0], 4),
                        "interval": [round(min(low, shares[0]), 4), round(max(high, shares[0]), 4)],
                        "count": count,
                        "note": "pairs of held-out scores, every source and language the same weight",
                    }
                )
    return found


Beds = dict[str, dict[str, list[float]]]


def _grouped(
    kinds: Sequence[str | None], beds: Sequence[str], groups: Sequence[str], scores: Scores
) -> dict[str, Beds]:
    """kind -> bed -> group -> scores."""
    found: dict[str, Beds] = {}
    for kind, bed, group, score in zip(kinds, beds, groups, scores.tolist(), strict=True):
        if kind is not None:
            found.setdefault(kind, {}).setdefault(bed, {}).setdefault(group, []).append(score)
    return found


def _risks(fusion: FusionModel, pictures: Beds, captions: Beds) -> list[Scores]:
    """Risks of `PAIRS` pairs; first those of all groups, then `DRAWS` times those of groups drawn again."""
    random = np.random.default_rng(0)
    return [
        fusion.risks(_drawn(pictures, random, again=bool(draw)), _drawn(captions, random, again=bool(draw)))
        for draw in range(DRAWS + 1)
    ]


def _drawn(beds: Beds, random: np.random.Generator, *, again: bool) -> npt.NDArray[np.float32]:
    each = -(-PAIRS // len(beds))
    parts = []
    for groups in beds.values():
        names = sorted(groups)
        kept = random.choice(len(names), len(names)) if again else range(len(names))
        parts.append(random.choice(np.concatenate([groups[names[i]] for i in kept]), each))
    drawn = np.concatenate(parts).astype(np.float32)
    # The halves are independent: without this, beds of one half would meet the same beds of the other.
    return random.permutation(drawn)[:PAIRS]
