"""Whatever a sticker comes as, the same pixels reach the models."""

import io
import os
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from stickerguard import Limits
from stickerguard.avif import shown_part
from stickerguard.errors import DecodeError
from stickerguard.images import GROUND, decode, flatten
from tests.drawing import animate, encode, shapes
from tests.layered import chunk


def first_rgb(data: object) -> np.ndarray:
    return decode(data).frames[0].rgb.astype(int)


@pytest.mark.parametrize("format", ["PNG", "WEBP", "GIF", "AVIF", "BMP", "JPEG"])
def test_every_format_decodes_to_the_drawn_pixels(format: str) -> None:
    opaque = Image.fromarray(flatten(shapes()))
    lossless = {"WEBP": {"lossless": True}, "AVIF": {"quality": 95}, "JPEG": {"quality": 95}}.get(format, {})
    difference = np.abs(first_rgb(encode(opaque, format, **lossless)) - np.asarray(opaque))
    assert difference.mean() < 3


@pytest.mark.parametrize("format", ["PNG", "WEBP", "GIF", "AVIF"])
def test_transparent_pixels_become_the_grey_ground(format: str) -> None:
    assert first_rgb(encode(shapes(), format))[0, 0].tolist() == [GROUND] * 3


def test_colour_hidden_under_alpha_zero_never_reaches_the_models() -> None:
    hidden = np.zeros((40, 40, 4), np.uint8)
    hidden[:, :, 0] = np.random.default_rng(1).integers(0, 256, (40, 40))
    png = encode(Image.fromarray(hidden), "PNG")
    assert (first_rgb(png) == GROUND).all()


def test_half_transparent_pixels_are_blended() -> None:
    image = Image.new("RGBA", (4, 4), (255, 255, 255, 128))
    assert first_rgb(encode(image, "PNG"))[0, 0, 0] == pytest.approx((255 + GROUND) / 2, abs=1)


def test_palette_with_transparency() -> None:
    image = Image.new("P", (30, 30), 0)
    image.putpalette([0, 0, 0, 200, 30, 40])
    ImageDraw.Draw(image).rectangle((10, 10, 20, 20), fill=1)
    rgb = first_rgb(encode(image, "PNG", transparency=0))
    assert rgb[0, 0].tolist() == [GROUND] * 3
    assert rgb[15, 15].tolist() == [200, 30, 40]


def test_sixteen_bit_grey_keeps_its_tones() -> None:
    ramp = np.linspace(0, 65535, 256, dtype=np.uint16)[None].repeat(8, axis=0)
    rgb = first_rgb(encode(Image.fromarray(ramp), "PNG"))
    assert np.abs(rgb[0, :, 1] - np.arange(256)).max() <= 1


def test_dark_sixteen_bit_grey_stays_dark() -> None:
    almost_black = np.full((8, 8), 200, dtype=np.uint16)
    assert first_rgb(encode(Image.fromarray(almost_black), "PNG")).max() <= 1


def png_with_transparency(image: Image.Image, transparency: bytes, depth: int, colour: int, rows: list[bytes]) -> bytes:
    """A PNG of any bit depth: Pillow does not write all of them."""
    header = struct.pack(">IIBBBBB", *image.size, depth, colour, 0, 0, 0)
    packed = zlib.compress(b"".join(b"\0" + row for row in rows))
    chunks = (b"IHDR", header), (b"tRNS", transparency), (b"IDAT", packed), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*parts) for parts in chunks)


@pytest.mark.parametrize(
    ("depth", "colour", "transparent", "pixels"),
    [
        (16, 0, (40_000,), (40_000, 10_000)),
        (8, 0, (200,), (200, 39)),
        (4, 0, (7,), (7, 3)),
        (2, 0, (2,), (2, 1)),
        (1, 0, (1,), (1, 0)),
        (16, 2, (40_000, 300, 70), (40_000, 300, 70, 9_000, 9_000, 9_000)),
        (8, 2, (200, 3, 7), (200, 3, 7, 39, 39, 39)),
    ],
    ids=["grey16", "grey8", "grey4", "grey2", "grey1", "rgb16", "rgb8"],
)
def test_the_transparent_colour_of_a_png_is_transparent_at_every_depth(
    depth: int, colour: int, transparent: tuple[int, ...], pixels: tuple[int, ...]
) -> None:
    """Eight columns of the transparent colour, eight of another."""
    half = len(pixels) // 2
    if depth == 16:
        row = struct.pack(f">{half * 8}H", *pixels[:half] * 8) + struct.pack(f">{half * 8}H", *pixels[half:] * 8)
    elif depth == 8:
        row = bytes(pixels[:half] * 8 + pixels[half:] * 8)
    else:
        bits = "".join(f"{pixels[column // 8]:0{depth}b}" for column in range(16))
        row = int(bits, 2).to_bytes(len(bits) // 8, "big")
    image = Image.new("L", (16, 4))
    frame = decode(
        png_with_transparency(image, struct.pack(f">{half}H", *transparent), depth, colour, [row] * 4)
    ).frames[0]
    assert (frame.rgb[:, :8] == GROUND).all()
    assert (frame.rgb[:, 8:] != GROUND).all()
    assert frame.rgba is not None
    assert frame.rgba[0, [0, 15], 3].tolist() == [0, 255]


@pytest.mark.parametrize(
    ("mode", "values", "seen"),
    [
        ("F", (0.0, 1.0), (0, 255)),
        ("F", (0.0, 200.0), (0, 200)),
        ("F", (0.0, 65535.0), (0, 255)),
        ("F", (-1.0, 1.0), (0, 255)),
        ("I", (0, 200), (0, 200)),
        ("I", (0, 65535), (0, 255)),
        ("I", (-1000, 1000), (0, 255)),
        ("I", (0, 2_000_000), (0, 255)),
    ],
)
@pytest.mark.parametrize("odd", [None, "hot", "cold"])
def test_wide_grey_keeps_its_contrast_whatever_a_few_pixels_hold(
    mode: str, values: tuple[float, float], seen: tuple[int, int], odd: str | None
) -> None:
    pixels = np.full((40, 40), values[0], np.float32 if mode == "F" else np.int32)
    pixels[:, 20:] = values[1]
    if odd and (mode, values[1]) != ("F", 1.0):
        pixels[0, 0] = 2**30 if odd == "hot" else -(2**30)
    rgb = decode(Image.fromarray(pixels)).frames[0].rgb.astype(int)
    assert (rgb[20, 5, 0], rgb[20, 30, 0]) == pytest.approx(seen, abs=1)


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_no_error(odd: float) -> None:
    pixels = np.full((20, 20), 90, np.float32)
    pixels[0, 0] = odd
    assert decode(Image.fromarray(pixels)).frames[0].rgb[10, 10].tolist() == [90] * 3


def test_grey_with_alpha() -> None:
    image = Image.new("LA", (10, 10), (250, 0))
    ImageDraw.Draw(image).rectangle((0, 0, 4, 9), fill=(250, 255))
    rgb = first_rgb(encode(image, "PNG"))
    assert (rgb[5, 2, 0], rgb[5, 8, 0]) == (250, GROUND)


@pytest.mark.parametrize("alpha", [128, 255])
def test_grey_under_premultiplied_alpha_is_grey_with_alpha(alpha: int) -> None:
    plain = Image.new("LA", (10, 10), (250, alpha))
    premultiplied = decode(plain.convert("La")).frames[0]
    assert np.abs(premultiplied.rgb.astype(int) - decode(plain).frames[0].rgb).max() <= 1
    assert (premultiplied.rgba is None) == (alpha == 255)


def test_cmyk_jpeg_keeps_its_colours() -> None:
    red = Image.new("RGB", (32, 32), (220, 20, 30)).convert("CMYK")
    assert np.abs(first_rgb(encode(red, "JPEG", quality=95))[16, 16] - [220, 20, 30]).max() < 8


def test_exif_rotation_is_applied() -> None:
    image = Image.new("RGB", (60, 30), "black")
    ImageDraw.Draw(image).rectangle((0, 0, 20, 30), fill="white")
    exif = Image.Exif()
    exif[0x0112] = 6  # shown rotated by 90 degrees clockwise
    rgb = first_rgb(encode(image, "JPEG", exif=exif))
    assert rgb.shape == (60, 30, 3)
    assert rgb[5].mean() > 200 > 60 > rgb[50].mean()


@pytest.mark.parametrize("animated", [False, True])
def test_a_webp_that_only_some_viewers_turn_is_looked_at_both_ways(animated: bool) -> None:
    image = Image.new("RGB", (60, 30), "black")
    ImageDraw.Draw(image).rectangle((0, 0, 20, 30), fill="white")
    exif = Image.Exif()
    exif[0x0112] = 6
    other = Image.new("RGB", (60, 30), "red")
    data = animate([image, other], "WEBP", exif=exif) if animated else encode(image, "WEBP", exif=exif)
    shapes_seen = [frame.rgb.shape for frame in decode(data).frames if frame.index == 0]
    assert sorted(shapes_seen) == [(30, 60, 3), (60, 30, 3)]


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_broken_exif_does_not_hide_the_picture() -> None:
    data = encode(Image.new("RGB", (16, 16), "white"), "JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff")
    assert first_rgb(data).mean() > 250


@pytest.mark.parametrize("format", ["PNG", "WEBP", "GIF", "AVIF"])
def test_animations_give_their_distinct_frames(format: str) -> None:
    a, b = shapes(seed=1), shapes(seed=2)
    sticker = decode(animate([a, a, b, b, a, b], format, **({"lossless": True} if format == "WEBP" else {})))
    assert sticker.info.distinct == 2
    assert sticker.frames[0].index == 0
    assert sticker.info.decoded >= 2
    assert not sticker.info.thinned


def test_a_small_caption_appearing_late_is_a_distinct_frame() -> None:
    plain = Image.new("RGB", (512, 512), "white")
    with_text = plain.copy()
    ImageDraw.Draw(with_text).text((40, 470), "good morning", fill="black", font_size=16)
    sticker = decode(animate([plain] * 5 + [with_text], "GIF"))
    assert sticker.info.distinct == 2


def test_an_animation_with_many_frames_is_thinned_to_the_most_varied_and_says_so() -> None:
    greys = [Image.new("L", (16, 16), value) for value in range(0, 256, 20)]
    sticker = decode(animate(greys, "PNG"), Limits(max_distinct_frames=4))
    assert (sticker.info.decoded, sticker.info.distinct, sticker.info.thinned) == (13, 4, True)
    tones = [int(frame.rgb[0, 0, 0]) for frame in sticker.frames]
    assert tones[0] == 0
    assert max(tones) > 150


def test_the_name_of_a_file_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "sticker.jpg"
    path.write_bytes(encode(shapes(), "WEBP"))
    assert decode(path).frames[0].rgb.shape == (80, 120, 3)


def test_pil_images_and_arrays_give_the_pixels_of_the_file() -> None:
    image = shapes()
    expected = first_rgb(encode(image, "PNG"))
    assert (first_rgb(image) == expected).all()
    assert (first_rgb(np.asarray(image)) == expected).all()


def test_a_file_name_that_is_no_utf8_has_a_printable_source(tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.png")
    Path(name).write_bytes(encode(shapes(), "PNG"))
    source = decode(name).source
    assert source.endswith("caf\\xe9.png")
    source.encode("utf-8")


def test_only_exif_turns_a_picture_and_not_what_xmp_says() -> None:
    picture = shapes((40, 20)).convert("RGB")
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    xmp += b'<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/></rdf:RDF></x:xmpmeta>'
    data = encode(picture, "JPEG", xmp=xmp)
    assert Image.open(io.BytesIO(data)).getexif()[274] == 6
    assert decode(data).frames[0].rgb.shape == (20, 40, 3)
    exif = Image.Exif()
    exif[274] = 6
    assert decode(encode(picture, "JPEG", exif=exif)).frames[0].rgb.shape == (40, 20, 3)


def test_a_transparent_colour_of_sixteen_bits_is_told_from_its_neighbours() -> None:
    levels = np.full((16, 16, 3), 0x20FF, ">u2")
    levels[4:8, 4:8] = 0x2011
    rows = zlib.compress(b"".join(b"\0" + row.tobytes() for row in levels))
    header = struct.pack(">2I5B", 16, 16, 16, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"tRNS", struct.pack(">3H", 0x20FF, 0x20FF, 0x20FF)), (b"IDAT", rows), (b"IEND", b"")]
    rgb = first_rgb(b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, body) for kind, body in chunks))
    assert rgb[0, 0].tolist() == [GROUND] * 3
    assert rgb[5, 5].tolist() == [0x20] * 3


def bmp(alpha: np.ndarray, header: int, gap: int = 0) -> bytes:
    """A black BMP of 32 bits without compression, whose fourth bytes are `alpha`, the pixels `gap` bytes behind."""
    pixels = np.dstack([*[np.zeros_like(alpha)] * 3, alpha])[::-1].tobytes()
    start = 14 + header + gap
    info = struct.pack("<3I2H6I", header, alpha.shape[1], alpha.shape[0], 1, 32, 0, len(pixels), 0, 0, 0, 0)
    return b"BM" + struct.pack("<I2HI", start + len(pixels), 0, 0, start) + info.ljust(header + gap, b"\0") + pixels


@pytest.mark.parametrize("header", [108, 124])
def test_alpha_of_a_bmp_counts_where_its_header_knows_alpha(header: int) -> None:
    alpha = np.zeros((8, 8), np.uint8)
    alpha[2, 5] = 255
    rgb = first_rgb(bmp(alpha, header))
    assert (rgb[2, 5].tolist(), rgb[0, 0].tolist()) == ([0] * 3, [GROUND] * 3)
    assert (first_rgb(bmp(alpha, 40)) == 0).all()
    assert (first_rgb(bmp(alpha, 40, gap=146)) == 0).all()
    assert (first_rgb(bmp(np.zeros_like(alpha), header)) == 0).all()


def test_the_part_of_an_avif_that_viewers_cut_out_is_looked_at_too() -> None:
    image = Image.new("RGB", (200, 100), "white")
    image.paste("red", (0, 0, 20, 30))
    data = encode(image, "AVIF", quality=90)
    part = b"clap" + struct.pack(">4IiIiI", 20, 1, 30, 1, -90, 1, -35, 1)
    assert shown_part(part, 200, 100) == (0, 0, 20, 30)
    assert shown_part(b"clap" + bytes(32), 200, 100) is None
    assert shown_part(b"clap", 200, 100) is None
    assert shown_part(data, 200, 100) is None
    # Wherever it stands: a box that decoders skip.
    frames = decode(data + struct.pack(">I4s", 8 + len(part), b"free") + part).frames
    assert [frame.rgb.shape for frame in frames] == [(100, 200, 3), (30, 20, 3)]
    assert frames[1].rgb[5:25, 5:15, 0].min() > 200 > 80 > frames[1].rgb[5:25, 5:15, 1].max()


def moving(format: str) -> bytes:
    first, *others = [shapes(seed=seed) for seed in range(4)]
    return encode(first, format, save_all=True, append_images=others, duration=100)


# Pillow itself cannot go back from the middle of an APNG.
@pytest.mark.parametrize(
    ("format", "place"), [("PNG", 0), ("GIF", 0), ("GIF", 2), ("WEBP", 0), ("WEBP", 2), ("AVIF", 0), ("AVIF", 2)]
)
def test_a_pil_image_is_left_at_its_frame(format: str, place: int) -> None:
    with Image.open(io.BytesIO(moving(format))) as image:
        image.seek(place)
        before = np.asarray(image.convert("RGBA")).copy()
        assert decode(image).info.decoded == 4
        assert image.tell() == place
        assert (np.asarray(image.convert("RGBA")) == before).all()
        image.seek(3)
        image.load()


@pytest.mark.parametrize("format", ["PNG", "GIF", "WEBP"])
def test_threads_may_give_the_same_pil_image(format: str) -> None:
    with Image.open(io.BytesIO(moving(format))) as image:
        expected = [frame.rgb for frame in decode(image).frames]
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda _: decode(image), range(12)))
    for sticker in found:
        assert all((frame.rgb == rgb).all() for frame, rgb in zip(sticker.frames, expected, strict=True))


@pytest.mark.parametrize("format", ["PNG", "GIF", "WEBP", "AVIF"])
@pytest.mark.parametrize("frames", [1, 4])
def test_a_closed_pil_image_is_told_as_such(tmp_path: Path, format: str, frames: int) -> None:
    path = tmp_path / "a"
    path.write_bytes(encode(shapes(), format) if frames == 1 else moving(format))
    image = Image.open(path)
    image.close()
    with pytest.raises(DecodeError, match="the PIL image is closed") as caught:
        decode(image)
    assert caught.value.code == "closed"


def test_a_pil_image_whose_file_is_gone_is_closed(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(moving("PNG"))
    with Image.open(tmp_path / "a.png") as image:
        pass
    with pytest.raises(DecodeError, match="the PIL image is closed"):
        decode(image)
    (tmp_path / "b.png").write_bytes(encode(shapes(), "PNG")[:-60])
    with Image.open(tmp_path / "b.png") as image, pytest.raises(DecodeError, match="damaged"):
        decode(image)
