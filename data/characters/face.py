"""Eyes, brows, nose, mouth, and what age writes between them."""

from __future__ import annotations

from data.characters.curves import Point, circle
from data.characters.mouths import draw_mouth
from data.characters.pen import Pen
from data.characters.person import Person
from data.characters.skull import Skull
from data.characters.style import darker

_IRISES = ("#5b7fd1", "#6b4423", "#3f8f5a", "#7a6a5a")


def draw_face(pen: Pen, who: Person, skull: Skull) -> None:
    """The face on a head that is drawn already."""
    body, style, line = who.body, pen.style, pen.fine
    x, eye_y = skull.middle, skull.top + body.eye_line
    size = 0.075 * body.eye_size * style.eye_scale
    nose_y = eye_y + 0.13 + 0.05 * body.nose
    mouth_y = min(skull.top + 0.88, nose_y + 0.07 + 0.05 * body.nose)
    eyes = [(side, _eye_x(pen, skull, side), eye_y) for side in (-1, 1)]
    if style.eyes == "none":
        _beard(pen, who, skull, mouth_y)
        if who.glasses:
            _glasses(pen, eyes, 0.13, line)
        return
    _skin_marks(pen, who, skull, eyes)
    _beard(pen, who, skull, mouth_y)
    for side, eye_x, _ in eyes:
        _eye(pen, who, (eye_x, eye_y), size, side)
        _brow(pen, who, eye_x, eye_y - 1.2 * size - 0.05, side)
    _nose(pen, who, x + 0.12 * skull.turn * skull.wide, nose_y, line)
    if who.pacifier:
        pen.ellipse(x, mouth_y, 0.13, 0.09, who.bottom_colour)
        pen.detail(circle(x, mouth_y + 0.07, 0.06), line)
    elif who.mouth != "none":
        draw_mouth(pen, who, x, mouth_y, line)
    _folds(pen, who, skull, (nose_y, mouth_y), [(at, eye_y, size * side) for side, at, _ in eyes])
    if who.glasses:
        _glasses(pen, eyes, max(0.1, 1.5 * size), line)


def _eye_x(pen: Pen, skull: Skull, side: int) -> float:
    gap = skull.wide * 0.46 * pen.style.eye_gap
    return skull.middle + side * gap * (1 - 0.3 * max(0.0, side * skull.turn))


def _skin_marks(pen: Pen, who: Person, skull: Skull, eyes: list[tuple[int, float, float]]) -> None:
    for side, x, y in eyes:
        cheek = x + side * 0.06
        if who.blush and pen.style.cheeks == "oval":
            pen.mark(cheek, y + 0.19, 0.075, 0.05, pen.paint("#ff8a8a") if pen.style.finish == "grey" else "#ff8a8a")
        elif who.blush:
            for shift in (-0.04, 0.0, 0.04):
                pen.detail([(cheek + shift - 0.015, y + 0.21), (cheek + shift + 0.015, y + 0.16)], 0.018, "#d9605a")
        if who.freckles:
            for dx, dy in ((-0.06, 0.14), (0.0, 0.17), (0.06, 0.14), (-0.03, 0.2), (0.04, 0.2)):
                pen.mark(x + dx, y + dy, 0.012, 0.012, darker(who.skin, 0.6))


def _eye(pen: Pen, who: Person, at: Point, size: float, side: int) -> None:
    x, y = at
    ink, line, look = pen.style.ink, pen.fine, 0.2 * size * who.turn
    kind = "lines" if who.closed else pen.style.eyes
    iris = pen.paint(_IRISES[sum(map(ord, pen.style.name)) % len(_IRISES)])
    lid = 0.0
    match kind:
        case "dots":
            pen.mark(x, y, size * 0.55, size * 0.55, ink)
        case "beads":
            pen.mark(x, y, size * 0.45, size * 0.8, ink)
        case "ovals":
            pen.mark(x, y, size * 0.5, size * 0.85, ink)
            pen.mark(x + size * 0.15, y - size * 0.3, size * 0.16, size * 0.2, "#ffffff")
        case "rings" | "goggles":
            wide = 1.05 if kind == "rings" else 1.5
            pen.mark(x, y, size * wide, size * (wide + 0.05), ink)
            pen.mark(x, y, size * (wide - 0.15), size * (wide - 0.1), "#ffffff")
            pen.mark(x + 2 * look, y + size * 0.1, size * 0.45, size * 0.45, ink)
            lid = wide
        case "anime":
            pen.mark(x, y, size * 0.95, size * 1.45, ink)
            pen.mark(x, y + size * 0.25, size * 0.75, size * 1.05, iris)
            pen.mark(x, y + size * 0.1, size * 0.4, size * 0.6, ink)
            pen.mark(x + size * 0.3, y - size * 0.6, size * 0.3, size * 0.35, "#ffffff")
            lid = 1.4
        case "sparkle":
            pen.mark(x, y, size * 1.1, size * 1.3, ink)
            pen.mark(x - size * 0.35, y - size * 0.45, size * 0.4, size * 0.4, "#ffffff")
            pen.mark(x + size * 0.4, y + size * 0.5, size * 0.2, size * 0.2, "#ffffff")
            lid = 1.2
        case "iris":
            pen.mark(x, y, size * 1.1, size * 0.95, "#ffffff")
            pen.mark(x + look, y, size * 0.65, size * 0.75, iris)
            pen.mark(x + look, y, size * 0.33, size * 0.38, ink)
            pen.detail([(x - size * 1.2, y - size * 0.3), (x, y - size), (x + size * 1.2, y - size * 0.3)], line)
            lid = 0.9
        case "lines":
            low, high = (0.3, -0.4) if who.expression > 0.2 else (-0.3, 0.4)
            pen.detail([(x - size, y + low * size), (x, y + high * size), (x + size, y + low * size)], line)
        case "dashes":
            pen.detail([(x - 0.7 * size, y), (x + 0.7 * size, y)], 1.2 * line)
        case "almond":
            pen.patch([(x - size * 1.3, y), (x, y - size * 0.7), (x + size * 1.3, y), (x, y + size * 0.55)], "#ffffff")
            pen.mark(x + look, y, size * 0.55, size * 0.6, ink)
            pen.detail([(x - size * 1.3, y), (x, y - size * 0.7), (x + size * 1.3, y)], line)
            lid = 0.6
        case "lids":
            pen.mark(x, y, size, size, "#ffffff")
            pen.mark(x + look, y + size * 0.15, size * 0.5, size * 0.55, ink)
            over = [(-1.1, 0), (-0.8, -1), (0.8, -1), (1.1, 0)]
            pen.patch([(x + size * dx, y + size * dy) for dx, dy in over], pen.paint(darker(who.skin, 0.88)))
            pen.detail([(x - size, y - 0.05 * size), (x + size, y - 0.05 * size)], line)
            lid = 0.3
    if pen.style.lashes == "all" or (pen.style.lashes == "f" and who.sex == "f"):
        out = size * 0.9
        for shift in (0.0, 0.5):
            start = (x + side * out * (1 - 0.3 * shift), y - lid * size * (0.4 + shift))
            pen.detail([start, (start[0] + side * 0.55 * size, start[1] - 0.45 * size)], line * 0.8)


def _brow(pen: Pen, who: Person, x: float, y: float, side: int) -> None:
    heavy = pen.fine * (1.4 if who.sex == "m" else 1.0)
    mood = 0.03 * (0.4 - who.expression) * side
    match pen.style.brows:
        case "line":
            pen.detail([(x - 0.08, y - mood), (x + 0.08, y + mood)], heavy)
        case "arch":
            pen.detail([(x - 0.09, y + 0.025), (x, y - 0.02), (x + 0.09, y + 0.025)], heavy)
        case "thick":
            pen.detail([(x - 0.08, y), (x, y - 0.015), (x + 0.08, y)], 0.055, pen.paint(darker(who.hair_colour, 0.8)))
        case "short":
            pen.detail([(x - 0.035, y), (x + 0.035, y)], heavy * 1.4)
        case "slant":
            pen.detail([(x - side * 0.09, y - 0.02), (x + side * 0.08, y + 0.025)], heavy)


def _nose(pen: Pen, who: Person, x: float, y: float, line: float) -> None:
    size, way = 0.06 * who.body.nose, who.facing
    match pen.style.nose:
        case "dot":
            pen.mark(x, y, size * 0.4, size * 0.35, darker(who.skin, 0.6))
        case "line":
            pen.detail([(x, y - 1.6 * size), (x + way * 0.5 * size, y)], line)
        case "hook":
            tip = (x + way * 0.7 * size, y - 0.1 * size)
            pen.detail([(x - way * 0.2 * size, y - 1.6 * size), tip, (x - way * 0.3 * size, y)], line)
        case "ball":
            pen.ellipse(x, y - size * 0.4, size * 0.85, size * 0.8, darker(who.skin, 0.92))
        case "shadow":
            pen.mark(x, y, size * 0.8, size * 0.4, darker(who.skin, 0.75))
        case "bow":
            pen.detail([(x - 0.7 * size, y - 0.3 * size), (x, y), (x + 0.7 * size, y - 0.3 * size)], line)
        case "wedge":
            fill = pen.paint(darker(who.skin, 0.82))
            pen.patch([(x, y - 1.8 * size), (x + way * size, y), (x - way * 0.3 * size, y)], fill, smooth=False)
        case "nostrils":
            for side in (-1, 1):
                pen.mark(x + side * 0.4 * size, y, 0.18 * size, 0.14 * size, darker(who.skin, 0.45))
        case "bridge":
            pen.detail([(x - way * 0.6 * size, y - 2.6 * size), (x, y - 1.6 * size), (x + way * 0.6 * size, y),
                        (x - way * 0.2 * size, y + 0.1 * size)], line)  # fmt: skip


def _folds(
    pen: Pen, who: Person, skull: Skull, rows: tuple[float, float], eyes: list[tuple[float, float, float]]
) -> None:
    line, x = max(0.014, pen.fine * 0.6), skull.middle
    for number in range(who.wrinkles):
        fold = skull.top + 0.21 + 0.06 * number
        pen.detail([(x - 0.16, fold), (x, fold - 0.015), (x + 0.16, fold)], line)
        for side in (-1, 1):
            pen.detail([(x + side * 0.13, rows[0] - 0.01), (x + side * 0.19, rows[1] + 0.01)], line)
    if who.wrinkles:
        for at, y, size in eyes:
            out = 1 if size > 0 else -1
            pen.detail([(at + 1.3 * size + out * 0.02, y), (at + 1.3 * size + out * 0.08, y + 0.03)], line)


def _glasses(pen: Pen, eyes: list[tuple[int, float, float]], ring: float, line: float) -> None:
    for _, x, y in eyes:
        pen.detail(circle(x, y, ring), line * 0.9)
    (_, left, y), (_, right, _) = eyes
    pen.detail([(left + ring, y), (right - ring, y)], line * 0.9)


def _beard(pen: Pen, who: Person, skull: Skull, mouth_y: float) -> None:
    x, top, wide = skull.middle, skull.top, skull.wide
    match who.beard:
        case "full":
            left, right = skull.at(-skull.edge(0.55), 0.55), skull.at(skull.edge(0.55), 0.55)
            low = [skull.at(side * skull.edge(0.82), 0.86) for side in (1, -1)]
            pen.shape([left, (x - wide * 0.4, mouth_y - 0.07), (x + wide * 0.4, mouth_y - 0.07), right, low[0],
                       (skull.x + wide * 0.4, top + 1.04), (skull.x, top + 1.09), (skull.x - wide * 0.4, top + 1.04),
                       low[1]], who.hair_colour)  # fmt: skip
        case "goatee":
            pen.ellipse(x, top + 0.97, 0.12, 0.11, who.hair_colour)
        case "moustache":
            y = mouth_y - 0.05
            pen.shape([(x - 0.2, y + 0.03), (x, y - 0.05), (x + 0.2, y + 0.03), (x, y + 0.025)], who.hair_colour)
        case "stubble":
            pen.mark(x, top + 0.86, wide * 0.6, 0.12, pen.paint(darker(who.skin, 0.82)))
