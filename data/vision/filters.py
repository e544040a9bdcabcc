"""Filters that turn a photograph into a drawing: uint8 [height, width, 3] RGB in and out.

Some draw for training, others for the tests, so that no drawing style of the tests was trained on.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Filter = Callable[[Pixels, random.Random], Pixels]


def poster(rgb: Pixels, source: random.Random) -> Pixels:
    """A few flat colours, as vector art has: mean shift (Comaniciu and Meer 2002), then k-means of the palette."""
    cv2.setRNGSeed(source.randrange(2**31 - 1))
    flat = cv2.pyrMeanShiftFiltering(rgb, source.uniform(6, 14), source.uniform(18, 36))
    points = cv2.resize(flat, (64, 64), interpolation=cv2.INTER_AREA).reshape(-1, 3).astype(np.float32)
    stop = (cv2.TERM_CRITERIA_MAX_ITER, 12, 0.0)
    best = np.zeros((len(points), 1), dtype=np.int32)
    _, _, palette = cv2.kmeans(points, source.randint(5, 11), best, stop, 1, cv2.KMEANS_PP_CENTERS)
    distances = ((flat.reshape(-1, 1, 3).astype(np.float32) - palette[None]) ** 2).sum(2)
    drawn = palette[distances.argmin(1)].reshape(rgb.shape).astype(np.uint8)
    return np.asarray(cv2.medianBlur(drawn, 5), dtype=np.uint8)


def ink_lines(rgb: Pixels, source: random.Random) -> npt.NDArray[np.float32]:
    """Lines of ink, float32 [height, width], 0 ink to 1 paper: XDoG (Winnemoeller et al. 2012)."""
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    sigma, sharp = source.uniform(1.0, 2.2), source.uniform(12, 24)
    narrow, broad = cv2.GaussianBlur(grey, (0, 0), sigma), cv2.GaussianBlur(grey, (0, 0), 1.6 * sigma)
    difference = (1 + sharp) * narrow - sharp * broad
    threshold = source.uniform(0.45, 0.7)
    drawn = np.where(difference >= threshold, 1.0, 1.0 + np.tanh(source.uniform(4, 12) * (difference - threshold)))
    return np.asarray(np.clip(drawn, 0, 1), dtype=np.float32)


def inked_poster(rgb: Pixels, source: random.Random) -> Pixels:
    """Flat colours under lines of ink, as comics are drawn."""
    return np.asarray(poster(rgb, source) * ink_lines(rgb, source)[..., None], dtype=np.uint8)


def line_drawing(rgb: Pixels, source: random.Random) -> Pixels:
    """Lines of ink on paper of any light colour."""
    paper = np.array([source.uniform(200, 255) for _ in range(3)], dtype=np.float32)
    return np.asarray(ink_lines(rgb, source)[..., None] * paper, dtype=np.uint8)


def halftone(rgb: Pixels, source: random.Random) -> Pixels:
    """Dots of ink under flat colours, as print has."""
    high, wide = rgb.shape[:2]
    pitch, turn = source.uniform(3, 6), source.uniform(0, 1.5)
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32) * (2 * np.pi / pitch)
    u, v = x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)
    screen = (np.sin(u) * np.sin(v) + 1) / 2
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    dots = (grey + 0.15 > screen).astype(np.float32)[..., None]
    return np.asarray(poster(rgb, source) * (0.45 + 0.55 * dots), dtype=np.uint8)


def pixel_art(rgb: Pixels, source: random.Random) -> Pixels:
    """Large pixels of few colours."""
    side = source.randint(30, 60)
    small = cv2.resize(poster(rgb, source), (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (rgb.shape[1], rgb.shape[0]), interpolation=cv2.INTER_NEAREST), dtype=np.uint8)


def tinted(rgb: Pixels, source: random.Random) -> Pixels:
    """Flat colours, all turned to other hues: cartoon people may be yellow or blue."""
    hsv = cv2.cvtColor(poster(rgb, source), cv2.COLOR_RGB2HSV).astype(np.int32)
    hsv[..., 0] = (hsv[..., 0] + source.randrange(180)) % 180
    hsv[..., 1] = np.clip(hsv[..., 1] * source.uniform(0.8, 1.8), 0, 255)
    return np.asarray(cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2RGB), dtype=np.uint8)


def painting(rgb: Pixels, source: random.Random) -> Pixels:
    """Edge-aware smoothing with contours (Gastal and Oliveira 2011)."""
    return np.asarray(
        cv2.stylization(rgb, sigma_s=source.uniform(30, 80), sigma_r=source.uniform(0.3, 0.6)), dtype=np.uint8
    )


def pencil(rgb: Pixels, source: random.Random) -> Pixels:
    """A pencil drawing, grey or in colour (Gastal and Oliveira 2011)."""
    grey, colour = cv2.pencilSketch(rgb, sigma_s=40, sigma_r=source.uniform(0.05, 0.1), shade_factor=0.04)
    drawn = colour if source.random() < 0.5 else np.repeat(grey[..., None], 3, axis=2)
    return np.asarray(drawn, dtype=np.uint8)


TRAIN: tuple[Filter, ...] = (poster, inked_poster, line_drawing, halftone, pixel_art, tinted)
TEST: tuple[Filter, ...] = (painting, pencil)
