"""Broken and hostile files of many kinds, made on the spot: name -> the code its row must have, None for "scored"."""

import gzip
import io
import os
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.drawing import animate, encode, shapes
from tests.layered import chunk

Made = Iterator[tuple[str, bytes, str | tuple[str, ...] | None]]
_DAMAGED = ("truncated", "corrupt", "not_an_image")


def files() -> Made:
    """Every file of the corpus: name, content, and the code or codes its row may have."""
    yield from _truncated()
    yield from _damaged()
    yield from _too_much()
    yield from _odd_but_fine()
    yield from _not_pictures()
    yield from _names()


def _sources() -> dict[str, bytes]:
    image = shapes((200, 160))
    frames = [shapes((64, 48), seed=seed) for seed in range(6)]
    return {
        "png": encode(image, "PNG"),
        "jpg": encode(image.convert("RGB"), "JPEG"),
        "webp": encode(image, "WEBP"),
        "gif": animate(frames, "GIF"),
        "apng": animate(frames, "PNG"),
        "bmp": encode(image.convert("RGB"), "BMP"),
        "avif": encode(image.convert("RGB"), "AVIF"),
        "awebp": animate(frames, "WEBP"),
    }


def _truncated() -> Made:
    for kind, data in _sources().items():
        for quarter in (1, 2, 3):
            # Some decoders show what they have got of a cut file; what matters is one row and no crash.
            yield f"cut{quarter}.{kind}", data[: len(data) * quarter // 4], (*_DAMAGED, "scored")


def _damaged() -> Made:
    random = np.random.default_rng(5)
    for kind, data in _sources().items():
        noisy = bytearray(data)
        for place in random.integers(12, len(data), 20):
            noisy[place] = int(random.integers(256))
        yield f"noise.{kind}", bytes(noisy), (*_DAMAGED, "scored", "too_many_pixels", "unsupported_format")
    png = _sources()["png"]
    yield "zero_width.png", png[:16] + struct.pack(">I", 0) + png[20:], _DAMAGED
    yield "bad_crc.png", png[:29] + b"\0\0\0\0" + png[33:], _DAMAGED
    yield "header_only.png", png[:33], _DAMAGED
    yield "signature_only.png", png[:8], _DAMAGED
    yield "empty.png", b"", "empty"
    yield "one_byte.png", b"\x89", "not_an_image"
    yield "zeros.webp", bytes(4096), "not_an_image"
    yield "random.gif", random.bytes(4096), "not_an_image"
    yield "riff_lies.webp", b"RIFF\xff\xff\xff\x7fWEBPVP8 " + bytes(64), _DAMAGED


def _too_much() -> Made:
    yield "bomb.png", _png_of(30_000, 30_000), "too_many_pixels"
    yield "absurd.png", _png_header(2**31 - 1, 2**31 - 1), ("too_many_pixels", "corrupt", "truncated")
    yield "wide.png", _png_of(1_000_000, 1), None
    yield "tall.png", _png_of(1, 1_000_000), None
    yield "wide_over.png", _png_of(25_000_000, 1), "too_many_pixels"
    still = Image.new("P", (2, 2))
    movie = [still.copy() for _ in range(10_000)]
    for number, frame in enumerate(movie):
        frame.putpixel((0, 0), number % 2)
    yield "movie.gif", animate(movie, "GIF", optimize=False, disposal=2), "too_many_frames"
    yield "heavy.png", encode(shapes(), "PNG") + bytes(21 * 2**20), "too_many_bytes"
    yield "text_bomb.png", _png_with_text(bytes(20_000_000)), ("corrupt", "truncated", "scored")
    yield "lottie_bomb.tgs", gzip.compress(bytes(30_000_000)), "too_many_bytes"


def _odd_but_fine() -> Made:
    image = shapes((120, 90)).convert("RGB")
    yield "broken_icc.jpg", encode(image, "JPEG", icc_profile=b"not a profile" * 9), None
    yield "broken_icc.png", encode(image, "PNG", icc_profile=b"\0" * 50), None
    yield "broken_exif.jpg", encode(image, "JPEG", exif=b"Exif\0\0MM\0*\0\0\xff\xff" + b"\xff" * 40), None
    yield "orientation_99.jpg", encode(image, "JPEG", exif=_exif(99)), None
    yield "png_called.gif", encode(image, "PNG"), None
    yield "jpeg_called.webp", encode(image, "JPEG"), None
    yield "no_suffix", encode(image, "WEBP"), None
    yield "one_pixel.png", encode(Image.new("RGB", (1, 1)), "PNG"), None
    yield "invisible.png", encode(Image.new("RGBA", (64, 64)), "PNG"), None
    yield "cmyk.jpg", encode(image.convert("CMYK"), "JPEG"), None
    yield "grey16.png", encode(Image.fromarray(np.full((20, 20), 40_000, np.uint16)), "PNG"), None
    yield "one_bit.png", encode(image.convert("1"), "PNG"), None
    yield "png_and_zip.png", encode(image, "PNG") + _zip(), None
    yield "jpeg_and_html.jpg", encode(image, "JPEG") + b"<script>alert(1)</script>", None
    yield "gif_and_js.gif", encode(image.convert("P"), "GIF") + b"/*;alert(1)*/", None


def _not_pictures() -> Made:
    yield "text.png", b"hello, this is text\n" * 50, "not_an_image"
    yield "page.webp", b"<!doctype html><title>404</title>", "not_an_image"
    yield (
        "drawing.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        "unsupported_format",
    )
    yield "script.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "unsupported_format"
    yield "scan.tiff", encode(shapes().convert("RGB"), "TIFF"), "unsupported_format"
    yield "icon.ico", encode(shapes(), "ICO"), "unsupported_format"
    yield "program.png", b"\x7fELF" + bytes(200), "not_an_image"
    yield "archive_called.png", _zip(), "not_an_image"
    yield "tar_called.jpg", _tar(), "not_an_image"
    yield "sound.webp", b"RIFF\x24\0\0\0WAVEfmt " + bytes(30), "not_an_image"
    yield "video.mp4", b"\0\0\0\x18ftypmp42" + bytes(60), "unsupported_format"
    yield "nested.tgs", gzip.compress(b'{"a":' * 50_000), "corrupt"
    yield "video.webm", b"\x1a\x45\xdf\xa3" + os.urandom(400), "corrupt"
    yield "broken.zip", b"PK\x03\x04" + bytes(100), "bad_archive"
    yield "broken.tar.gz", gzip.compress(b"no tar")[:-4], "bad_archive"


def _names() -> Made:
    fine = encode(shapes(), "PNG")
    for name in (
        "new\nline.png",
        "tab\tand;semicolon,comma.png",
        'quo"te.png',
        "=1+1.png",
        "🙂.png",
        " .png",
        "%s%n.png",
    ):
        yield name, fine, None


def unusual_entries(folder: Path) -> dict[bytes, str | None]:
    """Entries that only a file system can hold: undecodable name, link loop, dangling link, pipe, unreadable file."""
    fine = encode(shapes(), "PNG")
    raw = os.fsencode(folder)
    Path(os.fsdecode(raw + b"/caf\xe9.png")).write_bytes(fine)
    (folder / "loop.png").symlink_to("loop.png")
    (folder / "loop_folder").symlink_to(folder, target_is_directory=True)
    (folder / "dangling.png").symlink_to("nowhere.png")
    os.mkfifo(folder / "pipe.png")
    found: dict[bytes, str | None] = {
        b"caf\xe9.png": None,
        b"loop.png": "unreadable_file",
        b"dangling.png": "not_found",
        b"pipe.png": "unreadable_file",
    }
    if os.geteuid() != 0:  # nothing is unreadable to root
        (folder / "locked.png").write_bytes(fine)
        (folder / "locked.png").chmod(0)
        found[b"locked.png"] = "unreadable_file"
    return found


def _png_header(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))


def _png_of(width: int, height: int) -> bytes:
    row = bytes(1 + (width + 7) // 8)
    packer = zlib.compressobj()
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return _png_header(width, height) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def _png_with_text(text: bytes) -> bytes:
    info = PngInfo()
    info.add_text("Comment", text, zip=True)
    return encode(shapes(), "PNG", pnginfo=info)


def _exif(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif.tobytes()


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "hello")
    return buffer.getvalue()


def _tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a"), io.BytesIO())
    return buffer.getvalue()
