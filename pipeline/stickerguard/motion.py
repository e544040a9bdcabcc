"""Animated formats that Pillow does not read: Lottie in gzip (.tgs) and WebM video, as Telegram uses them.

Both need the extra `[animated]`: rlottie-python and PyAV.
"""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
from PIL import Image

from stickerguard.errors import DecodeError, LimitError

NAMES = ("TGS", "WEBM")
_GZIP = b"\x1f\x8b"
_EBML = b"\x1a\x45\xdf\xa3"
_LONGEST_LOTTIE = 8 * 2**20
"""Bytes of JSON; Telegram allows 64 KB packed."""
_SIDE = 512
"""Vector frames are drawn this large at most: the size of a Telegram sticker."""
_GZIP_WINDOW = 31
"""zlib's number for the gzip format with its largest window."""


def is_motion(data: bytes) -> bool:
    """Whether the content starts like one of `NAMES`."""
    return data.startswith((_GZIP, _EBML))


def motion_frames(data: bytes, source: str) -> Iterator[Image.Image]:
    """The frames of `data` in order, RGBA, decoded one at a time. The caller counts them and their pixels.

    Raises DecodeError: "missing_package", "corrupt", "truncated", "unsupported_format"; LimitError, "too_many_bytes".
    """
    return _lottie(data, source) if data.startswith(_GZIP) else _webm(data, source)


def _lottie(data: bytes, source: str) -> Iterator[Image.Image]:
    document = _document(data, source)
    try:
        from rlottie_python.rlottie_wrapper import LottieAnimation
    except ImportError as error:
        raise _missing(source, "TGS") from error
    animation = LottieAnimation.from_data(json.dumps(document))
    count = animation.lottie_animation_get_totalframe() if animation.animation_p else 0
    # rlottie counts the end point, which no player shows.
    count = min(count, max(1, round(document["op"] - document["ip"])))
    if not count:
        raise DecodeError(f"{source}: the animation has no frames; the file is damaged", code="corrupt")
    scale = min(1.0, _SIDE / max(document["w"], document["h"]))
    width, height = (max(1, round(document[side] * scale)) for side in ("w", "h"))
    for number in range(count):
        drawn = animation.lottie_animation_render(number, width=width, height=height)
        yield _straight(np.frombuffer(drawn, dtype=np.uint8).reshape(height, width, 4))


def _document(data: bytes, source: str) -> dict[str, Any]:
    unpacked = zlib.decompressobj(_GZIP_WINDOW)
    try:
        text = unpacked.decompress(data, _LONGEST_LOTTIE + 1)
        if len(text) > _LONGEST_LOTTIE:
            raise LimitError(f"{source}: more than {_LONGEST_LOTTIE:,} bytes of Lottie unpacked", code="too_many_bytes")
        if not unpacked.eof:
            raise DecodeError(f"{source}: the gzip data breaks off; fetch it again", code="truncated")
        document = json.loads(text)
    except (zlib.error, ValueError, RecursionError) as error:
        raise DecodeError(f"{source}: gzip, but no Lottie animation in it: {error}", code="corrupt") from error
    keys = ("w", "h", "ip", "op", "fr")
    if not isinstance(document, dict) or not all(_positive(document.get(key), key) for key in keys):
        raise DecodeError(f"{source}: gzip, but no Lottie animation in it", code="corrupt")
    assets = document.get("assets") or []
    # The renderer would open whatever file an asset names.
    if not isinstance(assets, list) or any(not isinstance(asset, dict) or "p" in asset for asset in assets):
        raise DecodeError(f"{source}: the animation refers to picture files; not supported", code="unsupported_format")
    return document


def _positive(value: object, key: str) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= 100_000
    return number and (key == "ip" or float(value) > 0)  # type: ignore[arg-type]  # checked by `number`


def _straight(premultiplied: np.ndarray[Any, np.dtype[np.uint8]]) -> Image.Image:
    blue, green, red, alpha = (premultiplied[..., i].astype(np.uint16) for i in range(4))
    divisor = np.maximum(alpha, 1)
    colours = [np.minimum(channel * 255 // divisor, 255) for channel in (red, green, blue)]
    return Image.fromarray(np.stack([*colours, alpha], axis=-1).astype(np.uint8))


def _webm(data: bytes, source: str) -> Iterator[Image.Image]:
    try:
        import av
    except ImportError as error:
        raise _missing(source, "WEBM") from error
    av.logging.set_level(None)
    shown = 0
    try:
        with av.open(io.BytesIO(data), "r", format="matroska") as container:
            stream = container.streams.video[0]
            # FFmpeg's own VP9 decoder drops the alpha channel; libvpx keeps it.
            name = {"vp9": "libvpx-vp9", "vp8": "libvpx"}.get(stream.codec_context.name, stream.codec_context.name)
            decoder: Any = av.CodecContext.create(name, "r")
            decoder.thread_count = 1
            for packet in container.demux(stream):
                for frame in decoder.decode(packet):
                    shown += 1
                    yield Image.fromarray(frame.to_ndarray(format="rgba"))
    except IndexError as error:
        raise DecodeError(f"{source}: holds no video", code="corrupt") from error
    except (av.FFmpegError, ValueError, MemoryError) as error:
        raise DecodeError(
            f"{source}: frame {shown} cannot be decoded: {error}; the file is damaged", code="corrupt"
        ) from error


def _missing(source: str, name: str) -> DecodeError:
    return DecodeError(
        f"{source}: {name} needs more packages: pip install 'stickerguard[animated]'", code="missing_package"
    )
