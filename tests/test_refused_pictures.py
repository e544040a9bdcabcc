"""Pictures that cannot or must not be decoded: each gets an error that says which, what is wrong, and what to do."""

import io
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from stickerguard import DecodeError, LimitError, Limits
from stickerguard.images import decode
from stickerguard.jpeg import count_scans
from tests.drawing import animate, encode, shapes
from tests.layered import chunk


def png(size: tuple[int, int]) -> bytes:
    return encode(Image.effect_noise(size, 80), "PNG")


def huge_header() -> bytes:
    """A PNG of a few bytes whose header says 60,000 x 60,000."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"just some words, no picture at all", "not_an_image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unsupported_format"),
        (png((64, 64))[:2000], "truncated"),
        (encode(Image.effect_noise((64, 64), 80), "JPEG")[:400], "truncated"),
        (b"\x89PNG\r\n\x1a\n", "truncated"),
        (encode(shapes(), "TIFF"), "unsupported_format"),
        (encode(shapes(), "ICO"), "unsupported_format"),
    ],
)
def test_bad_bytes_are_named(data: bytes, code: str) -> None:
    with pytest.raises(DecodeError) as caught:
        decode(data)
    assert caught.value.code == code
    assert str(caught.value).startswith("<bytes>: ")


def paletted(size: tuple[int, int]) -> Image.Image:
    return shapes(size).convert("P")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (encode(shapes((128, 128)), "TGA"), "TGA"),
        (encode(shapes((128, 128)).convert("RGBA"), "TGA", compression="tga_rle"), "TGA"),
        (encode(shapes((128, 128)).convert("L"), "TGA"), "TGA"),
        (encode(paletted((64, 64)), "TGA"), "TGA"),
        (encode(shapes((64, 64)), "ICO"), "ICO"),
        (b"\0\0\2\0" + encode(shapes((64, 64)), "ICO")[4:], "CUR"),
    ],
)
def test_a_format_that_is_not_read_is_called_by_its_name(data: bytes, name: str) -> None:
    with pytest.raises(DecodeError, match=f"^<bytes>: {name} is not supported") as caught:
        decode(data)
    assert caught.value.code == "unsupported_format"


@pytest.mark.parametrize("format", ["PNG", "WEBP", "GIF", "AVIF", "BMP", "JPEG"])
@pytest.mark.parametrize("quarter", [1, 2, 3])
def test_a_file_cut_anywhere_raises_only_our_errors(format: str, quarter: int) -> None:
    noise = Image.effect_noise((64, 64), 80).convert("RGB")
    data = encode(noise, format)
    with pytest.raises(DecodeError):
        decode(data[: len(data) * quarter // 4])


def test_a_decompression_bomb_is_refused_before_its_pixels_are_made() -> None:
    with pytest.raises(LimitError) as caught:
        decode(huge_header())
    assert caught.value.code == "too_many_pixels"


@pytest.mark.parametrize(
    ("data", "limit", "most", "code"),
    [
        (png((64, 64)), "max_bytes", 100, "too_many_bytes"),
        (png((64, 64)), "max_pixels", 4095, "too_many_pixels"),
        (animate([shapes(seed=i) for i in range(5)], "GIF"), "max_frames", 4, "too_many_frames"),
        (animate([shapes(seed=i) for i in range(5)], "GIF"), "max_total_pixels", 9600 * 4, "too_many_frames"),
    ],
)
def test_limits(data: bytes, limit: str, most: int, code: str) -> None:
    with pytest.raises(LimitError, match=f"score it with a higher limit {limit} \\(") as caught:
        decode(data, Limits(**{limit: most}))
    assert caught.value.code == code


def many_scans(count: int) -> bytes:
    """A progressive JPEG whose last scan is there so many times more."""
    data = encode(shapes((64, 64)).convert("RGB"), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * count + b"\xff\xd9"


def test_a_jpeg_of_many_scans_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(LimitError, match="max_scans") as caught:
        decode(many_scans(2000))
    assert caught.value.code == "too_many_scans"
    assert decode(many_scans(20)).info.decoded == 1


def test_scans_are_counted_in_a_jpeg_that_holds_further_pictures() -> None:
    first, second = io.BytesIO(), Image.new("RGB", (16, 16), "red")
    Image.new("RGB", (16, 16), "blue").save(first, "MPO", save_all=True, append_images=[second])
    assert Image.open(first).format == "MPO"
    assert count_scans(first.getvalue(), further=True) == 2
    with pytest.raises(LimitError, match="max_scans"):
        decode(first.getvalue() + many_scans(200))


def test_scans_are_told_from_bytes_that_look_like_them() -> None:
    plain = encode(shapes((64, 64)).convert("RGB"), "JPEG", quality=90)
    assert count_scans(plain) == 1
    comment = encode(shapes((64, 64)).convert("RGB"), "JPEG", comment=b"\xff\xda" * 500)
    assert count_scans(comment) == 1
    assert count_scans(plain + many_scans(500)) == 1  # nobody decodes what stands behind the end
    assert count_scans(plain[:-2]) == 1


def test_frames_that_a_decoder_has_counted_are_refused_before_they_are_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    data = animate([shapes(seed=i) for i in range(5)], "WEBP", lossless=True)
    monkeypatch.setattr("PIL.WebPImagePlugin.WebPImageFile.load", lambda self: pytest.fail("was decoded"))
    with pytest.raises(LimitError, match="max_total_pixels"):
        decode(data, Limits(max_total_pixels=9600 * 4))
    with pytest.raises(LimitError, match="max_frames"):
        decode(data, Limits(max_frames=4))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0heicmif1", "HEIC/HEIF"),
        (b"\0\0\0\x18ftyphevc\0\0\0\0hevcmsf1", "HEIC/HEIF"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "HEIC/HEIF"),
        (b"\xff\x0a" + bytes(20), "JPEG XL"),
        (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0isom", "MP4 video"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0", "QuickTime"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<svg/>", "SVG"),
        (b'{"v":"5.5.2","op":30,"w":512,"h":512,"layers":[]}', "pack it with gzip"),
        (b"8BPS\0\1" + bytes(20), "PSD"),
        (b"%PDF-1.7\n", "PDF"),
        (b"RIFF\0\0\0\0AVI LIST", "AVI"),
    ],
)
def test_a_format_that_is_known_and_not_read_is_named_with_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(DecodeError, match=words) as caught:
        decode(data)
    assert caught.value.code == "unsupported_format"
    assert any(advice in str(caught.value) for advice in ("convert it to", "pack it with"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\3\4" + bytes(40), "ZIP archive"),
        (b"PK\5\6" + bytes(18), "ZIP archive"),
        (b"Rar!\x1a\7\1\0", "RAR archive"),
        (b"7z\xbc\xaf\x27\x1c", "7z archive"),
        (b"BZh91AY&SY", "BZIP2 archive"),
        (b"\xfd7zXZ\0\0", "XZ archive"),
        (b"a.png".ljust(257, b"\0") + b"ustar\x0000", "TAR archive"),
    ],
)
def test_an_archive_is_no_picture_and_is_to_be_unpacked(data: bytes, words: str) -> None:
    with pytest.raises(DecodeError, match=f"{words} is not supported; unpack it") as caught:
        decode(data)
    assert caught.value.code == "not_an_image"


def test_a_picture_at_the_limits_is_fine() -> None:
    data = png((64, 64))
    assert (
        decode(data, Limits(max_bytes=len(data), max_pixels=4096, max_frames=1, max_total_pixels=4096)).info.decoded
        == 1
    )


def test_bad_paths_are_named(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    (tmp_path / "file").touch()
    for path, code, advice in [
        (tmp_path, "is_directory", "give the files in it"),
        (tmp_path / "absent.png", "not_found", "check the path"),
        (fifo, "unreadable_file", "give a regular file"),
        (loop, "unreadable_file", "its links lead in a circle; mend them"),
        (tmp_path / "file" / "a.png", "unreadable_file", "check the path"),
        (tmp_path / ("a" * 300), "unreadable_file", "check the path"),
        ("nul\0byte", "unreadable_file", "check the path"),
    ]:
        with pytest.raises(DecodeError) as caught:
            decode(path)
        assert caught.value.code == code
        assert str(caught.value).startswith(f"{os.fspath(path)}: ")
        assert str(caught.value).endswith(f"; {advice}")


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.png"
    path.write_bytes(png((8, 8)))
    path.chmod(0)
    if os.access(path, os.R_OK):  # root reads everything: let the system call refuse instead

        def refuse(*_: object, **__: object) -> int:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(DecodeError, match="check its permissions") as caught:
        decode(path)
    assert caught.value.code == "unreadable_file"


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((4, 4, 3), np.float32),
        np.zeros((4, 4, 2), np.uint8),
        np.zeros((0, 4, 3), np.uint8),
        np.zeros(4, np.uint8),
    ],
)
def test_bad_arrays_are_named(array: np.ndarray) -> None:
    with pytest.raises(DecodeError) as caught:
        decode(array)
    assert caught.value.code == "bad_array"


def test_an_unsupported_type_is_named() -> None:
    with pytest.raises(DecodeError) as caught:
        decode(42)
    assert caught.value.code == "unsupported_type"


def test_a_later_frame_of_a_gif_that_is_larger_than_the_limit_is_refused() -> None:
    frames = [Image.effect_noise((20, 20), 80) for _ in range(2)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    data = bytearray(buffer.getvalue())
    second = data.rindex(b"\x2c\0\0\0\0\x14\0\x14\0")  # the last image descriptor: left, top, width, height
    data[second + 5 : second + 9] = (9000).to_bytes(2, "little") * 2
    with pytest.raises(LimitError, match="81,000,000 pixels") as caught:
        decode(bytes(data))
    assert caught.value.code == "too_many_pixels"
