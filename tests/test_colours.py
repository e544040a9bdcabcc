"""Colour profiles are applied as viewers apply them, and what is broken in them costs nothing."""

import io
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from stickerguard.colours import in_srgb
from stickerguard.images import decode
from tests.drawing import animate, encode, shapes
from tests.layered import chunk


def profile(gamma: float, **changes: bytes) -> bytes:
    """The profile of sRGB with this exponent in place of its curves, or with what `changes` has for their tags."""
    power = b"curv" + bytes(4) + (1).to_bytes(4, "big") + round(gamma * 256).to_bytes(2, "big") + bytes(2)
    return with_tags(dict.fromkeys(("rTRC", "gTRC", "bTRC"), power) | changes)


def with_tags(tags: dict[str, bytes], space: bytes = b"RGB ") -> bytes:
    """The profile of sRGB with these tags in place of its own, or beside them."""
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    entries = [made[at : at + 12] for at in range(132, 132 + 12 * int.from_bytes(made[128:132], "big"), 12)]
    bodies = {
        entry[:4]: made[(at := int.from_bytes(entry[4:8], "big")) : at + int.from_bytes(entry[8:], "big")]
        for entry in entries
    }
    bodies |= {name.encode(): body for name, body in tags.items()}
    table, content, start = len(bodies).to_bytes(4, "big"), b"", 132 + 12 * len(bodies)
    for name, body in bodies.items():
        table += name + (start + len(content)).to_bytes(4, "big") + len(body).to_bytes(4, "big")
        content += body + bytes(-len(body) % 4)
    return (start + len(content)).to_bytes(4, "big") + made[4:16] + space + made[20:128] + table + content


def curve(levels: list[float]) -> bytes:
    """A tone curve that gives these levels of sRGB."""
    share = np.array(levels) / 255
    light = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return b"curv" + bytes(4) + len(levels).to_bytes(4, "big") + np.round(light * 65535).astype(">u2").tobytes()


FLAT = curve([180] * 256)
SAME = curve(list(range(256)))


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
    assert in_srgb(image).image is image


@pytest.mark.parametrize("broken", [b"no profile", bytes(128), profile(2.0)[:200]])
def test_a_broken_profile_costs_nothing(broken: bytes) -> None:
    plain = decode(encode(GREY, "PNG")).frames[0].rgb
    assert (decode(encode(GREY, "PNG", icc_profile=broken)).frames[0].rgb == plain).all()


def test_a_profile_for_other_pixels_is_left_aside() -> None:
    image = Image.open(io.BytesIO(encode(GREY.convert("CMYK"), "JPEG", icc_profile=profile(4.0))))
    assert image.mode == "CMYK"
    assert in_srgb(image).image is image
    wide = Image.open(io.BytesIO(encode(Image.new("I;16", (4, 4), 9_000), "PNG", icc_profile=profile(4.0))))
    assert in_srgb(wide).image is wide


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


@pytest.mark.parametrize("form", ["PNG", "WEBP", "JPEG"])
def test_under_a_profile_that_hides_all_the_stored_colours_are_looked_at_too(form: str) -> None:
    hiding = with_tags(dict.fromkeys(("rTRC", "gTRC", "bTRC"), FLAT))
    options = {"lossless": True} if form == "WEBP" else {"quality": 95}
    shown, stored = decode(encode(GREY.resize((64, 64)), form, icc_profile=hiding, **options)).frames
    assert np.ptp(shown.rgb) <= 3
    assert np.ptp(stored.rgb) > 120
    assert len(decode(encode(GREY, form, icc_profile=profile(1.8), **options)).frames) == 1


def test_a_gamma_that_hides_is_looked_past_too() -> None:
    shown, stored = decode(with_gamma(encode(GREY, "PNG"), 0.01)).frames
    assert shown.rgb.max() < 20
    assert stored.rgb.max() == 200


@pytest.mark.parametrize("tag", ["rTRC", "gTRC", "bTRC"])
def test_a_profile_that_is_srgb_but_for_two_levels_is_applied(tag: str) -> None:
    levels = list(range(256))
    levels[103:105] = [20, 230]
    odd = with_tags(dict.fromkeys(("rTRC", "gTRC", "bTRC"), SAME) | {tag: curve(levels)})
    pixels = np.full((8, 8, 3), 103, np.uint8)
    pixels[:, 4:] = 104
    shown = decode(encode(Image.fromarray(pixels), "PNG", icc_profile=odd)).frames[0].rgb
    assert np.ptp(shown[0], axis=0).max() > 100


def test_the_profile_and_the_gamma_of_grey_of_sixteen_bits_are_applied() -> None:
    wide = Image.new("I;16", (8, 8), 3 * 257)
    brighter = decode(with_gamma(encode(wide, "PNG"), 5.0)).frames[0].rgb
    assert brighter.min() > 150
    grey = with_tags({"kTRC": curve([min(255, 40 * level) for level in range(256)])}, b"GRAY")
    assert abs(int(decode(encode(wide, "PNG", icc_profile=grey)).frames[0].rgb[0, 0, 0]) - 120) <= 2
    transparent = decode(with_gamma(encode(wide, "PNG", transparency=3 * 257), 5.0)).frames[0]
    assert transparent.rgba is not None
    assert transparent.rgba[..., 3].max() == 0


def test_the_gamma_counts_beside_a_broken_profile() -> None:
    broken = chunk(b"iCCP", b"x\0\0" + zlib.compress(b"no profile" * 50))
    shown = decode(with_gamma(encode(GREY, "PNG"), 0.01, broken)).frames[0].rgb
    assert shown.max() < 20


def test_a_profile_with_much_beside_its_colours_is_applied() -> None:
    longest = profile(4.0, priv=bytes(5 * 2**20))
    plain = decode(encode(GREY.resize((64, 64)), "JPEG")).frames[0].rgb
    darker = decode(encode(GREY.resize((64, 64)), "JPEG", icc_profile=longest)).frames[0].rgb
    assert darker[32, 24, 0] < plain[32, 24, 0] - 40
