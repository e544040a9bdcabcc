"""The head with all that is on it."""

from __future__ import annotations

from data.artists.comic.animals import beast_ears, beast_face
from data.artists.comic.eyes import eye_one
from data.artists.comic.geometry import scaled, smooth
from data.artists.comic.hair_back import hair_back
from data.artists.comic.hair_front import hair_front
from data.artists.comic.hats import hat
from data.artists.comic.marks import around_eye, beard, cheeks, forehead, moustache
from data.artists.comic.mouths import mouth, nose
from data.artists.comic.pen import Pen
from data.artists.comic.person import Person
from data.artists.comic.skulls import Frame, frame, outline
from data.artists.text import words

IRISES = words("#5a3a22 #3a2a20 #3d6fb0 #4c8a58 #7a4fa0 #a8552e #222222")


def head(pen: Pen, p: Person, x: float, y: float, h: float, back: bool = True) -> None:
    """The head with its centre at x, y and half its height h; not `back` leaves out the hair behind it."""
    f = frame(p, x, y, h)
    mood = "happy" if pen.source.random() < 0.14 else ""
    iris = pen.source.choice(IRISES)
    if p.beast:
        beast_ears(pen, p, x, y, h, f.w)
    elif back:
        hair_back(pen, p, x - f.turn * 0.15 * h, y, h, f.w)
    _skull(pen, p, f)
    beard(pen, p, f)
    cheeks(pen, p, f)
    for k in f.sides:
        ex = f.middle + (k * f.gap * h if not p.side else 0.02 * h)
        eye_one(pen, p, ex, y + f.eye * h, h, k, mood, iris)
        around_eye(pen, p, f, ex, k)
    forehead(pen, p, f)
    if p.beast:
        beast_face(pen, p, f.middle, y + (f.eye - 0.14) * h, h)
        return
    mouth(pen, p, f.middle + (0.06 * h if p.side else 0), y + f.low * h, h)
    if not p.side:
        nose_y = y + (f.eye + 0.2 + 0.1 * (1 - p.youth)) * h
        nose(pen, p, f.middle + f.turn * 0.2 * h, nose_y, h, 1 if f.turn >= 0 else -1)
    moustache(pen, p, f)
    hair_front(pen, p, x - f.turn * 0.12 * h, y, h, f.w, f.eye)
    _over_hair(pen, p, f)


def _skull(pen: Pen, p: Person, f: Frame) -> None:
    x, y, h, w, eye = f.x, f.y, f.h, f.w, f.eye
    if not (p.side or p.beast or p.cut in ("hijab", "afro")):
        for k in (-1, 1):
            pen.oval(x + (k * w * 0.98 - f.turn * 0.25) * h, y + (eye + 0.12) * h, h * 0.15, h * 0.2, p.skin)
    pen.path(smooth(scaled(outline(p), x, y, h)), p.skin, 1, h * 0.16)
    if p.side and not p.beast:
        big = 1.25 - 0.75 * p.youth
        top, tip = (w * 0.93, eye - 0.02), (w + 0.26 * big, eye + 0.16 + 0.12 * big)
        under, base = (w + 0.12 * big, eye + 0.28 + 0.12 * big), (w * 0.9, eye + 0.27 + 0.12 * big)
        pen.path(smooth(scaled([top, tip, under, base], x, y, h), False), p.skin)


def _over_hair(pen: Pen, p: Person, f: Frame) -> None:
    x, y, h = f.x, f.y, f.h
    if p.side and p.cut not in ("long", "flow", "hime", "bob", "hijab", "afro"):
        pen.oval(x - 0.15 * h, y + (f.eye + 0.15) * h, h * 0.14, h * 0.2, p.skin)
    if "ring" in p.marks and p.cut != "hijab":
        for k in (-1, 1):
            ear = x + (k * f.w * 0.98 - f.turn * 0.25) * h
            pen.oval(ear, y + (f.eye + 0.4) * h, h * 0.06, h * 0.08, "#f0cf5a", 0.6)
    if p.hat:
        hat(pen, p, x - f.turn * 0.1 * h, y, h, f.w)
