"""Colours as viewers show them: pictures with a colour profile of their own in sRGB."""

from __future__ import annotations

import io
from functools import lru_cache

import numpy as np
from PIL import Image, ImageCms

OF_COLOURS = ("icc_profile", "gamma", "srgb")
"""What Pillow notes of a file's colours."""
_USUAL_GAMMAS = (0.4, 0.5)
"""Between which a PNG looks as if it said nothing: 1 / 2.2 is about sRGB."""
_LONGEST = 4 * 2**20
"""Bytes of a profile; those of printers have 2 MB at most."""
_SAME = 3
"""Levels of 255 by which a profile may differ from sRGB without being applied."""
_MODES = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}
"""Of Pillow, for the colour spaces of profiles (ICC.1:2022, 7.2.8)."""
_FITTING = {"RGB": ("RGB", "RGBA", "RGBX", "P", "PA"), "L": ("L", "LA", "1"), "CMYK": ("CMYK",)}
"""Modes of pictures to which such a profile applies."""


def in_srgb(image: Image.Image) -> Image.Image:
    """`image` with its ICC profile, or else the gamma of a PNG, applied: otherwise text could stand in colours that
    only viewers tell apart.

    As it was without both, with a profile that hardly differs from sRGB, does not fit its pixels, or is broken; pixels
    of 16 bits stay as they are, too.
    """
    profile = image.info.get("icc_profile")
    if not isinstance(profile, bytes) or not 0 < len(profile) <= _LONGEST:
        return _with_gamma(image)
    try:
        transform = _transform(profile)
        return image if transform is None else _applied(image, *transform)
    except Exception:  # a broken profile must not hide the picture, and Pillow raises what lcms gives it
        return image


@lru_cache(maxsize=16)
def _transform(profile: bytes) -> tuple[str, ImageCms.ImageCmsTransform] | None:
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    mode = _MODES[source.profile.xcolor_space]
    transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
    if mode == "CMYK":
        return mode, transform
    levels = np.arange(0, 256, 3, dtype=np.uint8)
    grid = np.stack(np.meshgrid(levels[::17], levels[::17], levels), axis=-1).reshape(1, -1, 3)
    sample = Image.fromarray(grid if mode == "RGB" else levels[np.newaxis])
    apart = np.abs(
        np.asarray(ImageCms.applyTransform(sample, transform), dtype=np.int16) - np.asarray(sample.convert("RGB"))
    )
    return None if apart.max() <= _SAME else (mode, transform)


def _applied(image: Image.Image, mode: str, transform: ImageCms.ImageCmsTransform) -> Image.Image:
    if image.mode not in _FITTING[mode]:
        return image
    alpha = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
    converted = ImageCms.applyTransform(image if image.mode == mode else image.convert(mode), transform)
    if converted is None:
        return image
    if alpha is not None:
        converted.putalpha(alpha)
    converted.info = {key: value for key, value in image.info.items() if key not in ("icc_profile", "transparency")}
    return converted


def _with_gamma(image: Image.Image) -> Image.Image:
    gamma = image.info.get("gamma")
    if not isinstance(gamma, float) or gamma <= 0 or _USUAL_GAMMAS[0] <= gamma <= _USUAL_GAMMAS[1]:
        return image
    if "srgb" in image.info or image.mode not in _FITTING["RGB"] + _FITTING["L"]:
        return image
    light = (np.arange(256) / 255) ** (1 / gamma)
    # IEC 61966-2-1.
    levels = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    table = np.round(255 * levels).astype(int).tolist()
    alpha = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
    converted = image.convert("RGB").point(table * 3)
    if alpha is not None:
        converted.putalpha(alpha)
    converted.info = {key: value for key, value in image.info.items() if key not in ("gamma", "transparency")}
    return converted
