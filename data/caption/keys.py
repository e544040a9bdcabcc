"""When two captions are the same words."""

from __future__ import annotations

from functools import cache

import regex

from stickerguard.caption.disguise import undisguise
from stickerguard.caption.normalize import normalize

_PICTOGRAPH = regex.compile(r"[\p{Extended_Pictographic}\p{So}]")


@cache
def key_of(text: str) -> str:
    """The same for captions with the same letters, whatever their case, signs and disguise."""
    # Not the last of its readings, which may be a mere guess at what else it could say.
    return "".join(filter(str.isalnum, undisguise(text))) or normalize(text).text


def signs_of(text: str) -> str:
    """The emoji and symbols of a caption, which alone may make it suggestive."""
    return "".join(_PICTOGRAPH.findall(text))
