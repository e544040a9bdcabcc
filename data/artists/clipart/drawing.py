"""The whole picture."""

from __future__ import annotations

import random

from data.artists.clipart.figures import figure
from data.artists.clipart.items import item
from data.artists.clipart.looks import as_animal, make_look
from data.artists.clipart.pen import Pen
from data.artists.clipart.poses import POSE_FOR
from data.artists.clipart.scenes import frame, scene
from data.artists.clipart.styles import pick_style
from data.artists.text import words


def draw(source: random.Random, who: str) -> str:
    """An SVG text, viewBox 0 0 256 256, of `who`.

    One of "baby", "child", "adult", "elderly", "pair" (adult and child) or "none".
    """
    r, s = source, pick_style(source)
    p = Pen(s, s.line)
    back, size = scene(s, r), r.choice([r.uniform(0.4, 0.7), r.uniform(0.75, 0.97), r.uniform(0.85, 0.97)])
    if who == "none":
        k = make_look(r, s, r.choice(["child", "adult"]))
        k = as_animal(r, k)
        if r.random() < 0.36:
            figure(p, k, s, r, r.choice(words(POSE_FOR["adult"])), 0, 200)
        else:
            p.lw = s.line * 0.7
            p.push(0, 0, 60)
            item(p, k, r)
        box = p.box
    elif who == "pair":
        big = make_look(r, s, r.choice(["adult", "adult", "elderly"]))
        small = make_look(r, s, r.choice(["child", "child", "baby"]))
        tall = (
            200
            * (r.uniform(0.5, 0.72) if small["who"] == "child" else r.uniform(0.36, 0.44))
            * (1.12 if s.squat > 0.8 else 1)
        )
        gap = 52 + 22 * max(s.squat, 0) + r.uniform(0, 14)
        carried = small["who"] == "baby" and r.random() < 0.5
        big["thing"] = "" if carried else big["thing"]
        pose = r.choice(["hold"] if carried else words("stand wave hips show walk idle give hold point raise"))
        key = figure(p, big, s, r, pose, 0, 200)
        if carried:
            p.push(r.uniform(-4, 8), key["hip"][1] - 2, 0.9)
        figure(
            p, small, s, r, "plop" if carried else r.choice(words(POSE_FOR[small["who"]])), 0 if carried else gap, tall
        )
        box, size = p.box, r.uniform(0.8, 0.97)
    else:
        k = make_look(r, s, who)
        crop = (
            r.choice(["full", "full", "full", "half", "head"])
            if who != "baby"
            else r.choice(["full", "full", "full", "head"])
        )
        pose = r.choice(words(POSE_FOR[who]) if crop == "full" else ["stand", "wave", "idle", "hips", "hold", "give"])
        hh = 200 / k["heads"]
        if crop != "full":
            p.lw = s.line / (150 / (hh * (1.4 if crop == "head" else 3.2))) ** 0.75
        key = figure(p, k, s, r, pose, 0, 200)
        box, (hx, hy) = p.box, key["head"]
        if crop == "head":
            box, size = [hx - hh * 0.62, hy - hh * 0.68, hx + hh * 0.62, hy + hh * 0.62], r.uniform(0.85, 1.0)
        elif crop == "half":
            low = (key["hip"][1] if not k["young"] else key["hip"][1] + 4) - 6
            box, size = [hx - (low - hy) * 0.55, hy - hh * 0.75, hx + (low - hy) * 0.55, low], 1.0
    defs = f"<defs>{''.join(p.defs.values())}</defs>" if p.defs else ""
    body = "".join(p.out)
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256">'
    return head + f'{defs}{back}<g transform="{frame(box, r, size)}">{body}</g></svg>'
