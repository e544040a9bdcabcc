"""What a stage feeds a graph and reads from it, and whether a graph offers that."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from stickerguard.errors import BundleError


@dataclass(frozen=True, slots=True)
class Tensor:
    """An element type as ONNX Runtime names it, and the sizes of the axes; None where any size must do."""

    type: str
    shape: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """All inputs of a graph, and the outputs that are read."""

    inputs: Mapping[str, Tensor]
    outputs: Mapping[str, Tensor]


class _Entry(Protocol):
    name: str
    type: str
    shape: list[int | str | None]


class _Session(Protocol):
    def get_inputs(self) -> Iterable[_Entry]: ...
    def get_outputs(self) -> Iterable[_Entry]: ...
    def get_modelmeta(self) -> Any: ...


def check_signature(model: Path, session: _Session, wanted: Signature) -> None:
    """Raise BundleError, "bad_model", unless the graph takes and gives what is wanted; it may give more."""
    inputs = {entry.name: entry for entry in session.get_inputs()}
    outputs = {entry.name: entry for entry in session.get_outputs()}
    if surplus := sorted(inputs.keys() - wanted.inputs.keys()):
        raise _wrong(model, f"has an input {surplus[0]!r} that nothing feeds")
    for kind, offered, needed in (("input", inputs, wanted.inputs), ("output", outputs, wanted.outputs)):
        for name, tensor in needed.items():
            if name not in offered:
                raise _wrong(model, f"has no {kind} {name!r}, only {', '.join(sorted(offered)) or 'none'}")
            entry = offered[name]
            if not _agree(entry, tensor):
                raise _wrong(
                    model,
                    f"{kind} {name!r} is {entry.type} {_shown(entry.shape)}, "
                    f"needed is tensor({tensor.type}) {_shown(tensor.shape)}",
                )


def check_preprocessing(model: Path, session: _Session, **settings: int) -> None:
    """Raise BundleError, "bad_model", where a graph's metadata states another value for one of `settings`."""
    try:
        stated = json.loads(session.get_modelmeta().custom_metadata_map.get("preprocessing", "{}"))
        other = [name for name, value in settings.items() if stated.get(name, value) != value]
    except (ValueError, AttributeError, RecursionError) as error:
        raise _wrong(model, f"its metadata 'preprocessing' is no JSON object: {error}") from error
    if other:
        name = other[0]
        raise _wrong(model, f"was exported for {name} {stated[name]}, and the manifest says {settings[name]}")


def _agree(entry: _Entry, tensor: Tensor) -> bool:
    if entry.type != f"tensor({tensor.type})" or len(entry.shape) != len(tensor.shape):
        return False
    # A named axis of the graph takes any size.
    return all(not isinstance(has, int) or has == needs for has, needs in zip(entry.shape, tensor.shape, strict=True))


def _shown(shape: Iterable[int | str | None]) -> str:
    return f"[{', '.join('any' if size is None else str(size) for size in shape)}]"


def _wrong(model: Path, what: str) -> BundleError:
    return BundleError(f"{model}: {what}; export the model and pack the bundle again", code="bad_model")
