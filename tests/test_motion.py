"""Telegram's animated formats: vector animations (.tgs) and WebM video, told by content like all others."""

import gzip
import io
import json

import av
import numpy as np
import pytest
from PIL import Image

from stickerguard import motion
from stickerguard.errors import DecodeError, StickerguardError
from stickerguard.images import Limits, decode


def lottie(**changes: object) -> dict[str, object]:
    """A red square on a transparent ground that jumps to the right in the second half."""
    place = {"a": 1, "k": [{"t": 0, "s": [30, 50], "h": 1}, {"t": 5, "s": [70, 50], "h": 1}]}
    shapes = [
        {"ty": "rc", "p": place, "s": {"a": 0, "k": [40, 40]}, "r": {"a": 0, "k": 0}},
        {"ty": "fl", "c": {"a": 0, "k": [1, 0, 0, 1]}, "o": {"a": 0, "k": 100}},
    ]
    layer = {"ty": 4, "ip": 0, "op": 10, "st": 0, "ks": {}, "shapes": shapes}
    return {"v": "5.5.2", "tgs": 1, "fr": 10, "ip": 0, "op": 10, "w": 100, "h": 100, "layers": [layer]} | changes


def tgs(**changes: object) -> bytes:
    return gzip.compress(json.dumps(lottie(**changes)).encode())


def webm(count: int = 6) -> bytes:
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="webm") as container:
        stream = container.add_stream("libvpx-vp9", rate=10)
        stream.width = stream.height = 128
        stream.pix_fmt = "yuva420p"
        for number in range(count):
            pixels = np.zeros((128, 128, 4), np.uint8)
            pixels[20:80, 15 * number : 15 * number + 50] = (255, 0, 0, 255)
            frame = av.VideoFrame.from_ndarray(pixels, format="rgba").reformat(format="yuva420p")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return buffer.getvalue()


def test_a_vector_animation_is_drawn_on_the_grey_ground() -> None:
    sticker = decode(tgs())
    assert (sticker.info.decoded, sticker.info.distinct) == (10, 2)
    first, second = (frame.rgb for frame in sticker.frames)
    assert first[50, 30].tolist() == [255, 0, 0]
    assert first[50, 70].tolist() == [127, 127, 127]
    assert second[50, 70].tolist() == [255, 0, 0]


def test_a_half_transparent_colour_is_not_darkened_twice() -> None:
    document = lottie()
    document["layers"][0]["shapes"][1]["o"]["k"] = 50  # type: ignore[index]  # JSON
    rgb = decode(gzip.compress(json.dumps(document).encode())).frames[0].rgb
    assert np.abs(rgb[50, 30].astype(int) - [191, 64, 64]).max() <= 3


def test_video_keeps_its_transparency() -> None:
    sticker = decode(webm())
    assert sticker.info.decoded == 6
    assert sticker.info.distinct >= 2
    rgb = sticker.frames[0].rgb.astype(int)
    assert np.abs(rgb[50, 25] - [254, 0, 0]).max() <= 8
    assert np.abs(rgb[120, 120] - 127).max() <= 3


def test_video_of_ten_bits_is_played() -> None:
    # A blue half and a red one, of profile 2; the encoder at hand makes none.
    packet = av.Packet(
        bytes.fromhex(
            "924983420000f800fb001c120e0c180000186000004d37ffffdf68a7fffefca1ffffffff35a0ffffff8371fffffd7fdffffffcc0839f30"
        )
    )
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="webm") as container:
        stream = container.add_stream("libvpx-vp9", rate=10)
        stream.width = stream.height = 32
        packet.stream, packet.pts, packet.dts, packet.is_keyframe = stream, 0, 0, True
        container.mux(packet)
    rgb = decode(buffer.getvalue()).frames[0].rgb.astype(int)
    assert np.abs(rgb[16, 4] - [60, 60, 200]).max() <= 12
    assert np.abs(rgb[16, 28] - [200, 60, 60]).max() <= 12


def test_video_that_disclaims_its_transparency_is_looked_at_without_it_too() -> None:
    data = bytearray(webm())
    mode = data.index(b"\x53\xc0\x81") + 3  # AlphaMode, which browsers heed
    assert data[mode] == 1
    data[mode] = 0
    frames = [frame for frame in decode(bytes(data)).frames if frame.index == 0]
    assert [frame.rgba is None for frame in frames] == [False, True]
    ground, shown = (frame.rgb[120, 120].astype(int) for frame in frames)
    assert np.abs(ground - 127).max() <= 3
    assert np.abs(shown - 127).max() > 50
    assert all(frame.rgba is not None for frame in decode(webm()).frames)


def shown_in(data: bytes, width: int, height: int) -> bytes:
    """The WebM `data` with a DisplayWidth and a DisplayHeight in place of its language and its duration of frames."""
    entry, video = data.index(b"\x22\xb5\x9c\x83und"), data.index(b"\xe0\x8a\xb0")
    shown = b"\x54\xb0\x82" + width.to_bytes(2, "big") + b"\x54\xba\x82" + height.to_bytes(2, "big")
    kept = data[entry + 7 : video].replace(b"\x23\xe3\x83\x84\x05\xf5\xe1\0", b"\xec\x83\0\0\0")
    return data[:entry] + kept + b"\xe0\x94" + shown + data[video + 2 :]


@pytest.mark.parametrize(
    ("shown", "size"), [((512, 128), (128, 512)), ((64, 512), (1024, 128)), ((128, 128), None), ((140, 128), None)]
)
def test_video_that_is_shown_stretched_is_looked_at_so_too(
    shown: tuple[int, int], size: tuple[int, int] | None
) -> None:
    changed = shown_in(webm(1), *shown)
    assert len(changed) == len(webm(1))
    sizes = [frame.rgb.shape[:2] for frame in decode(changed).frames]
    assert sizes == [(128, 128), *([size] if size else [])]


def test_the_limits_hold_for_them_too() -> None:
    with pytest.raises(StickerguardError) as caught:
        decode(tgs(op=2_000), Limits(max_frames=100))
    assert caught.value.code == "too_many_frames"
    with pytest.raises(StickerguardError) as caught:
        decode(webm(), Limits(max_pixels=1_000))
    assert caught.value.code == "too_many_pixels"
    big = decode(tgs(w=50_000, h=25_000)).frames[0].rgb
    assert big.shape == (256, 512, 3)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (gzip.compress(b"{}"), "corrupt"),
        (gzip.compress(b"[" * 100_000), "corrupt"),
        (gzip.compress(bytes(20_000_000)), "too_many_bytes"),
        (tgs()[:-20], "truncated"),
        (b"\x1f\x8b" + b"x" * 50, "corrupt"),
        (tgs(w=-5), "corrupt"),
        (tgs(op="many"), "corrupt"),
        (tgs(assets=[{"id": "a", "u": "/etc/", "p": "passwd"}]), "unsupported_format"),
        (webm()[:200], "corrupt"),
        (b"\x1a\x45\xdf\xa3" + b"\0" * 100, "corrupt"),
    ],
    ids=["empty", "nested", "bomb", "cut", "noise", "size", "frames", "file", "cut video", "no video"],
)
def test_hostile_animations_get_a_code(data: bytes, code: str) -> None:
    with pytest.raises(StickerguardError) as caught:
        decode(data)
    assert caught.value.code == code


@pytest.mark.parametrize(("data", "package"), [(tgs(), "rlottie_python"), (webm(), "av")], ids=["tgs", "webm"])
def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch, data: bytes, package: str) -> None:
    monkeypatch.setattr(motion, "find_spec", lambda name: None if name == package else object())
    with pytest.raises(DecodeError, match=r"stickerguard\[animated\]"):
        decode(data)


def test_pillow_still_has_its_own_formats() -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "WEBP")
    assert decode(buffer.getvalue()).info.decoded == 1
