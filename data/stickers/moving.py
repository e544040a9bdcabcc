"""Stills that are made to move, as animated stickers do."""

from __future__ import annotations

import io
import random
from math import pi, sin

from PIL import Image

FORMATS = ("webp", "webp", "webp", "gif", "png")
_CLEARED = {"gif": 2, "png": 1}
"""How each format says that a frame goes before the next one comes; of a WebP Pillow sees to it."""


def animation(picture: Image.Image, caption: Image.Image | None, source: random.Random) -> tuple[str, bytes]:
    """Suffix and content of an animated file: `picture` moves below its `caption`, both RGBA and of one size."""
    frames, suffix = _frames(picture, caption, source), source.choice(FORMATS)
    how: dict[str, object] = {"duration": source.choice((60, 80, 100, 120)), "loop": 0}
    how |= {"quality": source.randint(70, 90), "method": 2} if suffix == "webp" else {"disposal": _CLEARED[suffix]}
    buffer = io.BytesIO()
    frames[0].save(buffer, suffix, save_all=True, append_images=frames[1:], **how)
    return suffix, buffer.getvalue()


def _frames(picture: Image.Image, caption: Image.Image | None, source: random.Random) -> list[Image.Image]:
    """6 to 16 frames."""
    manners = ("bobs", "sways", "grows", "glides", "flashes", *(("caption comes", "caption hops") if caption else ()))
    manner, count = source.choice(manners), source.randint(6, 16)
    frames = []
    for number in range(count):
        wave = sin(2 * pi * number / count)
        frame = _moved(picture, manner, wave, number / count)
        if caption is not None and not (manner == "caption comes" and number < count / 2):
            hop = round(0.03 * caption.height * wave) if manner == "caption hops" else 0
            frame.alpha_composite(_shifted(caption, 0, hop))
        frames.append(frame)
    return frames


def _moved(picture: Image.Image, manner: str, wave: float, place: float) -> Image.Image:
    """`picture` where the sine of its movement is `wave`, at `place`, 0 to 1, of the whole."""
    width, height = picture.size
    match manner:
        case "bobs":
            return _shifted(picture, 0, round(0.06 * height * wave))
        case "sways":
            return picture.rotate(9 * wave, resample=Image.Resampling.BICUBIC)
        case "grows":
            scale = 0.9 + 0.1 * wave
            small = picture.resize((max(1, round(width * scale)), max(1, round(height * scale))))
            return _shifted(small, (width - small.width) // 2, (height - small.height) // 2, picture.size)
        case "glides":
            return _shifted(picture, round(width * min(0.0, 1.5 * place - 0.5)), 0)
        case "flashes":
            light = Image.new("RGBA", picture.size, (255, 255, 160, 255))
            light.putalpha(picture.getchannel("A"))
            return Image.blend(picture, light, 0.25 * max(0.0, wave))
        case _:
            return picture.copy()


def _shifted(picture: Image.Image, x: int, y: int, size: tuple[int, int] | None = None) -> Image.Image:
    on = Image.new("RGBA", size or picture.size, (0, 0, 0, 0))
    on.paste(picture, (x, y))
    return on
