"""The tree of a Lottie document: its type, its lists of layers, the objects and the numbers in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeGuard

Document = dict[str, Any]

PRECOMPOSITION, TEXT = 0, 5
"""Types of layers."""


def layer_lists(document: Document) -> Iterator[list[Document]]:
    """The layers of the document, and those of each composition in it."""
    yield document.get("layers") or []
    for asset in document.get("assets") or []:
        if "layers" in asset:
            yield asset["layers"] or []


def containers(value: object) -> list[tuple[str, Any]]:
    """The objects and lists in `value`, with their keys where it is an object. Of lists those that begin with an
    object: all others are numbers and points, most of a document, or nothing that anybody reads."""
    pairs: Iterable[tuple[str, Any]] = ()
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list):
        pairs = (("", part) for part in value)
    return [
        (key, part)
        for key, part in pairs
        if isinstance(part, dict) or (isinstance(part, list) and part and isinstance(part[0], dict))
    ]


def objects(value: object) -> Iterator[Document]:
    """All objects in `value`, itself included; each may be changed where it stands once it was given."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
        waiting += [deeper for _, deeper in containers(part)]


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether `value` is a number of JSON."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def numbers(value: object) -> Iterator[float]:
    """All numbers in `value`."""
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        yield value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        yield from numbers(part)
