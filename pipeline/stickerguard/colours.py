"""Colours as viewers show them: pictures with a colour profile of their own in sRGB."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms

from stickerguard.pixels import flatten, with_alpha

OF_COLOURS = ("icc_profile", "gamma", "srgb")
"""What Pillow notes of a file's colours."""
_USUAL_GAMMAS = (0.4, 0.5)
"""Between which a PNG looks as if it said nothing: 1 / 2.2 is about sRGB."""
_KEPT = 4 * 2**20
"""Bytes of a profile up to which its transform is kept for the next picture; those of printers have 2 MB at most."""
_TABLES = b"2B"
"""In the name of a tag of a profile (A2B0, D2B0) that gives colours by a table, with nothing known between two."""
_SAME = 3
"""Levels of 255 by which a profile may differ from sRGB without being applied."""
_APART, _ALIKE = 24, 3
"""Greys so many levels apart are told apart as they are stored, and no longer where so few are left of them."""
_LIGHTNESS_APART, _COLOURS_ALIKE = 48, 12
"""The same of colours. Profiles of cameras and screens keep more; the widest gamuts (Rec. 2020) lose that in sRGB."""
_LIGHTNESS = (0.299, 0.587, 0.114)
_COARSE = 51
_GRID = 6**3
"""Colours of the coarse grid, all those with levels so far apart."""
_MODES = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}
"""Of Pillow, for the colour spaces of profiles (ICC.1:2022, 7.2.8)."""
_WIDE = ("I;16", "I;16L", "I;16B", "I;16N")
_FITTING = {"RGB": ("RGB", "RGBA", "RGBX", "P", "PA"), "L": ("L", "LA", "1", *_WIDE), "CMYK": ("CMYK",)}
"""Modes of pictures to which such a profile applies."""


class Shown(NamedTuple):
    """A picture in sRGB; `hides` says whether what is told apart in its stored colours may be no longer in these."""

    image: Image.Image
    hides: bool = False


class _Transform(NamedTuple):
    """`shown_greys` are what becomes of the 256 levels of grey."""

    mode: str
    apply: ImageCms.ImageCmsTransform
    shown_greys: npt.NDArray[np.int16]
    hides: bool


def in_srgb(image: Image.Image) -> Shown:
    """`image` with its ICC profile, or else the gamma of a PNG, applied: otherwise text could stand in colours that
    only viewers tell apart.

    As it was without both, or with a profile that hardly differs from sRGB or does not fit its pixels; a broken profile
    counts as none.
    """
    profile = image.info.get("icc_profile")
    if not isinstance(profile, bytes) or not profile:
        return _with_gamma(image)
    try:
        transform = _kept_transform(profile) if len(profile) <= _KEPT else _transform(profile)
        return Shown(image) if transform is None else _applied(image, transform)
    except Exception:  # a broken profile must not hide the picture, and Pillow raises what lcms gives it
        return _with_gamma(image)


def _transform(profile: bytes) -> _Transform | None:
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    mode = _MODES[source.profile.xcolor_space]
    # Optimised, all but shapers with a matrix are drawn through a few points, and what lies between is smoothed.
    exact = mode == "L" or (mode == "RGB" and _by_table(profile))
    flags = ImageCms.Flags.NOOPTIMIZE if exact else ImageCms.Flags.NONE
    transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB", flags=flags)
    greys, colours = _samples(mode)
    shown_greys, shown = _through(transform, greys), _through(transform, colours)
    if mode != "CMYK" and not _by_table(profile):
        stored = np.concatenate([_as_rgb(greys), _as_rgb(colours)])
        if np.abs(np.concatenate([shown_greys, shown]) - stored).max() <= _SAME:
            return None
    hides = _hides_greys(shown_greys) or (mode == "RGB" and _hides_colours(colours, shown))
    return _Transform(mode, transform, shown_greys, hides)


_kept_transform = lru_cache(maxsize=16)(_transform)


def _by_table(profile: bytes) -> bool:
    tags = profile[132 : 132 + 12 * int.from_bytes(profile[128:132], "big")]
    return any(tags[at + 1 : at + 3] == _TABLES for at in range(0, len(tags), 12))


def _samples(mode: str) -> tuple[Image.Image, Image.Image]:
    """All greys, and colours of such a picture: all levels of each channel beside none and all of the others, and a
    coarse grid."""
    levels = np.arange(256, dtype=np.uint8)
    if mode != "RGB":
        # Ink: from none to all of black.
        greys = np.stack([*[np.zeros_like(levels)] * 3, levels[::-1]], axis=-1) if mode == "CMYK" else levels
        return (Image.fromarray(greys[np.newaxis], mode),) * 2
    coarse = levels[::_COARSE]
    grid = [np.stack(np.meshgrid(coarse, coarse, coarse), axis=-1).reshape(-1, 3)]
    for channel in range(3):
        for others in (0, 255):
            axis = np.full((256, 3), others, np.uint8)
            axis[:, channel] = levels
            grid.append(axis)
    return Image.fromarray(np.dstack([levels] * 3)), Image.fromarray(np.concatenate(grid)[np.newaxis])


def _through(transform: ImageCms.ImageCmsTransform, sample: Image.Image) -> npt.NDArray[np.int16]:
    return np.asarray(ImageCms.applyTransform(sample, transform), dtype=np.int16).reshape(-1, 3)


def _as_rgb(sample: Image.Image) -> npt.NDArray[np.int16]:
    return np.asarray(sample.convert("RGB"), dtype=np.int16).reshape(-1, 3)


def _hides_greys(shown: npt.NDArray[np.int16]) -> bool:
    """Whether `shown`, the colours of all 256 levels of grey, makes some alike that were not."""
    return bool((np.abs(shown[_APART:] - shown[:-_APART]).max(axis=-1) <= _ALIKE).any())


def _hides_colours(stored: Image.Image, shown: npt.NDArray[np.int16]) -> bool:
    lightness = _as_rgb(stored)[:_GRID] @ np.array(_LIGHTNESS, np.float32)
    apart = np.abs(lightness[:, np.newaxis] - lightness) >= _LIGHTNESS_APART
    first, second = np.nonzero(np.triu(apart))
    return bool((np.abs(shown[first] - shown[second]).max(axis=-1) <= _COLOURS_ALIKE).any())


def _applied(image: Image.Image, transform: _Transform) -> Shown:
    if image.mode not in _FITTING[transform.mode]:
        return Shown(image)
    narrow, alpha = _without_alpha(image)
    narrow = narrow if narrow.mode == transform.mode else narrow.convert(transform.mode)
    if transform.mode == "L":
        converted = narrow.convert("RGB").point(transform.shown_greys.T.ravel().tolist())
    elif (applied := ImageCms.applyTransform(narrow, transform.apply)) is not None:
        converted = applied
    else:
        return Shown(image)
    return Shown(_finished(converted, alpha, image, "icc_profile"), transform.hides)


def _without_alpha(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """`image` in 8 bits a channel, and its alpha."""
    if image.mode in _WIDE:
        rgba = with_alpha(image)
        if rgba is None:
            return Image.fromarray(flatten(image)[..., 0]), None
        return Image.fromarray(rgba[..., 0]), Image.fromarray(rgba[..., 3])
    return image, image.convert("RGBA").getchannel("A") if image.has_transparency_data else None


def _finished(converted: Image.Image, alpha: Image.Image | None, image: Image.Image, applied: str) -> Image.Image:
    if alpha is not None:
        converted.putalpha(alpha)
    converted.info = {key: value for key, value in image.info.items() if key not in (applied, "transparency")}
    return converted


def _with_gamma(image: Image.Image) -> Shown:
    gamma = image.info.get("gamma")
    if not isinstance(gamma, float) or gamma <= 0 or _USUAL_GAMMAS[0] <= gamma <= _USUAL_GAMMAS[1]:
        return Shown(image)
    if "srgb" in image.info or image.mode not in _FITTING["RGB"] + _FITTING["L"]:
        return Shown(image)
    light = (np.arange(256) / 255) ** (1 / gamma)
    # IEC 61966-2-1.
    levels = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    table = np.round(255 * levels).astype(np.int16)
    narrow, alpha = _without_alpha(image)
    converted = narrow.convert("RGB").point(table.tolist() * 3)
    return Shown(_finished(converted, alpha, image, "gamma"), _hides_greys(table[:, np.newaxis]))
