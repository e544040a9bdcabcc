"""JPEG files that browsers show though something beside their first picture is broken."""

import io

import numpy as np
import pytest
from PIL import Image

from stickerguard import jpeg
from stickerguard.errors import DecodeError
from stickerguard.images import decode
from tests.drawing import encode, shapes


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body


PLAIN = encode(shapes((64, 64)).convert("RGB"), "JPEG", quality=90)
MPF = b"MPF\0II*\0\x08\0\0\0"


@pytest.mark.parametrize(
    "odd",
    [
        segment(0xE0, b"JFIF\0"),
        segment(0xEE, b"Adobe"),
        segment(0xE2, b"ICC_PROFILE\0"),
        segment(0xE2, b"ICC_PROFILE\0\1"),
        segment(0xED, b"Photoshop 3.0\0" + b"8BIM\4\4"),
        segment(0xE2, MPF + b"\1\0\x01\xb0\4\0\1\0\0\0\5\0\0\0\0\0\0\0"),
        segment(0xE2, MPF + b"\0\0\0\0\0\0"),
        segment(0xE2, MPF + b"\2\0\x01\xb0\4\0\1\0\0\0\2\0\0\0\x02\xb0\7\0\x10\0\0\0\x26\0\0\0\0\0\0\0" + bytes(16)),
        segment(0xE2, MPF + b"\1\0\x02\xb0\7\0\x10\0\0\0\x1a\0\0\0\0\0\0\0" + bytes(16)),
        segment(0xE2, MPF + b"\1\0\x01\xb0\2\0\4\0\0\0ab\0\0\0\0\0\0"),
        b"\xff\xff",
    ],
)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_segment_that_is_too_short_hides_nothing(odd: bytes) -> None:
    shown = decode(PLAIN[:2] + odd + PLAIN[2:]).frames
    assert (shown[0].rgb == decode(PLAIN).frames[0].rgb).all()


def test_sound_segments_stay_as_they_are() -> None:
    assert jpeg.tidy(PLAIN) is PLAIN
    profile = segment(0xE2, b"ICC_PROFILE\0\1\1" + bytes(128))
    data = PLAIN[:2] + segment(0xEE, b"Adobe" + bytes(7)) + profile + PLAIN[2:]
    assert jpeg.tidy(data) is data
    for broken in (b"", b"\xff\xd8\xff", b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe0\0\0JFIF" * 50):
        assert len(jpeg.tidy(broken)) == len(broken)


def two_pictures() -> bytes:
    buffer = io.BytesIO()
    first, second = shapes((64, 64)).convert("RGB"), Image.effect_noise((64, 64), 80).convert("RGB")
    first.save(buffer, "MPO", save_all=True, append_images=[second], quality=90)
    return buffer.getvalue()


def test_the_first_picture_of_several_is_looked_at_where_others_are_cut_off() -> None:
    data = two_pictures()
    assert decode(data).info.decoded == 2
    end_of_first = data.index(b"\xff\xd9") + 2
    for cut in (end_of_first, end_of_first + 100, len(data) - 900):
        frames = decode(data[:cut]).frames
        assert len(frames) == 1
        assert np.abs(frames[0].rgb.astype(int) - decode(PLAIN).frames[0].rgb).max() == 0
    with pytest.raises(DecodeError) as caught:
        decode(data[: end_of_first // 2])
    assert caught.value.code == "truncated"
