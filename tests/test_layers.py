"""Frames of GIF and APNG files are composed as players compose them, whatever their encoders do."""

import base64
import struct
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from stickerguard import DecodeError, LimitError, Limits
from stickerguard.images import GROUND, decode
from tests.drawing import animate, encode
from tests.layered import Drawn, Levels, apng, chunk, gif
from tests.review.browser import chromium

SIZE = (24, 16)
RED, BLUE, WHITE = 0, 1, 2
PALETTE = np.zeros((256, 3), np.uint8)
PALETTE[[RED, BLUE, WHITE]] = (200, 60, 60), (0, 0, 255), (255, 255, 255)
LETTERS = np.zeros((16, 24), np.bool_)
LETTERS[4:12, 6:18:3] = True

DECODED = """async ([data, type]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const decoder = new ImageDecoder({ data: bytes, type, preferAnimation: true });
  await decoder.completed;
  await decoder.tracks.ready;
  const frames = [];
  for (let index = 0; index < decoder.tracks.selectedTrack.frameCount; index++) {
    const { image } = await decoder.decode({ frameIndex: index });
    const pixels = new Uint8Array(image.allocationSize({ format: "RGBA" }));
    await image.copyTo(pixels, { format: "RGBA" });
    frames.push([image.codedHeight, image.codedWidth, Array.from(pixels)]);
  }
  return frames;
}"""


def full(level: int) -> Levels:
    return np.full((16, 24), level, np.uint8)


def letters(ink: int, ground: int) -> Levels:
    return np.where(LETTERS, ink, ground).astype(np.uint8)


def colours(data: bytes, frame: int) -> tuple[list[int], list[int]]:
    """Of the letters and of what is around them, in a frame of the file flattened on the ground."""
    (found,) = [kept for kept in decode(data).frames if kept.index == frame]
    return found.rgb[5, 6].tolist(), found.rgb[0, 0].tolist()


def test_what_a_gif_clears_is_transparent_and_not_of_its_background_colour() -> None:
    data = gif(SIZE, PALETTE, [Drawn(full(BLUE), disposal=2), Drawn(letters(RED, WHITE), transparent=WHITE)])
    assert colours(data, 1) == ([200, 60, 60], [GROUND] * 3)


def test_what_the_first_frame_of_a_gif_leaves_free_is_transparent() -> None:
    small = Drawn(full(BLUE)[:1, :1], at=(23, 15))
    assert decode(gif(SIZE, PALETTE, [small])).frames[0].rgb[0, 0].tolist() == [GROUND] * 3
    data = gif(SIZE, PALETTE, [small, Drawn(letters(RED, WHITE), transparent=WHITE)])
    assert colours(data, 1) == ([200, 60, 60], [GROUND] * 3)


def test_a_frame_of_a_gif_that_says_nothing_of_its_end_stays() -> None:
    cleared = Drawn(full(BLUE), disposal=2)
    stays = Drawn(letters(RED, WHITE), transparent=WHITE)
    data = gif(SIZE, PALETTE, [cleared, stays, Drawn(full(BLUE)[:2, :2], at=(20, 14))])
    assert colours(data, 2) == ([200, 60, 60], [GROUND] * 3)


def test_half_transparent_letters_of_an_apng_lie_over_what_was_there() -> None:
    ground = np.dstack([full(255)] * 4)
    ink = np.dstack([full(0)] * 3 + [letters(128, 0)])
    assert colours(apng(SIZE, 6, [Drawn(ground), Drawn(ink)]), 1) == ([127] * 3, [255] * 3)


def test_a_palette_with_alpha_is_blended_in_colours() -> None:
    palette = PALETTE.copy()
    palette[RED] = 0
    extra = chunk(b"PLTE", palette.tobytes()) + chunk(b"tRNS", bytes([128, 255, 0]))
    data = apng(SIZE, 3, [Drawn(full(BLUE)), Drawn(letters(RED, WHITE))], extra=extra)
    assert colours(data, 1) == ([0, 0, 127], [0, 0, 255])


def test_a_grey_of_sixteen_bits_that_is_transparent_shows_what_is_below() -> None:
    light = np.full((16, 24, 1), 60_000, ">u2")
    ink = np.where(LETTERS, 1_000, 7)[..., np.newaxis].astype(">u2")
    extra = chunk(b"tRNS", struct.pack(">H", 7))
    data = apng(SIZE, 0, [Drawn(light.view(np.uint8)), Drawn(ink.view(np.uint8))], extra=extra, depth=16)
    assert colours(data, 1) == ([3] * 3, [233] * 3)


def test_the_picture_for_other_programs_and_the_frames_of_an_apng_are_all_looked_at() -> None:
    still, ground, ink = (np.dstack([full(level)] * 3) for level in (10, 250, 90))
    sticker = decode(apng(SIZE, 2, [Drawn(still), Drawn(ground), Drawn(ink)], alone=True))
    assert [int(frame.rgb[0, 0, 0]) for frame in sticker.frames] == [10, 250, 90]


def test_an_apng_is_turned_and_coloured_as_its_still_would_be() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    still = Image.new("RGB", SIZE, "white")
    ImageDraw.Draw(still).rectangle((0, 0, 23, 3), fill="black")
    turned = decode(encode(still, "PNG", exif=exif)).frames[0].rgb
    moving = decode(animate([still, Image.new("RGB", SIZE, "white")], "PNG", exif=exif))
    assert (moving.frames[0].rgb == turned).all()
    assert moving.frames[0].rgb.shape == (24, 16, 3)


def test_only_the_first_frame_makes_the_canvas_larger() -> None:
    far = Drawn(full(RED)[:1, :1], at=(30, 40))
    assert decode(gif(SIZE, PALETTE, [far, Drawn(full(BLUE))])).frames[1].rgb.shape == (41, 31, 3)
    assert {frame.rgb.shape for frame in decode(gif(SIZE, PALETTE, [Drawn(full(BLUE)), far])).frames} == {(16, 24, 3)}


def test_a_frame_of_a_gif_without_extent_shows_nothing() -> None:
    cover = Drawn(full(BLUE)[:0, :0])
    data = gif(SIZE, PALETTE, [cover, Drawn(letters(RED, WHITE), transparent=WHITE)])
    assert colours(data, 1) == ([200, 60, 60], [GROUND] * 3)


@pytest.mark.parametrize("moving", [False, True])
@pytest.mark.parametrize("where", ["before its palette", "again", "behind the pixels"])
def test_transparency_that_viewers_do_not_heed_hides_nothing(moving: bool, where: str) -> None:
    palette, none, all_of_it = (chunk(b"PLTE", PALETTE.tobytes()), chunk(b"tRNS", b"\xff"), chunk(b"tRNS", bytes(256)))
    frames = [Drawn(letters(RED, WHITE)), Drawn(full(BLUE))] if moving else [Drawn(letters(RED, WHITE))]
    extra = {"before its palette": all_of_it + palette, "again": palette + none + all_of_it}.get(where, palette)
    data = apng(SIZE, 3, frames, extra=extra)
    if not moving:
        data = b"".join([data[:33], extra, data[data.index(b"IDAT") - 4 :]])
    if where == "behind the pixels":
        data = data[:-12] + all_of_it + data[-12:]
    assert colours(data, 0) == ([200, 60, 60], [255] * 3)


def test_a_first_frame_that_is_not_all_of_an_apng_is_an_error() -> None:
    data = apng(SIZE, 0, [Drawn(full(9)[..., None]), Drawn(full(90)[..., None])])
    control = data.index(b"fcTL") + 4
    smaller = chunk(b"fcTL", data[control : control + 4] + struct.pack(">2I", 1, 1) + data[control + 12 : control + 26])
    with pytest.raises(DecodeError, match="not all of its picture"):
        decode(data[: control - 8] + smaller + data[control + 30 :])


def test_many_chunks_cost_no_more_than_their_bytes() -> None:
    palette = chunk(b"PLTE", PALETTE.tobytes())
    data = apng(SIZE, 3, [Drawn(letters(RED, WHITE)), Drawn(full(BLUE))], extra=palette + chunk(b"tRNS", b"") * 50_000)
    assert colours(data, 0) == ([200, 60, 60], [255] * 3)


def test_a_canvas_that_is_too_large_is_refused() -> None:
    data = gif(SIZE, PALETTE, [Drawn(full(RED), at=(60_000, 60_000)), Drawn(full(BLUE))])
    with pytest.raises(LimitError) as caught:
        decode(data, Limits(max_pixels=10_000))
    assert caught.value.code == "too_many_pixels"


def cut_gif(after: int) -> bytes:
    """A GIF of two frames, cut so many bytes after the mark of the second one."""
    data = gif(SIZE, PALETTE, [Drawn(full(BLUE)), Drawn(letters(RED, WHITE))])
    return data[: data.rindex(b"," + struct.pack("<4H", 0, 0, *SIZE)) + after]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (cut_gif(5), "truncated"),
        (cut_gif(60), "truncated"),
        (apng(SIZE, 0, [Drawn(full(9)[..., None]), Drawn(full(90)[..., None])])[:-30], "truncated"),
        (apng(SIZE, 0, [Drawn(full(9)[..., None]), Drawn(full(90)[..., None], at=(1, 0))]), "corrupt"),
    ],
)
def test_a_damaged_frame_is_an_error_that_names_it(data: bytes, code: str) -> None:
    with pytest.raises(DecodeError, match=r"^<bytes>: frame 1 cannot be decoded") as caught:
        decode(data)
    assert caught.value.code == code


def test_a_frame_with_a_wrong_checksum_is_an_error() -> None:
    data = apng(SIZE, 0, [Drawn(full(9)[..., None]), Drawn(full(90)[..., None])])
    position = data.rindex(b"fdAT") + 12
    with pytest.raises(DecodeError) as caught:
        decode(data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :])
    assert caught.value.code == "corrupt"


def drawn_at_random(random: np.random.Generator, size: tuple[int, int], levels: int, channels: int) -> Iterator[Drawn]:
    """Frames with places, disposals and blending by chance; the first one fills the picture."""
    for index in range(int(random.integers(2, 6))):
        left, top = (0, 0) if index == 0 else (int(random.integers(0, side)) for side in size)
        width, height = size if index == 0 else (int(random.integers(1, size[0] - left + 1)), size[1] - top)
        shape = (height, width, channels) if channels else (height, width)
        yield Drawn(
            random.integers(0, levels, shape).astype(np.uint8),
            (left, top),
            disposal=int(random.integers(0, 3 if channels else 5)),
            over=bool(random.integers(0, 2)),
            transparent=int(random.integers(0, levels)) if random.random() < 0.6 else None,
        )


def files_at_random(random: np.random.Generator) -> Iterator[tuple[bytes, str]]:
    """GIFs, and APNGs of each colour type with transparent colours."""
    for _ in range(12):
        size = (int(random.integers(4, 12)), int(random.integers(4, 12)))
        palette = random.integers(0, 256, (256, 3), dtype=np.uint8)
        background = int(random.integers(0, 8))
        yield gif(size, palette, list(drawn_at_random(random, size, 8, 0)), background=background), "image/gif"
        alphas = random.integers(0, 256, 8, dtype=np.uint8).tobytes()
        for kind, levels, channels, extra in (
            (0, 4, 1, chunk(b"tRNS", b"\0\2")),
            (2, 2, 3, chunk(b"tRNS", b"\0\1\0\1\0\1")),
            (3, 8, 1, chunk(b"PLTE", palette[:8].tobytes()) + chunk(b"tRNS", alphas)),
            (4, 256, 2, b""),
            (6, 256, 4, b""),
        ):
            frames = list(drawn_at_random(random, size, levels, channels))
            yield apng(size, kind, frames, extra=extra), "image/png"


def on_ground(pixels: Any, shape: tuple[int, ...]) -> np.ndarray:
    rgba = np.array(pixels, np.float64).reshape(shape)
    return rgba[..., :3] * rgba[..., 3:] / 255 + GROUND * (1 - rgba[..., 3:] / 255)


def test_every_frame_is_as_a_browser_composes_it() -> None:
    limits = Limits(max_distinct_frames=100)
    compared = 0
    with chromium() as browser:
        page = browser.new_page()
        page.route("https://decoder.test/", lambda route: route.fulfill(body="<html></html>", content_type="text/html"))
        page.goto("https://decoder.test/")  # decoders are there for secure pages only
        for data, kind in files_at_random(np.random.default_rng(7)):
            shown = page.evaluate(DECODED, [base64.b64encode(data).decode(), kind])
            sticker = decode(data, limits)
            assert sticker.info.decoded == len(shown)
            for frame in sticker.frames:
                height, width, pixels = shown[frame.index]
                expected = on_ground(pixels, (height, width, 4))
                # Browsers keep colours multiplied by their alpha, in 8 bits.
                assert np.abs(frame.rgb - expected).max() <= 6
                compared += 1
    assert compared > 150
