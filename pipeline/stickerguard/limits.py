"""What one sticker may cost."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from numbers import Integral, Real

from stickerguard.errors import DecodeError, LimitError, StickerguardError


@dataclass(frozen=True, slots=True)
class Limits:
    """What a sticker may cost. `max_pixels` is per frame, `max_total_pixels` over all frames of an animation,
    `max_scans` the passes over a progressive JPEG, `max_caption` the characters of the text given with a sticker.
    `max_decode_seconds` of CPU time and `max_decode_memory` bytes of address space hold for the formats decoded in a
    child process, Lottie and video.

    `max_distinct_frames` is no error: an animation with more is thinned to those that show most between them and its
    verdict says so.
    """

    max_bytes: int = 20 * 2**20
    max_pixels: int = 20_000_000
    max_frames: int = 1_000
    max_total_pixels: int = 100_000_000
    max_distinct_frames: int = 16
    max_scans: int = 100
    max_caption: int = 20_000
    max_decode_seconds: float = 10.0
    max_decode_memory: int = 2**30

    def __post_init__(self) -> None:
        """Raise StickerguardError, "bad_limits", for what is no number, or is one that no sticker could pass."""
        for field in fields(self):
            value, seconds = getattr(self, field.name), field.type == "float"
            number = isinstance(value, Real if seconds else Integral) and not isinstance(value, bool)
            if not number or not 0 < value < math.inf:
                raise StickerguardError(
                    f"limits: {field.name} is {str(value)[:40]!r}; give {'seconds' if seconds else 'a whole number'} "
                    f"above 0, or nothing for {field.default:,}",
                    code="bad_limits",
                )


def remedy(limit: str) -> str:
    """What an error says to do about the field `limit` of `Limits`, which each front end has in a form of its own:
    `Limits(max_bytes=...)` in Python, `--limit max_bytes=...` for a command, STICKERGUARD_MAX_BYTES for the service."""
    return f"if you trust it, score it with a higher limit {limit} (of the service: STICKERGUARD_{limit.upper()})"


def check_pixels(width: int, height: int, source: str, limits: Limits) -> None:
    """Raise for a frame of that many pixels: LimitError, "too_many_pixels"; of none DecodeError, "corrupt"."""
    pixels = width * height
    if pixels == 0:
        raise DecodeError(f"{source}: the picture has no pixels", code="corrupt")
    if pixels > limits.max_pixels:
        raise LimitError(
            f"{source}: {width} x {height} is {pixels:,} pixels, the limit is {limits.max_pixels:,}; "
            f"{remedy('max_pixels')}",
            code="too_many_pixels",
        )


def check_total(frames: int, pixels: int, source: str, limits: Limits) -> None:
    """Raise LimitError, "too_many_frames", for an animation of that many frames, and pixels in all of them."""
    if frames > limits.max_frames:
        raise LimitError(
            f"{source}: more than {limits.max_frames:,} frames; {remedy('max_frames')}",
            code="too_many_frames",
        )
    if pixels > limits.max_total_pixels:
        raise LimitError(
            f"{source}: its frames have more than {limits.max_total_pixels:,} pixels in all; "
            f"{remedy('max_total_pixels')}",
            code="too_many_frames",
        )
