"""Formats that are known and not read: their names, and what to do with such a file."""

from __future__ import annotations

from typing import NamedTuple

from PIL import Image

READ = ("PNG", "JPEG", "WEBP", "GIF", "AVIF", "BMP")
"""Pillow's names of the picture formats that are decoded."""

_HEAD = 1024
_BRAND_BYTES = 64
"""Bytes in which the brands of an ISO base media file stand, the major one first."""
_PICTURE = "convert it to one of {supported}"
_VIDEO = "convert it to WEBM, or score its frames as pictures"

_UNPACK = "unpack it and give what is in it"
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"PK00PK")

_TGA_HEADER = 18
_TGA_MAPPED = frozenset({1, 9})
_TGA_KINDS = _TGA_MAPPED | {2, 3, 10, 11}
_TGA_DEPTHS = frozenset({8, 15, 16, 24, 32})


class UnreadFormat(NamedTuple):
    """The `name` people know a format by, what to do about it, and the code of its error."""

    name: str
    advice: str
    code: str = "unsupported_format"


_STARTS: tuple[tuple[bytes, str, str], ...] = (
    (b"\xff\x0a", "JPEG XL", _PICTURE),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL", _PICTURE),
    (b"8BPS", "PSD (Photoshop)", _PICTURE),
    (b"gimp xcf", "XCF (GIMP)", _PICTURE),
    (b"%PDF-", "PDF", _PICTURE),
    (b"FLV\x01", "FLV video", _VIDEO),
    (b"OggS", "Ogg", _VIDEO),
)
_ARCHIVES: tuple[tuple[int, bytes, str, str], ...] = (
    *((0, start, "ZIP archive", f"{_UNPACK}, or give it alone, named .zip") for start in _ZIPS),
    (0, b"Rar!\x1a\x07", "RAR archive", _UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "7z archive", _UNPACK),
    (0, b"BZh", "BZIP2 archive", _UNPACK),
    (0, b"\xfd7zXZ\0", "XZ archive", _UNPACK),
    (257, b"ustar", "TAR archive", f"{_UNPACK}, or give it alone, named .tar"),
)
_BRANDS: tuple[tuple[bytes, str, str], ...] = (
    *((brand, "HEIC/HEIF", _PICTURE) for brand in (b"hei", b"hev", b"mif1", b"msf1", b"mif2")),
    (b"jxl", "JPEG XL", _PICTURE),
    (b"crx", "CR3 (camera raw)", _PICTURE),
    (b"qt", "QuickTime video", _VIDEO),
    (b"3g", "3GP video", _VIDEO),
    (b"", "MP4 video", _VIDEO),
)
"""Major brands of ISO base media files (ISO/IEC 14496-12) by their first letters; any other one is taken for video."""


def unread_format(data: bytes) -> UnreadFormat | None:
    """What `data` starts like, if that is a format known here or to Pillow but not read."""
    for start, name, advice in _STARTS:
        if data.startswith(start):
            return UnreadFormat(name, advice)
    for place, mark, name, advice in _ARCHIVES:
        if data.startswith(mark, place):
            return UnreadFormat(name, advice, "not_an_image")
    if data[4:8] == b"ftyp" and not any(brand in data[8 : 8 + _BRAND_BYTES] for brand in (b"avif", b"avis")):
        name, advice = next((name, advice) for brand, name, advice in _BRANDS if data[8:12].startswith(brand))
        return UnreadFormat(name, advice)
    if data.startswith(b"RIFF") and data[8:12] == b"AVI ":
        return UnreadFormat("AVI video", _VIDEO)
    text = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"<svg" in text and text.startswith((b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE svg")):
        return UnreadFormat("SVG", _PICTURE)
    if text.startswith(b"{") and b'"layers"' in data and b'"op"' in data:
        return UnreadFormat("Lottie without gzip", "pack it with gzip, which makes it a TGS")
    # Before what Pillow says: the four bytes that it knows a cursor by begin most TGAs, too.
    known = "TGA" if _is_tga(data) else pillow_name(data)
    return UnreadFormat(known, _PICTURE) if known and known not in READ else None


def _is_tga(data: bytes) -> bool:
    """Whether the header is one of Truevision TGA 2.0, which begins with no mark of its own."""
    if len(data) <= _TGA_HEADER:
        return False
    colour_map, kind, depth, descriptor = data[1], data[2], data[16], data[17]
    has_pixels = any(data[12:14]) and any(data[14:16])
    if kind not in _TGA_KINDS or depth not in _TGA_DEPTHS or descriptor & 0xC0 or not has_pixels:
        return False
    if kind in _TGA_MAPPED:
        return colour_map == 1 and any(data[5:7])
    return colour_map == 0 and not any(data[3:8])


def pillow_name(data: bytes) -> str | None:
    """The name of the format that `data` starts like, among all that Pillow knows.

    Only the prefix matchers run: the parsers of formats not read stay out of reach of hostile input.
    """
    Image.init()
    prefix = data[:16].ljust(16, b"\0")  # matchers may read further than a tiny file reaches
    return next((name for name, (_, accept) in Image.OPEN.items() if accept and accept(prefix) is True), None)
