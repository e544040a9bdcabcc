"""PNG files that browsers show though a chunk beside their pixels is broken, or says what it may not say."""

import zlib

import numpy as np
import pytest
from PIL import Image

from stickerguard import png
from stickerguard.errors import DecodeError
from stickerguard.images import decode
from tests.drawing import encode, shapes
from tests.layered import chunk
from tests.test_colours import profile, with_gamma

PLAIN = encode(shapes((64, 64)).convert("RGB"), "PNG")
GREY = encode(Image.linear_gradient("L").resize((32, 32)), "PNG")


def broken(kind: bytes, body: bytes) -> bytes:
    """A chunk whose checksum does not hold."""
    whole = chunk(kind, body)
    return whole[:-1] + bytes([whole[-1] ^ 1])


@pytest.mark.parametrize(
    "odd",
    [
        broken(b"tEXt", b"a\0hello"),
        broken(b"gAMA", (1_000).to_bytes(4, "big")),
        broken(b"tRNS", bytes(6)),
        broken(b"eXIf", b"MM\0*"),
        chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(2 * 2**20))),
        chunk(b"zTXt", b"a\0\5junk"),
        chunk(b"iTXt", b"a\0\1\0\0\0" + zlib.compress(b" " * 2**21)),
        chunk(b"iCCP", b"x\0\5junk"),
        chunk(b"iCCP", b"x" * 90),
        chunk(b"iCCP", b""),
        chunk(b"pHYs", b"\0"),
        chunk(b"gAMA", b"\0\0"),
        chunk(b"cHRM", b"\0\0\0"),
        chunk(b"sRGB", b""),
        chunk(b"acTL", b"\0"),
        chunk(b"tRNS", b"\0\0\0"),
    ],
)
@pytest.mark.parametrize("whole", [PLAIN, GREY], ids=["colours", "grey"])
def test_a_broken_chunk_beside_the_pixels_hides_nothing(whole: bytes, odd: bytes) -> None:
    if odd == chunk(b"tRNS", b"\0\0\0") and whole is GREY:
        odd = chunk(b"tRNS", b"\0")
    shown = decode(whole[:33] + odd + whole[33:]).frames
    assert len(shown) == 1
    assert shown[0].rgba is None
    assert (shown[0].rgb == decode(whole).frames[0].rgb).all()


def test_what_is_cut_off_behind_the_pixels_is_no_fault() -> None:
    plain = decode(PLAIN).frames[0].rgb
    for end in (b"", chunk(b"tEXt", b"a\0hello")[:-3], (500).to_bytes(4, "big") + b"tEXta\0b", b"\0\0\0\0IEND"):
        assert (decode(PLAIN[:-12] + end).frames[0].rgb == plain).all()
    with pytest.raises(DecodeError) as caught:
        decode(PLAIN[:-100])
    assert caught.value.code == "truncated"


def test_a_text_is_not_taken_for_what_the_picture_says_of_itself() -> None:
    """Pillow keeps both under their names in one table."""
    levels = encode(Image.fromarray(np.full((8, 8), 240, np.uint8)), "PNG")
    for name in (b"srgb", b"icc_profile", b"gamma", b"transparency", b"exif"):
        text = chunk(b"tEXt", name + b"\0\1\2")
        assert decode(with_gamma(levels, 0.01, text)).frames[0].rgb.max() < 20


def test_a_long_profile_is_applied() -> None:
    grey = Image.new("RGB", (8, 8), (60, 60, 60))
    packed = zlib.compress(profile(4.0, priv=bytes(2 * 2**20)))
    data = encode(grey, "PNG")
    assert decode(data[:33] + chunk(b"iCCP", b"x\0\0" + packed) + data[33:]).frames[0].rgb.max() < 20


def test_only_what_bears_on_the_picture_is_kept() -> None:
    assert png.tidy(PLAIN) == (PLAIN, None)
    kinds = [part.kind for part in png.chunks(png.tidy(PLAIN[:33] + chunk(b"prVt", bytes(50)) + PLAIN[33:]).data)]
    assert kinds == [b"IHDR", b"IDAT", b"IEND"]
