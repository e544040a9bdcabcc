"""Ways to draw: what a hand does to the colours and contours of a picture."""

from __future__ import annotations

import colorsys
import random
from collections.abc import Callable
from dataclasses import dataclass

from PIL import ImageColor

Rgb = tuple[int, int, int]
_INKS: tuple[Rgb, ...] = ((0, 0, 0), (0, 0, 0), (26, 26, 26), (48, 32, 26), (28, 32, 66), (66, 26, 48))


@dataclass(frozen=True, slots=True)
class Hand:
    """One way to draw, the same for every shape of a picture; lengths are shares of the picture's side."""

    name: str
    colour: Callable[[Rgb], Rgb]
    ink: Rgb | None  # of the contours; None for a darker tone of what each surrounds
    line: float  # width of the contours, 0 for none
    smallest: float  # shapes that are smaller get no contour, as they would drown in it


def parsed(text: str | None) -> Rgb | None:
    """The colour of an SVG attribute; None for "none", references to gradients, and what is no colour."""
    try:
        red, green, blue = ImageColor.getrgb(text or "none")[:3]
    except ValueError:
        return None
    return red, green, blue


def hex_of(colour: Rgb) -> str:
    """#rrggbb."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def toned(colour: Rgb, factor: float) -> Rgb:
    """`colour` times `factor`, at most white."""
    red, green, blue = (min(255, round(channel * factor)) for channel in colour)
    return red, green, blue


def lightness(colour: Rgb) -> float:
    """How light a colour is to the eye, 0 to 1."""
    red, green, blue = colour
    return (0.3 * red + 0.59 * green + 0.11 * blue) / 255


def _contoured(source: random.Random) -> Hand:
    """Flat colours of a small palette under contours of one ink, as comics are drawn."""
    line = source.uniform(0.006, 0.034)
    ink = source.choice(_INKS) if source.random() < 0.75 else None
    return Hand("contoured", _palette(source), ink, line, source.uniform(2, 7) * line)


def _line_art(source: random.Random) -> Hand:
    """Contours alone; what is dark stays filled."""
    ink, paper = source.choice(_INKS), toned((255, 255, 255), source.uniform(0.88, 1))
    dark = source.uniform(0.1, 0.35)
    line = source.uniform(0.008, 0.034)
    return Hand(
        "line art", lambda colour: ink if lightness(colour) < dark else paper, ink, line,
        source.uniform(1.5, 5) * line,
    )  # fmt: skip


def _flat(source: random.Random) -> Hand:
    """No contours, few colours."""
    return Hand("flat", _palette(source), None, 0.0, 1.0)


def _tinted(source: random.Random) -> Hand:
    """All hues turned, paler or stronger; with contours or without."""
    turn, strong, light = source.random(), source.uniform(0.3, 1.6), source.uniform(0.8, 1.15)

    def colour(old: Rgb) -> Rgb:
        hue, saturation, value = colorsys.rgb_to_hsv(*(channel / 255 for channel in old))
        return _of_hsv((hue + turn) % 1, min(1.0, saturation * strong), min(1.0, value * light))

    line = source.choice((0.0, source.uniform(0.006, 0.025)))
    return Hand("tinted", colour, None, line, 3 * line)


def _tones(source: random.Random) -> Hand:
    """Two to five tones of one colour, as signs and prints have."""
    steps, base = source.randint(2, 5), _of_hsv(source.random(), source.choice((0.0, 0.0, 0.5, 0.9)), 0.25)
    line = source.choice((0.0, source.uniform(0.008, 0.025)))

    def colour(old: Rgb) -> Rgb:
        tone = min(steps - 1, int(lightness(old) * steps)) / (steps - 1)
        red, green, blue = (round(channel + (255 - channel) * tone) for channel in base)
        return red, green, blue

    return Hand("tones", colour, base, line, 3 * line)


HANDS: tuple[Callable[[random.Random], Hand], ...] = (_contoured, _contoured, _line_art, _flat, _tinted, _tones)


def _palette(source: random.Random) -> Callable[[Rgb], Rgb]:
    """Each colour becomes the nearest of a palette; a lightness that differs counts most, so that shapes stay apart."""
    count, strong = source.randint(8, 18), source.uniform(0.35, 1)
    colours = [(0, 0, 0), (255, 255, 255), (130, 130, 130)]
    for number in range(count):
        value = source.uniform(0.3, 1)
        colours.append(_of_hsv((number / count + source.gauss(0, 0.03)) % 1, strong * source.uniform(0.5, 1), value))
    colours += [_of_hsv(source.uniform(0.04, 0.14), source.uniform(0.25, 0.85), source.uniform(0.45, 1)) for _ in "123"]

    def nearest(old: Rgb) -> Rgb:
        def apart(new: Rgb) -> float:
            light = 3 * (lightness(old) - lightness(new)) * 255
            return light**2 + sum((a - b) ** 2 for a, b in zip(old, new, strict=True))

        return min(colours, key=apart)

    return nearest


def _of_hsv(hue: float, saturation: float, value: float) -> Rgb:
    red, green, blue = (round(255 * channel) for channel in colorsys.hsv_to_rgb(hue, saturation, value))
    return red, green, blue
