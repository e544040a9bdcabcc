"""Babies that crawl, are wrapped or are carried."""

from __future__ import annotations

from data.artists.toon.bodies import Body, Place
from data.artists.toon.faces import draw_head
from data.artists.toon.hair_back import hair_back
from data.artists.toon.head import Head
from data.artists.toon.pen import Pen
from data.artists.toon.person import Person


def lying(pen: Pen, p: Person) -> Place:
    """Draws a baby on hands and knees from the side, or a wrapped one."""
    pen.ink = p.ink
    h = p.height * 0.42
    head = Head(pen, p, p.height * 0.44 * 0.75, -h * 1.35, h)
    return _wrapped(pen, p, h) if pen.src.random() < 0.35 else _crawling(pen, p, head)


def carried(pen: Pen, p: Person, bearer: Body) -> float:
    """Draws a baby in somebody's arms and tells how big it is."""
    pen.ink = p.ink
    h, x, y = p.height * 0.4, bearer.shoulders * 0.3, bearer.top + bearer.torso * 0.3
    lower = [(x + h * 0.62, y + h * 0.9), (x - h * 0.1, y + h * 1.2), (x - h * 0.6, y + h * 0.8)]
    pen.blob([(x - h * 0.6, y), (x + h * 0.6, y), *lower], "3")
    head = Head(pen, p, x, y - h * 0.75, h)
    hair_back(head)
    draw_head(head)
    return h


def _wrapped(pen: Pen, p: Person, h: float) -> Place:
    head = Head(pen, p, 0, -h * 2.1, h)
    hair_back(head)
    body = [(-0.55, -1.3), (0.55, -1.3), (0.62, -0.6), (0.2, 0), (-0.2, 0), (-0.62, -0.6)]
    pen.blob([(u * h, v * h) for u, v in body], "1")
    draw_head(head)
    fold = [(-0.6, -1.18), (0, -0.95), (0.6, -1.18), (0.6, -0.75), (-0.1, -0.45), (-0.6, -0.6)]
    pen.blob([(u * h, v * h) for u, v in fold], "2")
    return Place(0, -h * 2.1, h, -h * 0.4)


def _crawling(pen: Pen, p: Person, head: Head) -> Place:
    h, w, body = head.h, p.height * 0.05, p.height * 0.44
    for s in (-1, 1):
        dx = s * w * 1.2
        pen.tube([(body * 0.35 + dx, -h * 0.6), (body * 0.5 + dx * 2, -w * 0.7)], w * 2, "s")
    pen.tube([(-body * 0.45, -h * 0.45), (-body * 0.2, -w), (-body * 0.75, -w)], w * 2.3, "1")
    pen.ell(-body * 0.85, -w * 1.2, w * 1.2, w * 1.5, "4")
    back = [(-0.8, -0.55), (-0.5, -0.95), (0, -0.85), (0.55, -0.9), (0.6, -0.45), (0, -0.3), (-0.6, -0.2)]
    pen.blob([(u * body, v * h) for u, v in back], "1")
    hair_back(head)
    draw_head(head)
    return Place(head.cx, -h * 1.35, h, 0)
