"""Pictures of any Pillow mode -> upright RGB arrays, transparent pixels on a grey ground."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

GROUND = 127
"""The grey on which transparent pixels are flattened for every model: drawings and captions made for light and for dark
chats are both seen on it."""

_ORIENTATION = 0x0112
_WHITE_OF = {"1": 255, "L;2": 85, "L;4": 17}
"""By how much Pillow multiplies grey levels of fewer than 8 bits, their transparent one left out."""
_OUTLIERS = 0.5
"""Percentage of the pixels, at either end, that does not tell the range of a picture."""

_BMP_HEADER = slice(14, 18)
"""Where a BMP says how long its header is; the pixels may begin further behind."""
_BMP_WITH_ALPHA = 108
"""Bytes of the headers (version 4 and 5) that know alpha, at least."""
_PNG_DEPTH = 24
"""Where the header of a PNG says how many bits a sample has, and then the type of its colours."""
_WIDE_COLOURS = b"\x10\x02"
_LARGEST = 1e30

Pixels = npt.NDArray[np.uint8]


def upright(image: Image.Image) -> Image.Image:
    """`image` turned as its EXIF orientation says; what XMP says of it, which Pillow heeds, viewers do not."""
    try:
        own = Image.Exif()
        own.load(image.info.get("exif") or b"")
        if own.get(_ORIENTATION, 1) == 1:
            return image
        return ImageOps.exif_transpose(image)
    except Exception:  # a broken EXIF block must not hide the picture
        return image


def scale_transparency(image: Image.Image) -> None:
    """Bring the transparent colour of an unloaded PNG to the 8 bits that Pillow brings its pixels to."""
    colour = image.info.get("transparency")
    tile = getattr(image, "tile", None)
    rawmode = tile[0][3] if tile else None
    if isinstance(rawmode, tuple):
        rawmode = rawmode[0]
    if isinstance(colour, int) and rawmode in _WHITE_OF:
        image.info["transparency"] = min(255, colour * _WHITE_OF[rawmode])


def open_alpha(image: Image.Image, data: bytes) -> None:
    """Have the fourth byte of an unloaded BMP read as alpha, as browsers do, where the header in `data` knows alpha."""
    tile = getattr(image, "tile", None)
    if image.format != "BMP" or not tile or tile[0].args[0] != "BGRX":
        return
    if int.from_bytes(data[_BMP_HEADER], "little") < _BMP_WITH_ALPHA:
        return
    image.tile = [tile[0]._replace(args=("BGRA", *tile[0].args[1:]))]  # type: ignore[attr-defined]
    image._mode = "RGBA"


def with_exact_transparency(image: Image.Image, data: bytes) -> Image.Image:
    """The loaded `image`, read anew from its file's `data` where one of its colours of 3 x 16 bits is transparent: in 8
    bits it is no longer told from its neighbours. A BMP all of which would be transparent is opaque.

    Raises OSError where such colours cannot be read.
    """
    if image.format == "BMP" and image.mode == "RGBA" and not image.getchannel("A").getbbox():
        image.putalpha(255)
    wide_colours = image.format == "PNG" and data[_PNG_DEPTH : _PNG_DEPTH + 2] == _WIDE_COLOURS
    if not wide_colours or "transparency" not in image.info:
        return image
    wide = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if wide is None:
        raise OSError("its colours of 16 bits cannot be read")
    exact = Image.fromarray((cv2.cvtColor(wide, cv2.COLOR_BGRA2RGBA) // 256).astype(np.uint8))
    exact.info = {key: value for key, value in image.info.items() if key != "transparency"}
    return exact


def with_alpha(image: Image.Image) -> Pixels | None:
    """The pixels of a picture that is not opaque, uint8 [height, width, 4], colours under alpha 0 as in the file; else
    None."""
    if image.mode.startswith("I") or image.mode == "F":
        rgba = _wide_with_alpha(image)
    elif image.has_transparency_data:
        # Pillow takes grey under premultiplied alpha to no other mode than this.
        image = image.convert("LA") if image.mode == "La" else image
        rgba = np.asarray(image if image.mode == "RGBA" else image.convert("RGBA"))
    else:
        return None
    return None if rgba is None or (rgba[..., 3] == 255).all() else rgba


def flatten(image: Image.Image, ground: int = GROUND) -> Pixels:
    """`image` of any Pillow mode as RGB, uint8 [height, width, 3], transparent pixels blended on grey `ground`.

    Whatever colour lies hidden under alpha 0 does not reach the result.
    """
    return opaque(image, with_alpha(image), ground)


def opaque(image: Image.Image, rgba: Pixels | None, ground: int = GROUND) -> Pixels:
    """What `flatten` gives, from what `with_alpha` gave."""
    if rgba is None:
        if image.mode.startswith("I") or image.mode == "F":
            return np.repeat(_eight_bits(image)[..., np.newaxis], 3, axis=2)
        # A palette has a transparent colour, and "La" becomes nothing but "LA".
        between = {"P": "RGBA", "La": "LA"}.get(image.mode)
        return np.asarray((image.convert(between) if between else image).convert("RGB"))
    return blend(rgba, ground)


def blend(rgba: Pixels, ground: int) -> Pixels:
    """`rgba`, uint8 [height, width, 4], on the grey `ground`: uint8 [height, width, 3]."""
    picture = Image.fromarray(rgba)
    canvas = Image.new("RGB", picture.size, (ground, ground, ground))
    canvas.paste(picture, mask=picture)
    return np.asarray(canvas)


def _wide_with_alpha(image: Image.Image) -> Pixels | None:
    colour = image.info.get("transparency")
    if not isinstance(colour, int):
        return None
    alpha = np.where(np.asarray(image) == colour, 0, 255).astype(np.uint8)
    return np.dstack([*[_eight_bits(image)] * 3, alpha])


def _eight_bits(image: Image.Image) -> Pixels:
    values: npt.NDArray[np.float64] = np.nan_to_num(
        np.asarray(image, dtype=np.float64), posinf=_LARGEST, neginf=-_LARGEST
    )
    if image.mode.startswith("I;16"):
        return (values / 257).astype(np.uint8)  # 65535 / 257 = 255
    # "I" and "F" do not tell their range. A few odd pixels must not set it, or they would darken all others.
    low, high = np.percentile(values, [_OUTLIERS, 100 - _OUTLIERS])
    if image.mode == "F" and low >= 0 and 0 < values.max() <= 1:
        values = values * 255
    elif low >= 0 and 255 < high <= 65535:
        values = values / 257
    elif low < 0 or high > 65535:
        values = (values - low) / max(high - low, 1e-9) * 255
    return np.clip(values, 0, 255).astype(np.uint8)
