"""One picture: figures of a style, how much of them shows, and what is behind them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from data.characters.age import BABY, BANDS, OLDER_CHILD, Band
from data.characters.figure import draw_figure, draw_head_and_shoulders
from data.characters.ground import background
from data.characters.pen import Pen
from data.characters.person import Person, make_person, shows_adult
from data.characters.pose import Placed, hold_hands, place
from data.characters.signs import draw_pictogram
from data.characters.small import draw_bundle, draw_carried, draw_crawling
from data.characters.style import Style

_UPRIGHT = ("stand", "walk", "run", "lean")


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
    everybody = [make_person(style, band, source) for band in bands]
    carried = len(bands) == 2 and bands[0].label == "adult" and bands[1] is BABY and not pen.one_colour
    crop = _crop(style, len(bands), carried, source)
    people = [_settled(who, style, crop, len(bands), carried) for who in (everybody[:1] if carried else everybody)]
    placed = _row(style, people, source)
    if crop == "full" and style.shadow:
        for at in placed:
            pen.soft(at.x, at.ground, 1.1 * max(0.6, at.half), 0.2, "#000000", 0.4)
    for who, at in zip(people, placed, strict=True):
        _draw_one(pen, who, at, alone=len(bands) == 1)
    if carried:
        draw_carried(pen, everybody[1], people[0], placed[0], source.choice((-1, 1)), source.uniform(0, 75))
    box = _box(style if len(bands) == 1 else replace(style, bodies="whole"), crop, people, placed, source)
    seen = [colour for who in everybody for colour in (who.skin, who.top_colour, who.hair_colour)]
    svg = pen.picture(box, background(style, box, source, seen))
    return Drawing(svg, _label(style, everybody, bands), tuple(round(who.body.years, 1) for who in everybody), crop)


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


def _label(style: Style, people: Sequence[Person], bands: Sequence[Band]) -> str:
    """In chibi styles nobody can tell an adult from a child unless something other than proportions says so.

    Nor do the limbs of a child of ten tell its age where its face does not, unless somebody else's age is beside it.
    """
    if any(band.label == "minor" for band in bands):
        return "minor_weak" if style.same_face and all(band is OLDER_CHILD for band in bands) else "minor"
    unclear = style.chibi and not all(shows_adult(who, style) for who in people)
    return "minor_weak" if unclear else "adult"


def _crop(style: Style, count: int, carried: bool, source: random.Random) -> str:
    # The head of a figure of one colour, without a face or with a face like any other, tells no age.
    if (count > 1 and not carried) or style.same_face or style.finish in ("silhouette", "pictogram"):
        return "full"
    head = 0 if carried or style.eyes == "none" else 3
    if count == 1 and style.bodies != "whole":
        return "head" if style.bodies == "head" else source.choices(("head", "bust"), (head, 5))[0]
    return source.choices(("head", "bust", "full"), (head, 3, 5))[0]


def _settled(who: Person, style: Style, crop: str, count: int, carried: bool) -> Person:
    """The figure in a pose that its picture has room for."""
    pose, gesture = who.pose, who.gesture
    if style.finish in ("silhouette", "pictogram") and pose in ("bundle", "stool"):
        pose = "stand"
    if style.finish == "pictogram" and pose == "crawl":
        pose = "stand"
    if crop != "full" or (count > 1 and pose == "crawl"):
        pose = pose if pose == "bundle" and style.bodies == "whole" else "stand"
    if pose in ("floor", "cross") and who.body.years > 3 and "skirt" in (who.bottom, who.top.replace("dress", "skirt")):
        pose = "stool" if style.finish not in ("silhouette", "pictogram") else "stand"
    held, facing = who.held, who.facing
    if held in ("umbrella", "balloon") and crop != "full":
        held = "none"
    if held == "umbrella":
        gesture, facing = "present", 1
    if gesture == "clasped":
        held = "none"
    if carried:
        gesture, held = "free", "none"
        pose = pose if pose in ("stand", "walk", "stool") else "stand"
    return replace(who, pose=pose, gesture=gesture, held=held, facing=facing)


def _row(style: Style, people: Sequence[Person], source: random.Random) -> list[Placed]:
    placed, x = [], 0.0
    for who in people:
        reach = max(0.72, who.body.shoulders * style.shoulders * 0.72)
        if who.pose in ("floor", "cross", "stool", "walk", "run"):
            reach += 0.12 * who.body.heads
        x += reach
        # Older figures beside younger ones are larger; alone, a figure fills the picture whatever its age.
        placed.append(place(who, style, x, 0.0))
        x += reach
    upright = all(who.pose in _UPRIGHT for who in people)
    return hold_hands(placed) if upright and len(people) > 1 and source.random() < 0.4 else placed


def _draw_one(pen: Pen, who: Person, at: Placed, *, alone: bool) -> None:
    if pen.style.finish == "pictogram":
        draw_pictogram(pen, who, at)
    elif who.pose == "bundle":
        with pen.moved(at.x, at.ground - 2.3, scale=1.0, angle=who.tilt):
            draw_bundle(pen, who)
    elif who.pose == "crawl":
        draw_crawling(pen, who, at)
    elif alone and pen.style.bodies != "whole":
        draw_head_and_shoulders(pen, who, at)
    else:
        with pen.turned(at.x, at.ground, who.lean if alone else 0.0):
            draw_figure(pen, who, at)


def _box(
    style: Style, crop: str, people: list[Person], placed: list[Placed], source: random.Random
) -> tuple[float, float, float, float]:
    bounds = [_bounds(who, at) for who, at in zip(people, placed, strict=True)]
    first, top = placed[0], min(bound[1] for bound in bounds) - 0.15
    margin = source.uniform(1.0, 1.2)
    if crop == "full":
        left, right, low = min(bound[0] for bound in bounds), max(bound[2] for bound in bounds), 0.15
        side = max(right - left, low - top) * margin
        return (left + right - side) / 2, (top + low - side) / 2, side, side
    head = -2.3 if people[0].pose == "bundle" else first.top
    top = head - _over(people[0])
    if style.bodies == "head":
        side = (head + 1.15 - top) * margin
        return first.x - side / 2, (top + head + 1.15 - side) / 2, side, side
    low = {"head": head + 1.75, "bust": min(0.1, head + 2.6)}[crop]
    if style.bodies == "bust":
        low = first.shoulder + (0.5 if crop == "head" else 0.85)
    side = (low - top) * margin
    return first.x - side / 2, low - side, side, side


def _over(who: Person) -> float:
    """How far hair and hat reach above the head."""
    tall = who.hat in ("chef hat", "party hat") or (who.hat == "none" and who.hair in ("afro", "curly", "spiky", "bun"))
    return 0.6 if tall else 0.25


def _bounds(who: Person, at: Placed) -> tuple[float, float, float, float]:
    left, top, right, low = at.bounds()
    if who.pose == "bundle":
        return at.x - 1.0, -2.5, at.x + 1.0, 0.0
    if who.pose == "crawl":
        return at.x - 1.5, -1.9, at.x + 1.5, 0.0
    top = min(top, at.top - _over(who))
    if who.held in ("balloon", "umbrella"):
        top, right = min(top, at.hands[1][1] - 1.7), max(right, at.hands[1][0] + 0.8)
    return left, top, right, low
