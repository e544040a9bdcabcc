"""Effects on whole pictures, uint8 [height, width, 3 or 4]: what sticker makers and chat platforms do to them.

Text strips carry greetings, nothing else: see docs/proxy_protocol.md.
"""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import numpy.typing as npt
import torch
from PIL import Image, ImageDraw, ImageFont

from data.fonts import find_font
from data.phrases import CHINESE, ENGLISH

Pixels = npt.NDArray[np.uint8]
_LATIN = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSansMono-Bold.ttf")
_HAN = ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "NotoSerifCJK-Bold.ttc")


def chance(probability: float) -> bool:
    """True with this probability, from torch's generator, which the loader seeds for each worker."""
    return float(torch.rand(())) < probability


def uniform(low: float, high: float) -> float:
    """A number in [low, high), from torch's generator."""
    return low + (high - low) * float(torch.rand(()))


def random_colour() -> Pixels:
    """Any colour, uint8 [3]."""
    return torch.randint(0, 256, (3,), dtype=torch.uint8).numpy()


def flatten(rgba: Pixels, ground: Pixels) -> Pixels:
    """uint8 [height, width, 4] on a colour, uint8 [3], or a picture, uint8 [height, width, 3]."""
    alpha = rgba[..., 3:].astype(np.float32) / 255
    return np.asarray(np.rint(rgba[..., :3] * alpha + ground * (1 - alpha)), dtype=np.uint8)


def one_colour(rgba: Pixels) -> bool:
    """Whether a cut-out, uint8 [height, width, 4], is drawn in one ink, as signs and icons are."""
    ink = rgba[rgba[..., 3] > 200][:, :3]
    return bool(len(ink) > 0 and ink.astype(np.float32).std(0).max() < 12)


def recoloured(rgba: Pixels) -> Pixels:
    """A cut-out in another ink, or, where it has several colours, in other hues; uint8 [height, width, 4]."""
    result = rgba.copy()
    if one_colour(rgba):
        result[..., :3] = random_colour() if chance(0.6) else 255
        return result
    hsv = cv2.cvtColor(np.ascontiguousarray(rgba[..., :3]), cv2.COLOR_RGB2HSV).astype(np.int32)
    hsv[..., 0] = (hsv[..., 0] + int(uniform(0, 180))) % 180
    result[..., :3] = cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2RGB)
    return result


def outline(rgba: Pixels, width: int) -> Pixels:
    """A white border of `width` pixels around the opaque part, as sticker makers add it; uint8 [height, width, 4]."""
    padded = cv2.copyMakeBorder(rgba, width, width, width, width, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * width + 1, 2 * width + 1))
    border = cv2.dilate(np.ascontiguousarray(padded[..., 3]), kernel)
    white = np.full(3, 255, dtype=np.uint8)
    return np.dstack([flatten(np.asarray(padded, dtype=np.uint8), white), border])


def inked(rgba: Pixels, width: int) -> Pixels:
    """A cut-out redrawn with dark contours of `width` pixels on flat colours, or on white; uint8 [height, width, 4].

    As comics and colouring books are drawn.
    """
    bordered = cv2.copyMakeBorder(rgba, width, width, width, width, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0))
    padded = np.asarray(bordered, dtype=np.uint8)
    rgb, alpha = flatten(padded, np.full(3, 255, dtype=np.uint8)), np.ascontiguousarray(padded[..., 3])
    smooth = cv2.medianBlur(rgb, 5)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, width))
    edges = np.max([cv2.Canny(np.ascontiguousarray(smooth[..., i]), 40, 100) for i in range(3)], axis=0)
    contour = cv2.morphologyEx(
        (alpha > 127).astype(np.uint8) * 255, cv2.MORPH_GRADIENT, np.ones((3, 3), dtype=np.uint8)
    )
    lines = cv2.GaussianBlur(cv2.dilate(np.maximum(edges, contour), kernel), (0, 0), 0.6).astype(np.float32) / 255
    step = 256 // int(uniform(4, 9))
    flat = np.full_like(rgb, 255) if chance(0.2) else np.minimum((smooth // step).astype(np.int32) * step + step, 255)
    ink = random_colour() // 5
    drawn = np.rint(flat * (1 - lines[..., None]) + ink * lines[..., None]).astype(np.uint8)
    return np.dstack([drawn, np.maximum(alpha, (lines * 255).astype(np.uint8))])


def scenery(height: int, width: int) -> Pixels:
    """A ground for cut-outs: a gradient of two colours, or soft blotches; uint8 [height, width, 3]."""
    if chance(0.5):
        first, second = random_colour().astype(np.float32), random_colour().astype(np.float32)
        ramp = np.linspace(0, 1, height if chance(0.5) else width, dtype=np.float32)
        weight = ramp[:, None, None] if len(ramp) == height else ramp[None, :, None]
        return np.asarray(np.broadcast_to(first * (1 - weight) + second * weight, (height, width, 3)), dtype=np.uint8)
    coarse = torch.randint(0, 256, (int(uniform(2, 7)), int(uniform(2, 7)), 3), dtype=torch.uint8).numpy()
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


def pasted(rgb: Pixels, backdrop: Pixels) -> Pixels:
    """A picture, shrunk to 12 to 60 % of the height of another, somewhere on it; uint8 like `backdrop`.

    Half of the pictures are cut to a soft-edged oval, as a head is; the others keep their frame, as in a collage.
    """
    height, width = backdrop.shape[:2]
    high = max(8, round(height * uniform(0.12, 0.6)))
    wide = max(8, min(width, round(high * rgb.shape[1] / rgb.shape[0])))
    small = cv2.resize(rgb, (wide, high), interpolation=cv2.INTER_AREA)
    mask = np.zeros((high, wide), dtype=np.float32)
    if chance(0.5):
        cv2.ellipse(mask, (wide // 2, high // 2), (round(wide * 0.44), round(high * 0.48)), 0, 0, 360, [1.0], -1)
        mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), max(0.5, high * 0.03)), dtype=np.float32)
    else:
        mask[:] = 1.0
    top, left = int(uniform(0, height - high + 1)), int(uniform(0, width - wide + 1))
    result = backdrop.copy()
    part = result[top : top + high, left : left + wide]
    part[:] = np.rint(small * mask[..., None] + part * (1 - mask[..., None])).astype(np.uint8)
    return result


def cartoon(rgb: Pixels) -> Pixels:
    """Flat colours with dark edges, after the bilateral-filter cartoon of Winnemoeller et al. 2006, in one pass."""
    smooth = cv2.bilateralFilter(rgb, 5, 60, 7)
    step = 256 // int(uniform(5, 10))
    flat = (smooth // step) * step + step // 2
    grey = cv2.medianBlur(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), 5)
    edges = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 9, 4)
    lines = np.asarray(edges, dtype=np.uint8)[..., None] | np.uint8(40)
    return np.asarray(np.minimum(flat, lines), dtype=np.uint8)


def line_art(rgb: Pixels) -> Pixels:
    """Dark lines on white by the ratio of a picture to its blur (dodge), as scanned drawings look."""
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    blurred = cv2.GaussianBlur(grey, (0, 0), uniform(2, 5))
    lines = np.clip(255 * (grey + 1) / (blurred + 1), 0, 255)
    lines = np.clip((lines - 128) * uniform(1.5, 3) + 128, 0, 255)
    return np.repeat(lines.astype(np.uint8)[..., None], 3, axis=2)


def text_strip(rgb: Pixels) -> Pixels:
    """A greeting near the upper or lower edge, with an outline or on a bar, in a usual font; English or Chinese."""
    height, width = rgb.shape[:2]
    picture = Image.fromarray(np.ascontiguousarray(rgb))
    phrases = ENGLISH if chance(0.5) else CHINESE
    text = phrases[int(torch.randint(len(phrases), ()))]
    names = _LATIN if text.isascii() else _HAN
    name = names[int(torch.randint(len(names), ()))]
    length = max(1.0, _font(name, 32).getlength(text))
    size = round(min(32 * width * uniform(0.35, 0.95) / length, 0.22 * height))
    font = _font(name, min(96, max(8, size)))
    x = round(width * uniform(0.4, 0.6))
    y = round(height * (uniform(0.84, 0.93) if chance(0.75) else uniform(0.07, 0.16)))
    ink = (255, 255, 255) if chance(0.5) else tuple(random_colour().tolist())
    pen = ImageDraw.Draw(picture)
    edge = 0
    if chance(0.3):
        bar = font.size * 0.7
        pen.rectangle((0, y - bar, width, y + bar), fill=tuple(random_colour().tolist()))
    elif chance(0.8):
        edge = max(1, round(font.size / 12))
    pen.text((x, y), text, fill=ink, font=font, anchor="mm", stroke_width=edge, stroke_fill=(0, 0, 0))
    return np.array(picture)


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return find_font(name, size)


def recompress(rgb: Pixels) -> Pixels:
    """A round trip through JPEG or WebP of random quality."""
    quality = int(uniform(25, 91))
    suffix, flag = (".jpg", cv2.IMWRITE_JPEG_QUALITY) if chance(0.6) else (".webp", cv2.IMWRITE_WEBP_QUALITY)
    _, content = cv2.imencode(suffix, rgb[..., ::-1], [flag, quality])
    return np.ascontiguousarray(np.asarray(cv2.imdecode(content, cv2.IMREAD_COLOR), dtype=np.uint8)[..., ::-1])
