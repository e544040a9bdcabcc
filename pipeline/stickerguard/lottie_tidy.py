"""A Lottie document as other players take it, written the one way in which the renderer takes it so, too."""

from __future__ import annotations

from itertools import pairwise

from stickerguard.lottie_tree import Document, is_number, layer_lists, objects

_COLOURS_UP_TO_1 = (4, 1, 9)
"""The first version of the format whose colours are parts of 1: before, they were parts of 255."""


def colours_up_to_255(document: Document) -> bool | None:
    """Whether the version of `document` is one in which colours were parts of 255; None where it is no version."""
    version = document.get("v")
    for part, first in zip(version.split(".") if isinstance(version, str) else [], _COLOURS_UP_TO_1, strict=False):
        if not (part.isascii() and part.isdigit() and len(part) < 9):
            return None
        if int(part) != first:
            return int(part) < first
    return False


def tidy(document: Document) -> None:
    """Change `document`, sound as far as its structure goes, so that the renderer shows what lottie-web does."""
    old = colours_up_to_255(document)
    for part in objects(document):
        _put_first(part)
        _set_flags(part)
        _limit_colours(part, old=old)
    for asset in document.get("assets") or []:
        _name(asset, "id")
    for layers in layer_lists(document):
        _hide_unused_mattes(layers)
        for layer in layers:
            _name(layer, "refId")
            _drop_masks(layer)


def _put_first(part: Document) -> None:
    """The keys by which the renderer knows what the others mean: it passes over those that stand before."""
    key = "ty" if "ty" in part else "s"
    if part.get(key) is None or next(iter(part)) == key:
        return
    if key == "ty" or {"x", "y"} <= part.keys():  # a place of two properties
        others = {name: value for name, value in part.items() if name != key}
        first = part[key]
        part.clear()
        part[key] = first
        part.update(others)


def _set_flags(part: Document) -> None:
    """Flags as true or false: the renderer stops at a number for one. It alone leaves out what is not "enabled"."""
    part.pop("fillEnabled", None)
    if "hd" in part:
        # Of a shape, players take nothing but `true` for it.
        part["hd"] = bool(part["hd"]) if isinstance(part.get("ty"), int) else part["hd"] is True
    for flag in ("hasMask", "inv"):
        if flag in part:
            part[flag] = bool(part[flag])
    if "c" in part and "v" in part and not isinstance(part["c"], dict):
        part["c"] = bool(part["c"])
    if "s" in part and {"x", "y"} <= part.keys() and is_number(part["s"]):
        part["s"] = bool(part["s"])


def _name(part: Document, key: str) -> None:
    """Names of compositions as text: the renderer knows numbers as names in one of two places."""
    if is_number(part.get(key)):
        part[key] = str(part[key])


def _drop_masks(layer: Document) -> None:
    """Masks that do nothing: the renderer shows nothing of a layer that has no other."""
    masks = layer.get("masksProperties")
    if isinstance(masks, list):
        masks = [mask for mask in masks if not (isinstance(mask, dict) and mask.get("mode") == "n")]
    if not layer.get("hasMask") or not masks:
        layer.pop("masksProperties", None)
        layer.pop("hasMask", None)
    else:
        layer["masksProperties"] = masks


def _hide_unused_mattes(layers: list[Document]) -> None:
    """Layers that others are cut out by are not shown; the renderer shows those that no other follows."""
    for layer, after in pairwise([*layers, {}]):
        if layer.get("td") and not after.get("tt"):
            layer["hd"] = True


def _limit_colours(part: Document, *, old: bool | None) -> None:
    """Colours between 0 and 1, where players end them: in the renderer they begin again."""
    kind = part.get("ty")
    if kind in ("fl", "st"):
        _limit(part.get("c"), 255 if old else 1)
    elif kind in ("gf", "gs"):
        gradient = part.get("g")
        _limit(gradient.get("k") if isinstance(gradient, dict) else None, 1)


def _limit(property_: object, largest: int) -> None:
    """Divide the numbers of a property, animated or not, by `largest` and end them at 0 and 1."""
    holders = [property_] if isinstance(property_, dict) else []
    if holders and isinstance(frames := holders[0].get("k"), list):
        holders += [frame for frame in frames if isinstance(frame, dict)]
    for holder in holders:
        for key in ("k", "s", "e"):
            values = holder.get(key)
            if isinstance(values, list):
                holder[key] = [min(largest, max(0, value)) / largest if is_number(value) else value for value in values]
