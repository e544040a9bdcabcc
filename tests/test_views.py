"""Where viewers show one picture in different ways, each of them is looked at."""

import numpy as np
import pytest
from PIL import Image

from stickerguard.images import GROUND, decode, flatten
from stickerguard.webp import reveal_alpha
from tests.drawing import animate, encode, shapes


def disclaiming(data: bytes, *kinds: bytes) -> bytes:
    """The WebP `data` without the marks of alpha in its chunks of these kinds."""
    changed = bytearray(data)
    for kind in kinds:
        at = data.find(kind)
        while at >= 0:
            changed[at + (8 if kind == b"VP8X" else 12)] &= ~0x10
            at = data.find(kind, at + 1)
    return bytes(changed)


@pytest.mark.parametrize("kinds", [(b"VP8X",), (b"VP8L",), (b"VP8X", b"VP8L")])
@pytest.mark.parametrize("animated", [False, True])
def test_a_webp_that_disclaims_its_alpha_is_looked_at_with_and_without(animated: bool, kinds: tuple[bytes]) -> None:
    pixels = np.full((40, 60, 4), 200, np.uint8)
    pixels[..., 3] = 0
    pixels[10:20, 10:20, 3] = 255
    image, other = Image.fromarray(pixels), Image.fromarray(pixels[:, ::-1].copy())
    exif = Image.Exif()
    exif[0x0131] = "gives it all chunks"
    options = {"lossless": True, "exact": True, "exif": exif}
    data = animate([image, other], "WEBP", **options) if animated else encode(image, "WEBP", **options)
    assert [frame.rgba is None for frame in decode(data).frames] == [False] * (1 + animated)
    with_it, without = [frame for frame in decode(disclaiming(data, *kinds)).frames if frame.index == 0]
    assert (with_it.rgb[5, 5, 0], with_it.rgb[15, 15, 0]) == (GROUND, 200)
    assert without.rgba is None


def test_a_lossless_webp_that_is_opaque_is_looked_at_once() -> None:
    frames = decode(encode(Image.fromarray(flatten(shapes())), "WEBP", lossless=True)).frames
    assert [frame.rgba for frame in frames] == [None]


def test_noise_in_place_of_chunks_is_no_error_of_the_search_for_alpha() -> None:
    for data in (b"RIFF", b"RIFF\0\0\0\0WEBPVP8L\1\0\0\0/", b"RIFF\0\0\0\0WEBPVP8X\xff\xff\xff\xff\0"):
        assert reveal_alpha(data) is data


def stretching(resolution: tuple[float, float], extent: tuple[int, int]) -> Image.Exif:
    exif = Image.Exif()
    exif[0x011A], exif[0x011B] = resolution
    exif[0x0128] = 2
    exif.get_ifd(0x8769).update({0xA002: extent[0], 0xA003: extent[1]})
    return exif


@pytest.mark.parametrize(
    ("resolution", "extent", "sizes"),
    [
        ((72, 4.5), (320, 160), [(10, 320), (160, 320)]),
        ((144, 9), (160, 80), [(10, 320), (160, 320)]),
        ((72, 4.5), (320, 80), [(10, 320)]),
        ((300, 300), (77, 2), [(10, 320)]),
        ((0, 0), (320, 160), [(10, 320)]),
        ((72, 0.01), (320, 72_000), [(10, 320), (640, 320)]),
    ],
)
def test_a_jpeg_that_browsers_stretch_is_looked_at_in_that_shape_too(
    resolution: tuple[float, float], extent: tuple[int, int], sizes: list[tuple[int, int]]
) -> None:
    data = encode(shapes((320, 10)).convert("RGB"), "JPEG", exif=stretching(resolution, extent))
    assert [frame.rgb.shape[:2] for frame in decode(data).frames] == sizes
