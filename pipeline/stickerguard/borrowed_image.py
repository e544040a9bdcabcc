"""A PIL image that belongs to the caller: decoding moves it from frame to frame, and must leave it as it was."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

from PIL import Image

from stickerguard.errors import DecodeError

# Images cannot be keys of a dictionary. That two of them share a lock now and then costs only time.
_LOCKS = tuple(threading.Lock() for _ in range(61))


@contextlib.contextmanager
def borrowed(image: Image.Image, source: str) -> Iterator[None]:
    """Hold `image` alone, among all who borrow it, and put it back to the frame at which it stood.

    Raises DecodeError, "closed", for whatever DecodeError comes of its being closed.
    """
    with _LOCKS[id(image) // 16 % len(_LOCKS)]:
        place = image.tell()
        try:
            yield
        except DecodeError as error:
            if not _is_closed(image, error):
                raise
            raise DecodeError(
                f"{source}: the PIL image is closed; score it before, or give the path or the bytes of the file",
                code="closed",
            ) from error
        finally:
            with contextlib.suppress(Exception):  # a damaged or closed one stays where it is
                if image.tell() != place:
                    image.seek(place)


def _is_closed(image: Image.Image, error: DecodeError) -> bool:
    # Pillow has no word for it; a file that was closed before it was read has no `fp` and fails in several ways.
    return "closed" in str(error.__cause__) or getattr(image, "fp", image) is None
