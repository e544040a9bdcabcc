"""Mutated Lottie documents, packed as `.tgs`: frames or a StickerguardError, and never the end of the process."""

import gzip
import json

import atheris

from tests.fuzzing import run

with atheris.instrument_imports(include=["stickerguard"]):
    from stickerguard.errors import StickerguardError
    from stickerguard.images import Limits, decode

LIMITS = Limits(max_bytes=2**20, max_pixels=2**20, max_frames=8, max_total_pixels=2**21)


def one_input(data: bytes) -> None:
    """One round of the fuzzer."""
    try:
        sticker = decode(gzip.compress(data, compresslevel=1), LIMITS)
    except StickerguardError:
        return
    for frame in sticker.frames:
        if frame.rgb.shape[2] != 3 or frame.rgb.dtype != "uint8":
            raise AssertionError(f"frame of {frame.rgb.dtype} {frame.rgb.shape}")


def documents() -> list[bytes]:
    """Small animations with the parts that renderers stumble over: parents, compositions, key frames, gradients."""
    still = {"a": 0, "k": 100}
    transform = {
        "o": still,
        "r": {"a": 0, "k": 0},
        "p": {"a": 1, "k": [{"t": 0, "s": [10, 10], "e": [50, 50]}, {"t": 3}]},
        "a": {"a": 0, "k": [0, 0]},
        "s": {"a": 0, "k": [100, 100]},
    }
    ellipse = {"ty": "el", "p": {"a": 0, "k": [0, 0]}, "s": {"a": 0, "k": [40, 40]}}
    fill = {"ty": "fl", "c": {"a": 0, "k": [1, 0, 0, 1]}, "o": still}
    points = {"i": [[0, 0], [0, 0]], "o": [[0, 0], [0, 0]], "v": [[0, 0], [9, 9]], "c": True}
    path = {"ty": "sh", "ks": {"a": 0, "k": points}}
    colours = {"p": 2, "k": {"a": 0, "k": [0, 1, 0, 0, 1, 0, 0, 1]}}
    gradient = {"ty": "gf", "o": still, "t": 1, "s": {"a": 0, "k": [0, 0]}, "e": {"a": 0, "k": [9, 9]}, "g": colours}
    group = {"ty": "gr", "it": [ellipse, path, fill, gradient, {"ty": "tr", **transform}]}
    shape = {"ty": 4, "ind": 1, "ip": 0, "op": 4, "st": 0, "ks": transform, "shapes": [group]}
    child = {**shape, "ind": 2, "parent": 1}
    composed = {"ty": 0, "ind": 3, "refId": "c", "w": 64, "h": 64, "ip": 0, "op": 4, "st": 0, "ks": transform}
    size = {"v": "5.5.2", "w": 64, "h": 64, "ip": 0, "op": 4, "fr": 30}
    made = (
        {**size, "layers": [shape]},
        {**size, "layers": [child, shape]},
        {**size, "layers": [composed], "assets": [{"id": "c", "layers": [shape]}]},
    )
    return [json.dumps(document, separators=(",", ":")).encode() for document in made]


if __name__ == "__main__":
    run(__file__, documents(), one_input)
