"""Bytes -> frames. The format comes from the content, never from the file name; headers are not believed."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias, TypeGuard

import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError

from stickerguard import jpeg, png
from stickerguard.apng import apng_layers, is_apng
from stickerguard.avif import shown_part
from stickerguard.borrowed_image import borrowed
from stickerguard.errors import DecodeError, LimitError
from stickerguard.formats import READ, pillow_name, unread_format
from stickerguard.frames import DistinctFrames, Frame
from stickerguard.gif import gif_layers
from stickerguard.layers import compose
from stickerguard.limits import Limits, check_pixels, check_total, remedy
from stickerguard.motion import NAMES, is_motion, open_motion
from stickerguard.pixels import (
    GROUND,
    flatten,
    opaque,
    open_alpha,
    scale_transparency,
    with_alpha,
    with_exact_transparency,
)
from stickerguard.regular_file import no_path, open_file, unreadable
from stickerguard.types import FrameInfo
from stickerguard.views import OPAQUE_TOO, views
from stickerguard.webp import reveal_alpha
from stickerguard.writable import writable_name

__all__ = ["GROUND", "Limits", "Sticker", "StickerInput", "decode", "flatten", "read_file", "source_name"]

StickerInput: TypeAlias = str | os.PathLike[str] | bytes | Image.Image | npt.NDArray[np.uint8]
"""A path, the bytes of a file, a PIL image, or a uint8 array [height, width] grey, [.., 3] RGB or [.., 4] RGBA."""

_CHANNELS = (3, 4)
_COUNTED = ("WEBP", "AVIF")
"""Formats whose frames the decoder has counted when it opens a file; others say what they like."""
_AT_ONCE = 10.0
"""Milliseconds up to which players show a frame for `_PAUSE` instead."""
_PAUSE = 100.0


@dataclass(frozen=True, slots=True, eq=False)
class Sticker:
    """A decoded sticker. `sha256` is that of the file's bytes, None when pixels were given directly; `text` holds lines
    that a player would show though no frame here does."""

    source: str
    sha256: str | None
    frames: tuple[Frame, ...]
    info: FrameInfo
    text: tuple[str, ...] = ()


def source_name(sticker: StickerInput) -> str:
    """How verdicts and messages name this input: its path, or what kind of object it is."""
    if isinstance(sticker, str | os.PathLike):
        # A file name that is no UTF-8 must still fit into JSON: its odd bytes become \\xNN.
        return writable_name(os.fsdecode(sticker))
    return f"<{type(sticker).__name__}>"


def is_one_sticker(given: object) -> TypeGuard[StickerInput]:
    """Whether `given` is of a kind that is one sticker (or its pixels), though Python may take it for a sequence."""
    if isinstance(given, np.ndarray):
        return given.ndim == 2 or (given.ndim == 3 and given.shape[2] in _CHANNELS)
    return isinstance(given, str | os.PathLike | bytes | bytearray | memoryview | Image.Image)


def decode(
    sticker: StickerInput, limits: Limits | None = None, *, ground: int = GROUND, source: str | None = None
) -> Sticker:
    """Decode any supported input into its distinct frames, upright and flattened on the grey `ground`.

    `source` names the input in messages and verdicts where its path does not. A PIL image is left at the frame at which
    it stood; calls that are given the same one take turns, and nobody else may use it meanwhile.

    Raises DecodeError (not there, no path, not a file, empty, not a picture, unsupported, truncated, corrupt, closed,
    no name) and LimitError (what it costs is over `limits`), each message naming the input.
    """
    limits = limits or Limits()
    if source is not None and not isinstance(source, str):
        raise DecodeError(
            f"{source_name(sticker)}: its source, a {type(source).__name__}, is no name; give a str or None",
            code="bad_source",
        )
    source = writable_name(source) if source else source_name(sticker)
    if isinstance(sticker, np.ndarray):
        return _collect(source, None, iter([_from_array(sticker, source)]), limits, ground)
    if isinstance(sticker, Image.Image):
        with borrowed(sticker, source):
            check_pixels(*sticker.size, source, limits)
            return _collect(source, None, _decoded(_pillow_frames(sticker, source, limits), source), limits, ground)
    if not isinstance(sticker, bytes | str | os.PathLike):
        raise DecodeError(
            f"{source}: cannot score this type; give a path, bytes, a PIL image or a uint8 array",
            code="unsupported_type",
        )
    if sticker == "":
        raise no_path(sticker)
    data = sticker if isinstance(sticker, bytes) else read_file(Path(sticker), source, limits)
    if not data:
        raise DecodeError(f"{source}: the file is empty; fetch it again", code="empty")
    if len(data) > limits.max_bytes:
        raise _too_many_bytes(source, len(data), limits)
    sha256 = hashlib.sha256(data).hexdigest()
    if is_motion(data):
        motion = open_motion(data, source, limits)
        return replace(_collect(source, sha256, motion.frames, limits, ground), text=motion.text)
    profile = None
    if data.startswith(png.SIGNATURE):
        data, profile = png.tidy(data)
    elif data.startswith(jpeg.START):
        data = jpeg.tidy(data)
    image = _open(data, source)
    if profile is not None:
        image.info["icc_profile"] = profile
    with image:
        _check_cost(image, data, source, limits)
        return _collect(source, sha256, _pictures(image, data, source, limits), limits, ground)


def read_file(path: Path, source: str, limits: Limits) -> bytes:
    """The bytes of a regular file. Raises DecodeError and LimitError as `decode` does."""
    with open_file(path, source) as file:
        try:
            size = os.fstat(file.fileno()).st_size
            if size > limits.max_bytes:
                raise _too_many_bytes(source, size, limits)
            return file.read(limits.max_bytes + 1)
        except OSError as error:
            raise unreadable(error, source) from error


def _too_many_bytes(source: str, size: int, limits: Limits) -> LimitError:
    return LimitError(
        f"{source}: {size:,} bytes, the limit is {limits.max_bytes:,}; {remedy('max_bytes')}",
        code="too_many_bytes",
    )


def _open(data: bytes, source: str) -> Image.Image:
    try:
        revealed = reveal_alpha(data)
        image = Image.open(io.BytesIO(revealed), formats=READ)
        if revealed is not data:
            image.info[OPAQUE_TOO] = True
        scale_transparency(image)
        open_alpha(image, data)
        return image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise LimitError(f"{source}: {error}; refused as a decompression bomb", code="too_many_pixels") from error
    except UnidentifiedImageError as error:
        raise _unidentified(data, source) from error
    except Exception as error:  # plugins raise almost anything on hostile headers
        raise DecodeError(f"{source}: broken header: {error}; the file is damaged", code="corrupt") from error


def _unidentified(data: bytes, source: str) -> DecodeError:
    supported = ", ".join(READ + NAMES)
    if unread := unread_format(data):
        advice = unread.advice.format(supported=supported)
        return DecodeError(f"{source}: {unread.name} is not supported; {advice}", code=unread.code)
    if name := pillow_name(data):
        return DecodeError(f"{source}: starts like {name} but its header is cut or broken", code="truncated")
    return DecodeError(f"{source}: not a picture in any known format; supported are {supported}", code="not_an_image")


def _check_cost(image: Image.Image, data: bytes, source: str, limits: Limits) -> None:
    check_pixels(*image.size, source, limits)
    if image.format in _COUNTED:
        frames = getattr(image, "n_frames", 1)
        check_total(frames, frames * image.width * image.height, source, limits)
    # A JPEG that holds further pictures, which are decoded as well, is called MPO.
    further = image.format == "MPO"
    if (further or image.format == "JPEG") and (scans := jpeg.count_scans(data, further=further)) > limits.max_scans:
        raise LimitError(
            f"{source}: a JPEG of {scans:,} scans, the limit is {limits.max_scans:,}; {remedy('max_scans')}",
            code="too_many_scans",
        )


def _pictures(image: Image.Image, data: bytes, source: str, limits: Limits) -> Iterator[Image.Image]:
    if image.format == "GIF":
        frames = compose(gif_layers(data), image, source, limits)
    elif image.format == "PNG" and is_apng(data):
        frames = compose(apng_layers(data), image, source, limits)
    else:
        pictures = _pillow_frames(image, source, limits)
        frames = (with_exact_transparency(picture, data) for picture in pictures)
        if image.format == "AVIF" and (part := shown_part(data, *image.size)):
            # Not all viewers cut it out.
            frames = (seen for picture in frames for seen in (picture, picture.crop(part)))
    return _decoded(frames, source)


def _decoded(frames: Iterator[Image.Image], source: str) -> Iterator[Image.Image]:
    index = 0
    while True:
        try:
            frame = next(frames, None)
        except (DecodeError, LimitError):
            raise
        except Image.DecompressionBombError as error:
            raise LimitError(f"{source}: {error}", code="too_many_pixels") from error
        except Exception as error:  # decoders raise OSError, SyntaxError, ValueError, struct.error, ...
            code = "truncated" if "truncated" in str(error).lower() else "corrupt"
            raise DecodeError(
                f"{source}: frame {index} cannot be decoded: {error}; the file is damaged", code=code
            ) from error
        if frame is None:
            return
        yield frame
        index += 1


def _pillow_frames(image: Image.Image, source: str, limits: Limits) -> Iterator[Image.Image]:
    index = 0
    while True:
        try:
            if index or getattr(image, "is_animated", False):
                image.seek(index)
                # A later frame of a GIF may be larger than the first and then counts for the whole.
                check_pixels(*image.size, source, limits)
            image.load()
        except EOFError:
            return
        except LimitError:
            raise
        except Exception:  # as decoders raise it
            # Viewers show the first picture of a JPEG, whatever is left of others.
            if not index or image.format != "MPO":
                raise
            return
        yield image
        index += 1


def _collect(source: str, sha256: str | None, images: Iterator[Image.Image], limits: Limits, ground: int) -> Sticker:
    distinct = DistinctFrames(limits.max_distinct_frames)
    decoded = total = 0
    for image in images:
        if decoded == 0:
            check_pixels(*image.size, source, limits)
        decoded += 1
        total += image.width * image.height
        check_total(decoded, total, source, limits)
        seconds = _seconds(image)
        for shown in views(image):
            # Stretched, it may be larger.
            total += max(0, shown.width * shown.height - image.width * image.height)
            rgba = with_alpha(shown)
            distinct.add(Frame(decoded - 1, opaque(shown, rgba, ground), rgba), seconds)
    if not decoded:
        raise DecodeError(f"{source}: holds no frame", code="corrupt")
    frames = distinct.frames()
    return Sticker(source, sha256, frames, FrameInfo(decoded, len(frames), distinct.thinned, distinct.unread))


def _seconds(image: Image.Image) -> float:
    milliseconds = image.info.get("duration")
    if isinstance(milliseconds, int | float) and milliseconds > _AT_ONCE:
        return milliseconds / 1000
    return _PAUSE / 1000


def _from_array(array: npt.NDArray[np.uint8], source: str) -> Image.Image:
    channels_ok = array.ndim == 2 or (array.ndim == 3 and array.shape[2] in _CHANNELS)
    if array.dtype != np.uint8 or not channels_ok or array.size == 0:
        raise DecodeError(
            f"{source}: shape {array.shape} of {array.dtype}; give uint8 [height, width], [height, width, 3] RGB or "
            "[height, width, 4] RGBA",
            code="bad_array",
        )
    return Image.fromarray(array)
