"""Emoji drawn again by other hands: the shapes of one vendor with other lines, colours and proportions.

Domain randomisation (Tobin et al. 2017, arXiv 1703.06907) on the vector file itself: what a picture shows stays, and
how it is drawn does not, so that a model cannot lean on the hands of the few vendors it may learn from.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from xml.etree import ElementTree

from fontTools.pens.boundsPen import ControlBoundsPen
from fontTools.svgLib.path import parse_path

from data.vision.hands import HANDS, Hand, Rgb, hex_of, parsed, toned

_SVG = "http://www.w3.org/2000/svg"
_SHAPES = frozenset({"path", "circle", "ellipse", "rect"})
_UNSEEN = frozenset({"clipPath", "mask", "filter", "linearGradient", "radialGradient"})


def redraw(svg: str, source: random.Random) -> tuple[str, str]:
    """`svg` drawn by a hand that `source` picks, and that hand's name.

    Gradients become flat, shadows and other filters go. Raises xml.etree.ElementTree.ParseError for what is no SVG.
    """
    root = ElementTree.fromstring(svg)
    left, top, wide, high = (float(part) for part in root.attrib["viewBox"].split())
    side = max(wide, high)
    hand = source.choice(HANDS)(source)
    gradients = _gradients(root)
    for shape, fill in list(_shapes(root, "#000000")):
        _draw(shape, gradients.get(fill) or parsed(fill), hand, side)
    room = hand.line * side
    root.set("viewBox", f"{left - room} {top - room} {wide + 2 * room} {high + 2 * room}")
    _reshape(root, (left + wide / 2, top + high / 2), source)
    ElementTree.register_namespace("", _SVG)
    return ElementTree.tostring(root, encoding="unicode"), hand.name


def _draw(shape: ElementTree.Element, fill: Rgb | None, hand: Hand, side: float) -> None:
    if fill is not None:
        shape.set("fill", hex_of(hand.colour(fill)))
    if (stroke := parsed(shape.get("stroke"))) is not None:
        shape.set("stroke", hex_of(hand.colour(stroke)))
    elif fill is not None and hand.line and _extent(shape) >= hand.smallest * side:
        shape.set("stroke", hex_of(hand.ink or toned(hand.colour(fill), 0.55)))
        shape.set("stroke-width", f"{hand.line * side:.3f}")
        shape.set("stroke-linejoin", "round")


def _shapes(element: ElementTree.Element, inherited: str) -> Iterator[tuple[ElementTree.Element, str]]:
    """Shapes that are seen, with the fill that each has or inherits."""
    element.attrib.pop("filter", None)
    fill = element.get("fill", inherited)
    if _tag(element) in _SHAPES:
        yield element, fill
    for child in element:
        if _tag(child) not in _UNSEEN:
            yield from _shapes(child, fill)


def _gradients(root: ElementTree.Element) -> dict[str, Rgb]:
    """The mean colour of each gradient, by the reference that shapes make to it; see-through ones are left out."""
    found = {}
    for gradient in root.iter():
        if not _tag(gradient).endswith("Gradient"):
            continue
        stops = [(parsed(stop.get("stop-color")), float(stop.get("stop-opacity", "1"))) for stop in gradient]
        solid = [colour for colour, opacity in stops if colour is not None and opacity > 0.5]
        if solid and len(solid) == len(stops):
            red, green, blue = (round(sum(channel) / len(solid)) for channel in zip(*solid, strict=True))
            found[f"url(#{gradient.get('id')})"] = (red, green, blue)
    return found


def _extent(shape: ElementTree.Element) -> float:
    """The shorter side of a shape's box, in units of the drawing; transforms are left out of account."""
    match _tag(shape):
        case "path":
            pen = ControlBoundsPen(None)
            parse_path(shape.get("d", ""), pen)
            left, low, right, high = pen.bounds or (0, 0, 0, 0)
            return min(right - left, high - low)
        case "circle":
            return 2 * float(shape.get("r", "0"))
        case "ellipse":
            return 2 * min(float(shape.get("rx", "0")), float(shape.get("ry", "0")))
    return min(float(shape.get("width", "0")), float(shape.get("height", "0")))


def _reshape(root: ElementTree.Element, middle: tuple[float, float], source: random.Random) -> None:
    """Other proportions and a slant."""
    group = ElementTree.Element(f"{{{_SVG}}}g")
    group[:] = list(root)
    root[:] = [group]
    x, y = middle
    stretch, slant = source.uniform(0.88, 1.0), source.uniform(-5, 5)
    wide, high = (stretch, 1.0) if source.random() < 0.5 else (1.0, stretch)
    group.set("transform", f"translate({x} {y}) scale({wide:.3f} {high:.3f}) skewX({slant:.2f}) translate({-x} {-y})")


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
