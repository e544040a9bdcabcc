"""What a Lottie document holds that other players show and the renderer passes over, or draws otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from stickerguard.lottie_tidy import colours_up_to_255
from stickerguard.lottie_tree import Document, containers, layer_lists, numbers

_TEXT_DOCUMENT = "d"
_MASKS = ("a", "s", "i")
"""Modes in which masks add, take away and leave what they have in common."""
_MATTES = (1, 2, 3, 4)
_CUTTING = (3, 4, 5)
"""Ways to merge paths that leave less than all of them."""
_BENDING = {"pb": "a", "tw": "a", "zz": "s", "op": "a"}
"""Shapes that change others, pucker, twist, zigzag and offset, and the property that says how much."""


def unseen(document: Document) -> Iterator[str]:
    """What words could be seen by in other players alone. Text is looked at elsewhere."""
    yield from _anywhere(document)
    if colours_up_to_255(document) is None:
        yield "a version that says not how colours are meant"
    length = (document["op"] - document["ip"]) / document["fr"]
    for layers in layer_lists(document):
        yield from _cut_out(layers)
        for layer in layers:
            if layer.get("hd") is not True:
                yield from _masked(layer)
                if layer.get("tm") and not _within(layer, length):
                    yield "a composition is played at another time"


def _anywhere(document: Document) -> Iterator[str]:
    waiting: list[tuple[str, Any]] = [("", document)]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, dict):
            kind = value.get("ty")
            # These, and groups, do what they do also where they are hidden.
            if isinstance(kind, str) and kind in _BENDING and _does_something(value.get(_BENDING[kind])):
                yield "shapes are bent or widened"
            if value.get("hd") is True and kind != "gr":
                continue
            if "k" in value and isinstance(value.get("x"), str) and key != _TEXT_DOCUMENT:
                yield "a script moves or colours something"
            if isinstance(value.get("sid"), str) and key != _TEXT_DOCUMENT:
                yield "a slot is filled in later"
            if value.get("bm"):
                yield "something is blended otherwise than by covering"
            effects = value.get("ef")
            if isinstance(effects, list) and any(isinstance(part, dict) and part.get("en", 1) for part in effects):
                yield "a layer has effects"
            if kind == "mm" and value.get("mm") in _CUTTING:
                yield "shapes are cut out of others"
        waiting += containers(value)


def _does_something(property_: object) -> bool:
    """Whether a property is another number than 0, at any time."""
    return not isinstance(property_, dict) or any(numbers(property_.get("k", 1)))


def _masked(layer: Document) -> Iterator[str]:
    for mask in layer.get("masksProperties") or []:
        if not isinstance(mask, dict) or mask.get("mode") not in _MASKS:
            yield "a layer has a mask of another kind"
        elif mask.get("inv"):
            # Of a path in one of its two directions, some players turn nothing around.
            yield "a mask is turned inside out"
        elif "x" in mask and _does_something(mask["x"]):
            yield "a mask is widened"


def _cut_out(layers: list[Document]) -> Iterator[str]:
    """The renderer takes the layer before for the one that another is cut out by, whichever is named."""
    named = {str(layer.get("ind")): layer for layer in reversed(layers)}
    for before, layer in pairwise([{}, *layers]):
        if layer.get("hd") is True or not layer.get("tt"):
            continue
        by = named.get(str(layer["tp"])) if "tp" in layer else before
        if layer["tt"] not in _MATTES or by is not before or not before.get("td") or before.get("tt"):
            yield "a layer is cut out by one that does not stand before it"


def _within(layer: Document, length: float) -> bool:
    """Whether the renderer plays the composition of `layer` at the times in seconds that its property says: it takes
    one that stands still for none, and ends with the document."""
    frames = layer["tm"].get("k") if isinstance(layer["tm"], dict) else None
    if not isinstance(frames, list) or not all(isinstance(frame, dict) for frame in frames) or layer.get("sr", 1) != 1:
        return False
    times = [time for frame in frames for key in ("s", "e") for time in numbers(frame.get(key))]
    # Eased beyond its ends, it would leave them.
    eased = [
        way
        for frame in frames
        for key in ("i", "o")
        for way in numbers(frame[key].get("y") if isinstance(frame.get(key), dict) else None)
    ]
    return all(0 <= time <= length for time in times) and all(0 <= way <= 1 for way in eased)
