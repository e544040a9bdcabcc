"""Choosing the look of a picture and the body of a person."""

from __future__ import annotations

from random import Random

from data.artists.shaded.palette import FUN_HAIRS, GREYS, HAIRS, ODD_SKINS, SKINS, lum, rgb
from data.artists.shaded.people import Body, Look
from data.artists.shaded.poses import POSES

Spans = dict[str, tuple[float, float]]
HEADS: Spans = {"baby": (2.7, 3.3), "child": (3.8, 4.9), "adult": (6, 7.6), "elderly": (5.6, 6.8)}
CHIBI_HEADS: Spans = {"baby": (2.3, 2.6), "child": (2.6, 3.2), "adult": (3.5, 4.5), "elderly": (3.3, 4.1)}
POSES_OF = {
    "baby": ["floor", "floor", "stand", "wave", "cheer"],
    "child": list(POSES),
    "adult": list(POSES)[:10],
    "elderly": ["stand", "walk", "hips", "hold", "sit", "wave", "show"],
}


def look_of(r: Random) -> Look:
    """The look of one picture."""
    odd = r.random() < 0.12
    return Look(
        r.random() < 0.4, r.choice(["dot", "dot", "oval", "iris", "iris", "arc", "gloss"]),
        r.choice(["dot", "hook", "bulb", "none", "bridge"]),
        r.choice(["smile", "smile", "open", "flat", "lips"]), [r.choice(ODD_SKINS)] if odd else SKINS,
        FUN_HAIRS if r.random() < 0.07 else HAIRS,
        r.random() < 0.55, r.random() < 0.5,
    )  # fmt: skip


def _heads(r: Random, spans: Spans, age: str) -> float:
    """How many heads high the age is; a height is drawn for every age, so that equal sources stay in step."""
    return {name: r.uniform(*span) for name, span in spans.items()}[age]


def body_of(r: Random, k: Look, age: str, pose: str = "") -> Body:
    """A body of the age, in the given pose or one of its age's."""
    girl = r.random() < 0.5
    n = _heads(r, HEADS, age)
    if k.chibi:
        n = _heads(r, CHIBI_HEADS, age)
    grown = age in ("adult", "elderly")
    sh = (0.3 + 0.105 * (n - 1)) * ((0.86 if girl else 1) if grown else 0.84) * r.uniform(0.92, 1.1)
    hw = {"baby": r.uniform(0.47, 0.53), "child": r.uniform(0.42, 0.48)}.get(age, r.uniform(0.35, 0.4)) + (
        0.05 if k.chibi and grown else 0
    )
    pose = pose or r.choice(POSES_OF[age])
    hair = r.choice(GREYS) if age == "elderly" and r.random() < 0.85 else r.choice(k.hairs)
    turn = r.choice([0, 0, r.uniform(-0.6, 0.6), r.uniform(-0.6, 0.6), r.uniform(-0.3, 0.3), r.choice([-1, 1])])
    skin = r.choice(k.skins)
    if sum(abs(p - q) for p, q in zip(rgb(skin), rgb(hair), strict=True)) < 110:
        hair = "#15100f" if lum(skin) > 0.25 else r.choice(["#0c0808", "#3a2a24"])
    return Body(age, girl, skin, hair, n, hw, sh, pose, turn)
