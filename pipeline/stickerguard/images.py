"""Bytes -> frames. The format comes from the content, never from the file name; headers are not believed."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

from stickerguard.errors import DecodeError, LimitError
from stickerguard.frames import DistinctFrames, Frame
from stickerguard.motion import NAMES, is_motion, motion_frames
from stickerguard.types import FrameInfo
from stickerguard.writable import writable_name

StickerInput: TypeAlias = str | os.PathLike[str] | bytes | Image.Image | npt.NDArray[np.uint8]
"""A path, the bytes of a file, a PIL image, or a uint8 array [height, width] grey, [.., 3] RGB or [.., 4] RGBA."""

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "AVIF", "BMP")
GROUND = 127
"""The grey on which transparent pixels are flattened, for every model: captions drawn for light and for dark
chats are both readable on it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a sticker may cost. `max_pixels` is per frame, `max_total_pixels` over all frames of an animation.

    `max_distinct_frames` is no error: an animation with more is thinned to the most varied ones and its verdict
    says so.
    """

    max_bytes: int = 20 * 2**20
    max_pixels: int = 20_000_000
    max_frames: int = 1_000
    max_total_pixels: int = 300_000_000
    max_distinct_frames: int = 16


@dataclass(frozen=True, slots=True, eq=False)
class Sticker:
    """A decoded sticker. `sha256` is that of the file's bytes, None when pixels were given directly."""

    source: str
    sha256: str | None
    frames: tuple[Frame, ...]
    info: FrameInfo


def source_name(sticker: StickerInput) -> str:
    """How verdicts and messages name this input: its path, or what kind of object it is."""
    if isinstance(sticker, str | os.PathLike):
        # A file name that is no UTF-8 must still fit into JSON: its odd bytes become \\xNN.
        return writable_name(os.fsdecode(sticker))
    return f"<{type(sticker).__name__}>"


def decode(
    sticker: StickerInput, limits: Limits | None = None, *, ground: int = GROUND, source: str | None = None
) -> Sticker:
    """Decode any supported input into its distinct frames, upright and flattened on the grey `ground`.

    `source` names the input in messages and verdicts where its path does not.

    Raises DecodeError (not there, not a file, empty, not a picture, unsupported, truncated, corrupt) and
    LimitError (bytes, pixels or frames over `limits`), each message naming the input.
    """
    limits = limits or Limits()
    source = source or source_name(sticker)
    if isinstance(sticker, np.ndarray):
        return _collect(source, None, iter([_from_array(sticker, source)]), limits, ground)
    if isinstance(sticker, Image.Image):
        _check_pixels(sticker, source, limits)
        return _collect(source, None, _pillow_frames(sticker, source), limits, ground)
    if not isinstance(sticker, bytes | str | os.PathLike):
        raise DecodeError(
            f"{source}: cannot score this type; give a path, bytes, a PIL image or a uint8 array",
            code="unsupported_type",
        )
    data = sticker if isinstance(sticker, bytes) else read_file(Path(sticker), source, limits)
    if not data:
        raise DecodeError(f"{source}: the file is empty; fetch it again", code="empty")
    if len(data) > limits.max_bytes:
        raise _too_many_bytes(source, len(data), limits)
    sha256 = hashlib.sha256(data).hexdigest()
    if is_motion(data):
        return _collect(source, sha256, motion_frames(data, source), limits, ground)
    image = _open(data, source)
    with image:
        _check_pixels(image, source, limits)
        return _collect(source, sha256, _pillow_frames(image, source), limits, ground)


def read_file(path: Path, source: str, limits: Limits) -> bytes:
    """The bytes of a regular file. Raises DecodeError and LimitError as `decode` does."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise DecodeError(f"{source}: is a folder; give the files in it", code="is_directory")
        if not stat.S_ISREG(status.st_mode):
            raise DecodeError(f"{source}: is a pipe, socket or device; give a regular file", code="unreadable_file")
        if status.st_size > limits.max_bytes:
            raise _too_many_bytes(source, status.st_size, limits)
        with path.open("rb") as file:
            return file.read(limits.max_bytes + 1)
    except FileNotFoundError as error:
        raise DecodeError(f"{source}: no such file; check the path", code="not_found") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL byte in the path
        raise DecodeError(
            f"{source}: cannot be read: {error}; check its permissions", code="unreadable_file"
        ) from error


def _too_many_bytes(source: str, size: int, limits: Limits) -> LimitError:
    return LimitError(
        f"{source}: {size:,} bytes, the limit is {limits.max_bytes:,}; raise Limits.max_bytes if you trust it",
        code="too_many_bytes",
    )


def _open(data: bytes, source: str) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise LimitError(f"{source}: {error}; refused as a decompression bomb", code="too_many_pixels") from error
    except UnidentifiedImageError as error:
        raise _unidentified(data, source) from error
    except Exception as error:  # plugins raise almost anything on hostile headers
        raise DecodeError(f"{source}: broken header: {error}; the file is damaged", code="corrupt") from error


def _unidentified(data: bytes, source: str) -> DecodeError:
    # Only the prefix matchers of the other formats run here: their parsers stay out of reach of hostile input.
    Image.init()
    prefix = data[:16].ljust(16, b"\0")  # matchers may read further than a tiny file reaches
    known = [name for name, (_, accept) in Image.OPEN.items() if accept and accept(prefix) is True]
    if any(name in FORMATS for name in known):
        return DecodeError(f"{source}: starts like {known[0]} but its header is cut or broken", code="truncated")
    if known:
        return DecodeError(
            f"{source}: {known[0]} is not supported; convert it to one of {', '.join(FORMATS + NAMES)}",
            code="unsupported_format",
        )
    return DecodeError(
        f"{source}: not a picture in any known format; supported are {', '.join(FORMATS + NAMES)}",
        code="not_an_image",
    )


def _check_pixels(image: Image.Image, source: str, limits: Limits) -> None:
    pixels = image.width * image.height
    if pixels == 0:
        raise DecodeError(f"{source}: the picture has no pixels", code="corrupt")
    if pixels > limits.max_pixels:
        raise LimitError(
            f"{source}: {image.width} x {image.height} is {pixels:,} pixels, the limit is {limits.max_pixels:,}; "
            "raise Limits.max_pixels if you trust it",
            code="too_many_pixels",
        )


def _pillow_frames(image: Image.Image, source: str) -> Iterator[Image.Image]:
    index = 0
    while True:
        try:
            if index or getattr(image, "is_animated", False):
                image.seek(index)
            image.load()
        except EOFError:
            if index == 0:
                raise DecodeError(f"{source}: holds no frame", code="corrupt") from None
            return
        except Image.DecompressionBombError as error:
            raise LimitError(f"{source}: {error}", code="too_many_pixels") from error
        except Exception as error:  # decoders raise OSError, SyntaxError, ValueError, struct.error, ...
            code = "truncated" if "truncated" in str(error).lower() else "corrupt"
            raise DecodeError(
                f"{source}: frame {index} cannot be decoded: {error}; the file is damaged", code=code
            ) from error
        yield image
        index += 1


def _collect(source: str, sha256: str | None, images: Iterator[Image.Image], limits: Limits, ground: int) -> Sticker:
    distinct = DistinctFrames(limits.max_distinct_frames)
    decoded = total = 0
    for image in images:
        if decoded == 0:
            _check_pixels(image, source, limits)
        decoded += 1
        total += image.width * image.height
        if decoded > limits.max_frames or total > limits.max_total_pixels:
            raise LimitError(
                f"{source}: more than {limits.max_frames} frames or {limits.max_total_pixels:,} pixels in all; "
                "raise Limits.max_frames or Limits.max_total_pixels if you trust it",
                code="too_many_frames",
            )
        distinct.add(Frame(decoded - 1, flatten(_upright(image), ground)))
    if not decoded:
        raise DecodeError(f"{source}: holds no frame", code="corrupt")
    frames = distinct.frames()
    return Sticker(source, sha256, frames, FrameInfo(decoded, len(frames), distinct.thinned))


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # a broken EXIF block must not hide the picture
        return image


def flatten(image: Image.Image, ground: int = GROUND) -> npt.NDArray[np.uint8]:
    """`image` of any Pillow mode as RGB, uint8 [height, width, 3], transparent pixels blended on grey `ground`.

    Whatever colour lies hidden under alpha 0 does not reach the result.
    """
    if image.mode.startswith("I") or image.mode == "F":
        return _wide_grey(image)
    if not image.has_transparency_data:
        return np.asarray(image.convert("RGB"))
    rgba = image if image.mode == "RGBA" else image.convert("RGBA")
    canvas = Image.new("RGB", rgba.size, (ground, ground, ground))
    canvas.paste(rgba, mask=rgba)
    return np.asarray(canvas)


def _wide_grey(image: Image.Image) -> npt.NDArray[np.uint8]:
    values = np.asarray(image, dtype=np.float64)
    # "I" and "F" do not tell their range: only a value that 8 bits cannot hold shows it.
    if image.mode.startswith("I;16") or values.max(initial=0.0) > 255:
        values = values / 257  # 16 bits: 65535 / 257 = 255
    grey = np.clip(values, 0, 255).astype(np.uint8)
    return np.repeat(grey[:, :, np.newaxis], 3, axis=2)


def _from_array(array: npt.NDArray[np.uint8], source: str) -> Image.Image:
    channels_ok = array.ndim == 2 or (array.ndim == 3 and array.shape[2] in (3, 4))
    if array.dtype != np.uint8 or not channels_ok or array.size == 0:
        raise DecodeError(
            f"{source}: shape {array.shape} of {array.dtype}; give uint8 [height, width], [height, width, 3] RGB or "
            "[height, width, 4] RGBA",
            code="bad_array",
        )
    return Image.fromarray(array)
