"""The whole picture."""

from __future__ import annotations

import random

from data.artists.toon.animals import beast
from data.artists.toon.babies import lying
from data.artists.toon.bodies import Place
from data.artists.toon.casting import person
from data.artists.toon.couples import couple
from data.artists.toon.ears import EARS
from data.artists.toon.figures import figure
from data.artists.toon.framing import frame
from data.artists.toon.pen import Pen
from data.artists.toon.scenes import scene
from data.artists.toon.styles import AGES, STYLES
from data.artists.toon.things import thing


def draw(source: random.Random, who: str) -> str:
    """An SVG text, viewBox 0 0 256 256, of `who`.

    That is "baby", "child", "adult", "elderly", "pair" (adult and child) or "none".
    """
    style = source.choice(tuple(STYLES))
    pen = Pen(source, STYLES[style])
    size = source.choice((source.uniform(70, 150), *(source.uniform(lo, 248) for lo in (150, 185, 205, 215, 225))))
    crop = source.choices(("full", "half", "head"), (6, 1.7, 1.7))[0] if who not in ("pair", "none") else "full"
    tall = {"baby": 45, "child": 66}.get(who, 95) / {"full": 1, "half": 1.8, "head": 3}[crop]
    pen.lw = pen.px * tall / 215
    pen.wob = tall / 215 * source.uniform(0.7, 1.6) if style == "doodle" else 0.0
    if who == "pair":
        place: Place | None = couple(source, pen, style)
    elif who == "none":
        place, crop = _nobody(source, pen, style)
    else:
        place, crop = _somebody(source, pen, style, who, crop)
    move = frame(pen, place, crop, size)
    back = scene(pen, filled=style == "flat" and who == "none")
    body = "".join(pen.out)
    if crop == "full" and source.random() < 0.15 and style != "flat":
        halo = f'<g fill="#fff" stroke="#fff" stroke-width="{tall * 0.06:.1f}" stroke-linejoin="round">'
        body = f"{halo}{''.join(pen.halo)}</g>{body}"
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256">'
    return f'{head}{back}<g transform="{move}">{body}</g></svg>'


def _nobody(source: random.Random, pen: Pen, style: str) -> tuple[Place | None, str]:
    what = source.choices(("upright", "beast", "thing"), (2, 1.5, 3))[0]
    p = person(source, style, source.choice(AGES[:3]), source.choice(list(EARS)))
    p.cues -= {"lips", "heel", "beads"}
    p.glasses = p.glasses if source.random() < 0.3 else ""
    p.eyes = "dot" if p.eyes == "none" and source.random() < 0.7 else p.eyes
    if what == "upright":
        place = figure(pen, p, 0, 0).place
        return place, source.choice(("full", "full", "full", "head"))
    if what == "beast":
        beast(pen, p)
    else:
        thing(pen, p)
    return None, "full"


def _somebody(source: random.Random, pen: Pen, style: str, who: str, crop: str) -> tuple[Place, str]:
    p = person(source, style, who)
    lies = who == "baby" and source.random() < 0.3 and p.head != "pill"
    place = lying(pen, p) if lies else figure(pen, p, 0, 0).place
    return place, "half" if p.eyes == "none" and crop == "head" else crop
