"""Colour profiles are applied as viewers apply them, and what is broken in them costs nothing."""

import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from stickerguard.colours import in_srgb
from stickerguard.images import decode
from tests.drawing import encode, shapes


def profile(gamma: float) -> bytes:
    """The profile of sRGB with this exponent in place of its curves: their tags share one, which comes as a 'curv'."""
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    count = int.from_bytes(made[128:132], "big")
    data = bytearray(made)
    for entry in range(132, 132 + 12 * count, 12):
        if made[entry : entry + 4] in (b"rTRC", b"gTRC", b"bTRC"):
            start = int.from_bytes(made[entry + 4 : entry + 8], "big")
            curve = b"curv" + bytes(4) + (1).to_bytes(4, "big") + round(gamma * 256).to_bytes(2, "big") + bytes(2)
            data[start : start + len(curve)] = curve
            data[entry + 8 : entry + 12] = (14).to_bytes(4, "big")
    return bytes(data)


GREY = Image.fromarray(np.repeat(np.array([[60, 127, 128, 200]], np.uint8), 8, axis=0)).convert("RGB")


@pytest.mark.parametrize("form", ["PNG", "WEBP", "JPEG"])
def test_a_profile_is_applied(form: str) -> None:
    options = {"lossless": True} if form == "WEBP" else {}
    plain = decode(encode(GREY.resize((64, 64)), form, **options)).frames[0].rgb
    darker = decode(encode(GREY.resize((64, 64)), form, icc_profile=profile(4.0), **options)).frames[0].rgb
    assert darker.shape == plain.shape
    assert darker[32, 24, 0] < plain[32, 24, 0] - 40


def test_transparency_outlives_a_profile() -> None:
    picture = shapes((40, 20)).convert("RGBA")
    picture.putalpha(Image.linear_gradient("L").resize((40, 20)))
    frame = decode(encode(picture, "PNG", icc_profile=profile(3.0))).frames[0]
    assert frame.rgba is not None
    assert (frame.rgba[..., 3] == np.asarray(picture)[..., 3]).all()


def test_srgb_itself_changes_nothing() -> None:
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = Image.open(io.BytesIO(encode(GREY, "PNG", icc_profile=made)))
    assert in_srgb(image) is image


@pytest.mark.parametrize("broken", [b"no profile", bytes(128), profile(2.0)[:200]])
def test_a_broken_profile_costs_nothing(broken: bytes) -> None:
    plain = decode(encode(GREY, "PNG")).frames[0].rgb
    assert (decode(encode(GREY, "PNG", icc_profile=broken)).frames[0].rgb == plain).all()


def test_a_profile_for_other_pixels_is_left_aside() -> None:
    image = Image.open(io.BytesIO(encode(GREY.convert("CMYK"), "JPEG", icc_profile=profile(4.0))))
    assert image.mode == "CMYK"
    assert in_srgb(image) is image
    wide = Image.open(io.BytesIO(encode(Image.new("I;16", (4, 4), 9_000), "PNG", icc_profile=profile(4.0))))
    assert in_srgb(wide) is wide
