"""Animated formats that Pillow does not read: Lottie in gzip (.tgs) and WebM video, as Telegram uses them.

Both need the extra `[animated]`: rlottie-python and PyAV.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from PIL import Image

from stickerguard.errors import DecodeError
from stickerguard.limits import Limits, check_total
from stickerguard.lottie import read_document
from stickerguard.lottie_text import text_lines
from stickerguard.lottie_tree import Document
from stickerguard.native import NativeFrame, native_frames
from stickerguard.views import OPAQUE_TOO, PIXEL_ASPECT

NAMES = ("TGS", "WEBM")
_GZIP = b"\x1f\x8b"
_EBML = b"\x1a\x45\xdf\xa3"
_SIDE = 512
"""Vector frames are drawn this large at most: the size of a Telegram sticker."""


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """`frames` in order, RGBA, decoded one at a time, `info["duration"]` of each in milliseconds; `text` holds the
    lines that the file shows and the frames do not."""

    frames: Iterator[Image.Image]
    text: tuple[str, ...] = ()


def is_motion(data: bytes) -> bool:
    """Whether the content starts like one of `NAMES`."""
    return data.startswith((_GZIP, _EBML))


def open_motion(data: bytes, source: str, limits: Limits) -> Motion:
    """The frames and the text of `data`. The caller counts the frames and their pixels.

    Raises, here or from its iterator, DecodeError: "missing_package", "corrupt", "truncated", "unsupported_format";
    LimitError: "too_many_bytes", "too_many_pixels", "too_many_frames", "too_complex", "too_much_memory", "too_slow".
    """
    if not data.startswith(_GZIP):
        _require("av", source, "WEBM")
        video = native_frames("webm", data, source, **_costs(limits), max_pixels=limits.max_pixels)
        return Motion(_pictures(video))
    _require("rlottie_python", source, "TGS")
    document = read_document(data, source)
    return Motion(_draw(document, source, limits), text_lines(document, source))


def _draw(document: Document, source: str, limits: Limits) -> Iterator[Image.Image]:
    # The renderer counts the end point, which no player shows.
    count = max(1, round(document["op"] - document["ip"]))
    scale = min(1.0, _SIDE / max(document["w"], document["h"]))
    width, height = (max(1, round(document[side] * scale)) for side in ("w", "h"))
    check_total(count, count * width * height, source, limits)
    drawn = native_frames(
        "lottie",
        json.dumps(document).encode(),
        source,
        **_costs(limits),
        width=width,
        height=height,
        frames=count,
        ms=1000 / document["fr"],
    )
    yield from _pictures(drawn, premultiplied=True)


def _costs(limits: Limits) -> dict[str, Any]:
    return {"seconds": limits.max_decode_seconds, "memory": limits.max_decode_memory}


def _pictures(frames: Iterator[NativeFrame], *, premultiplied: bool = False) -> Iterator[Image.Image]:
    for frame in frames:
        # The renderer gives BGRA whose colours are multiplied by alpha.
        layout = "BGRa" if premultiplied else "RGBA"
        picture = Image.frombytes("RGBA", (frame.width, frame.height), frame.pixels, "raw", layout)
        picture.info |= {"duration": frame.milliseconds, OPAQUE_TOO: frame.opaque_too, PIXEL_ASPECT: frame.aspect}
        yield picture


def _require(package: str, source: str, name: str) -> None:
    if find_spec(package) is None:
        raise DecodeError(
            f"{source}: {name} needs more packages: pip install 'stickerguard[animated]'", code="missing_package"
        )
