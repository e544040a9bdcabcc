"""One picture: figures of a style, how much of them shows, and what is behind them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from data.characters.age import BABY, BANDS, Band
from data.characters.figure import Placed, draw_bundle, draw_carried, draw_figure, draw_pictogram, place
from data.characters.pen import Pen
from data.characters.person import Person, make_person
from data.characters.style import Style, colour, darker

_LIGHT = ("#ffffff", "#ffe082", "#b3e5fc", "#c8e6c9")


@dataclass(frozen=True, slots=True)
class Drawing:
    """SVG text with what it shows; `years` are the ages of the figures."""

    svg: str
    label: str
    years: tuple[float, ...]
    crop: str


def draw(style: Style, bands: Sequence[Band], seed: int) -> Drawing:
    """A picture of one figure for each of `bands`, in `style`. The same arguments always give the same picture."""
    source = random.Random(f"{style.name} {[band.name for band in bands]} {seed}")
    pen = Pen(style, source)
    people = [make_person(style, band, source) for band in bands]
    carried = len(bands) == 2 and bands[0].label == "adult" and bands[1] is BABY and not pen.one_colour
    if carried:
        people, baby = people[:1], people[1]
    # The head of a figure of one colour tells no age.
    whole = len(people) > 1 or pen.one_colour
    crop = "full" if whole else source.choices(("head", "bust", "full"), (0, 6, 3) if carried else (3, 3, 4))[0]
    placed, x = [], 0.0
    for who in people:
        reach = max(0.75, who.body.shoulders * 0.75)
        x += reach
        # Older figures beside younger ones are larger; alone, a figure fills the picture whatever its age.
        placed.append(place(who, x, 0.0))
        x += reach
    for who, at in zip(people, placed, strict=True):
        _draw_one(pen, who, at, source)
    if carried:
        draw_carried(pen, baby, people[0], placed[0], source.choice((-1, 1)), source.uniform(0, 75))
        people.append(baby)
    box = _box(crop, people, placed, source)
    label = "minor" if any(band.label == "minor" for band in bands) else "adult"
    svg = pen.picture(box, _background(style, box, source))
    return Drawing(svg, label, tuple(round(who.body.years, 1) for who in people), crop)


def _draw_one(pen: Pen, who: Person, at: Placed, source: random.Random) -> None:
    if pen.style.finish == "pictogram":
        draw_pictogram(pen, who, at)
    elif who.body.years < BABY.high and not pen.one_colour and source.random() < 0.5:
        with pen.moved(at.x, at.top, scale=1.0, angle=source.gauss(0, 8)):
            draw_bundle(pen, who)
    else:
        draw_figure(pen, who, at)


def group_of(source: random.Random) -> tuple[Band, ...]:
    """Bands for a picture of several people: families, babies in arms, children, adults."""
    minors = [band for band in BANDS if band.label == "minor"]
    adults = [band for band in BANDS if band.label == "adult"]
    kind = source.choice(("family", "family", "carried", "children", "adults", "adults"))
    if kind == "carried":
        return (source.choice(adults), BABY)
    if kind == "family":
        return (source.choice(adults), *source.choices(minors, k=source.choice((1, 2))))
    return tuple(source.choices(minors if kind == "children" else adults, k=source.choice((2, 3))))


def _box(
    crop: str, people: list[Person], placed: list[Placed], source: random.Random
) -> tuple[float, float, float, float]:
    left = min(at.x - max(at.half, 0.75) for at in placed) - 0.35
    right = max(at.x + max(at.half, 0.75) for at in placed) + 0.35
    top = min(at.top for at in placed) - 0.3
    low = {"head": top + 1.75, "bust": min(0.1, placed[0].shoulder + 1.5), "full": 0.25}[crop]
    if crop != "full":
        left, right = placed[0].x - (low - top) / 2, placed[0].x + (low - top) / 2
    side = max(right - left, low - top) * source.uniform(1.0, 1.25)
    return (left + right - side) / 2, low - side if crop != "full" else (top + low - side) / 2, side, side


def _background(style: Style, box: tuple[float, float, float, float], source: random.Random) -> str:
    x, y, side, _ = box
    kind = source.choices(("none", "disc", "plain", "hills", "room"), (5, 1.5, 2, 1, 1))[0]
    first, second = (Pen(style, source).paint(colour(style, source)) for _ in range(2))
    if style.finish in ("silhouette", "line") and kind != "none":
        first, second = "#ffffff", "#f0f0f0"
    if style.finish == "pictogram":
        light = style.ink == "#ffffff"
        kind = source.choice(("plain", "disc")) if light else kind
        first = darker(colour(style, source), 0.7) if light else source.choice(_LIGHT)
        second = "#f0f0f0"
    full = f'<rect x="{x:.3f}" y="{y:.3f}" width="{side:.3f}" height="{side:.3f}"'
    match kind:
        case "disc":
            return f'<circle cx="{x + side / 2:.3f}" cy="{y + side / 2:.3f}" r="{side / 2:.3f}" fill="{first}"/>'
        case "plain":
            return f'{full} fill="{first}"/>'
        case "hills":
            hill = f'<ellipse cx="{x + side * 0.3:.3f}" cy="{y + side:.3f}" rx="{side:.3f}" ry="{side * 0.3:.3f}"'
            return f'{full} fill="{first}"/>{hill} fill="{second}"/>'
        case "room":
            floor = f'<rect x="{x:.3f}" y="{y + side * 0.8:.3f}" width="{side:.3f}" height="{side * 0.2:.3f}"'
            return f'{full} fill="{first}"/>{floor} fill="{second}"/>'
    return ""
