"""The slowest small files there are, drawn on the spot."""

from __future__ import annotations

import gzip
import io
import json

import numpy as np
from PIL import Image


def progressive(scans: int = 20_000, side: int = 4_400) -> bytes:
    """A flat JPEG whose last scan is repeated `scans` times."""
    buffer = io.BytesIO()
    Image.new("RGB", (side, side), (120, 130, 140)).save(buffer, "JPEG", progressive=True, quality=50, subsampling=0)
    data = buffer.getvalue()
    return data[:-2] + data[data.rindex(b"\xff\xda") : -2] * scans + data[-2:]


def large_frames(count: int = 14, side: int = 4_400) -> bytes:
    """A GIF of `count` flat frames, each of another grey."""
    frames = [Image.fromarray(np.full((side, side), number * 17, dtype=np.uint8)) for number in range(count)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], duration=50)
    return buffer.getvalue()


def repeaters(copies: int = 10_000) -> bytes:
    """A Lottie animation that draws a square `copies` times in each frame."""

    def still(value: object) -> dict[str, object]:
        return {"a": 0, "k": value}

    place = {"a": still([0, 0]), "p": still([1, 1]), "s": still([100, 100]), "r": still(1), "o": still(100)}
    square = {"ty": "rc", "p": still([256, 256]), "s": still([200, 200]), "r": still(0), "d": 1}
    fill = {"ty": "fl", "c": still([1, 0, 0, 1]), "o": still(50), "r": 1}
    again = {"ty": "rp", "c": still(copies), "o": still(0), "m": 1, "tr": {**place, "so": still(100), "eo": still(50)}}
    group = {"ty": "gr", "it": [square, fill, {"ty": "tr", **place}]}
    layer = {
        "ddd": 0, "ind": 1, "ty": 4, "nm": "l", "sr": 1, "ks": {**place, "a": still([0, 0, 0]), "p": still([0, 0, 0])},
        "ao": 0, "shapes": [{"ty": "gr", "it": [group, again, {"ty": "tr", **place}]}], "ip": 0, "op": 60, "st": 0,
    }  # fmt: skip
    document = {
        "v": "5.5.7",
        "fr": 30,
        "ip": 0,
        "op": 60,
        "w": 512,
        "h": 512,
        "ddd": 0,
        "assets": [],
        "layers": [layer],
    }
    return gzip.compress(json.dumps(document).encode())
