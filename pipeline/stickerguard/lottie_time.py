"""The time of a Lottie document: the renderer draws whole frames, players also what lies between them."""

from __future__ import annotations

import math

from stickerguard.lottie_tree import Document, is_number, layer_lists, objects

_LEAST_RATE = 10
"""Frames a second: what is shown for a shorter time than between two of them, nobody reads."""
_LARGEST = 1e300


def draw_often(document: Document) -> None:
    """Divide the frames of a document that has few a second, so that the whole ones are at least ten a second."""
    times = math.ceil(min(_LEAST_RATE / document["fr"], _LARGEST))
    if times <= 1:
        return
    _multiply(document, ("fr", "ip", "op"), times)
    for layers in layer_lists(document):
        for layer in layers:
            _multiply(layer, ("ip", "op", "st"), times)
        for part in objects(layers):
            frames = part.get("k")
            for frame in frames if isinstance(frames, list) else ():
                if isinstance(frame, dict):
                    _multiply(frame, ("t",), times)


def _multiply(part: Document, keys: tuple[str, ...], times: int) -> None:
    for key in keys:
        if is_number(part.get(key)):
            part[key] *= times
