"""A Lottie document as other players take it, written the one way in which the renderer takes it so, too."""

from __future__ import annotations

from stickerguard.lottie_tree import Document, is_number, layer_lists, objects


def tidy(document: Document) -> None:
    """Change `document`, sound as far as its structure goes, so that the renderer shows what lottie-web does."""
    for part in objects(document):
        _put_first(part)
        _set_flags(part)
    for asset in document.get("assets") or []:
        _name(asset, "id")
    for layers in layer_lists(document):
        for layer in layers:
            _name(layer, "refId")


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
