"""A Lottie document as other players take it, written the one way in which the renderer takes it so, too."""

from __future__ import annotations

from stickerguard.lottie_tree import Document, objects


def tidy(document: Document) -> None:
    """Change `document`, sound as far as its structure goes, so that the renderer shows what lottie-web does."""
    for part in objects(document):
        _put_first(part)


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
