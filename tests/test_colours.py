"""Colour profiles are applied as viewers apply them, and what is broken in them costs nothing."""

import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from stickerguard.colours import in_srgb
from stickerguard.images import decode
from tests.drawing import animate, encode, shapes
from tests.layered import chunk


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


def with_gamma(png: bytes, gamma: float, extra: bytes = b"") -> bytes:
    return png[:33] + chunk(b"gAMA", round(gamma * 100_000).to_bytes(4, "big")) + extra + png[33:]


@pytest.mark.parametrize("moving", [False, True])
def test_the_gamma_of_a_png_is_applied_as_browsers_do(moving: bool) -> None:
    levels = np.repeat(np.array([[0, 240, 250, 255]], np.uint8), 8, axis=0)
    png = animate([Image.fromarray(levels), Image.fromarray(levels[:, ::-1].copy())], "PNG") if moving else None
    shown = decode(with_gamma(png or encode(Image.fromarray(levels), "PNG"), 0.01)).frames[0].rgb[0, :, 0]
    # As Chromium shows these levels.
    assert np.abs(shown.astype(int) - [0, 8, 104, 255]).max() <= 2


@pytest.mark.parametrize(("gamma", "extra"), [(0.45455, b""), (0.0, b""), (0.01, chunk(b"sRGB", b"\0"))])
def test_an_ordinary_gamma_and_one_beside_srgb_change_nothing(gamma: float, extra: bytes) -> None:
    png = encode(GREY, "PNG")
    assert (decode(with_gamma(png, gamma, extra)).frames[0].rgb == decode(png).frames[0].rgb).all()


def test_a_gamma_keeps_what_is_transparent() -> None:
    png = encode(shapes(), "PNG")
    plain, darker = decode(png).frames[0].rgba, decode(with_gamma(png, 0.1)).frames[0].rgba
    assert plain is not None
    assert darker is not None
    assert (plain[..., 3] == darker[..., 3]).all()
