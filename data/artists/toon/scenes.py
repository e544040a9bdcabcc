"""What lies behind the drawing, from nothing to a room, park, street or sky."""

from __future__ import annotations

import math

from data.artists.toon.geometry import curve
from data.artists.toon.palette import BRIGHT, mix
from data.artists.toon.pen import Pen

SCENES = ("clear", "plain", "disc", "splat", "rays", "room", "park", "street", "sky")
ODDS = (10, 2.2, 1.2, 0.8, 0.6, 1.4, 1.4, 1.2, 1.0)
# for shapes without lines, which would be lost on nothing
FILLED = ("plain", "disc", "plain", "disc", "rays", "room", "park", "street", "sky")


def scene(pen: Pen, filled: bool) -> str:
    """Some background; `filled` if the drawing needs one."""
    kind = pen.src.choices(FILLED if filled else SCENES, ODDS)[0]
    if kind == "clear":
        return ""
    colours = [pen.paint(mix(x, "#ffffff", pen.src.uniform(0.35, 0.75))) for x in pen.src.sample(BRIGHT, 4)]
    if pen.mode in ("line", "grey"):
        colours = ["#ffffff", "#f3f3f3", "#e9e9e9", "#ffffff"]
    y = pen.src.uniform(150, 215)
    if kind in ("park", "street", "sky"):
        return _outdoors(pen, kind, colours, y)
    return _indoors(pen, kind, colours, y)


def _indoors(pen: Pen, kind: str, colours: list[str], y: float) -> str:
    src, full = pen.src, f'<rect width="256" height="256" fill="{colours[0]}"/>'
    if kind == "disc":
        return f'<circle cx="128" cy="132" r="{src.uniform(95, 122):.0f}" fill="{colours[0]}"/>'
    if kind == "splat":
        angles = (k * math.tau / 9 for k in range(9))
        pts = [(128 + math.cos(a) * src.uniform(85, 124), 132 + math.sin(a) * src.uniform(80, 120)) for a in angles]
        return f'<path d="{curve(pts, True)}" fill="{colours[0]}"/>'
    if kind == "rays":
        return full + "".join(_ray(k * math.tau / 12, colours[1]) for k in range(12))
    if kind == "room":
        x = src.uniform(8, 40)
        window = f'<rect x="{x:.0f}" y="24" width="56" height="64" fill="#fff" stroke="{colours[2]}" stroke-width="6"/>'
        picture = f'<rect x="{src.uniform(180, 200):.0f}" y="40" width="44" height="34" fill="{colours[3]}"/>'
        return full + f'<rect y="{y:.0f}" width="256" height="110" fill="{colours[1]}"/>' + window + picture
    return full


def _ray(a: float, colour: str) -> str:
    tips = "L".join(f"{128 + 300 * math.cos(b):.0f} {128 + 300 * math.sin(b):.0f}" for b in (a, a + 0.26))
    return f'<path d="M128 128L{tips}Z" fill="{colour}"/>'


def _outdoors(pen: Pen, kind: str, colours: list[str], y: float) -> str:
    src = pen.src
    back = f'<rect width="256" height="256" fill="{pen.paint("#bfe6fa")}"/>'
    clouds = "".join(
        f'<ellipse cx="{x}" cy="{src.uniform(25, 60):.0f}" rx="{src.uniform(16, 30):.0f}" ry="11" fill="#fff"/>'
        for x in (src.randint(10, 110), src.randint(140, 250))
    )
    if kind == "sky":
        return back + clouds
    if kind == "park":
        trunk = f'<rect x="30" y="{y - 60:.0f}" width="12" height="70" fill="{pen.paint("n")}"/>'
        leaves = f'<circle cx="36" cy="{y - 74:.0f}" r="34" fill="{pen.paint("g")}"/>'
        hill = f'<path d="M0 {y:.0f}Q90 {y - 30:.0f} 256 {y:.0f}V256H0Z" fill="{pen.paint("#9ad37f")}"/>'
        return back + clouds + trunk + leaves + hill
    towers = "".join(
        f'<rect x="{k * 52 - 4}" y="{src.uniform(40, 120):.0f}" width="50" height="220" fill="{colours[k % 3]}"/>'
        for k in range(5)
    )
    return back + towers + f'<rect y="{y:.0f}" width="256" height="110" fill="{pen.paint("#9aa0a8")}"/>'
