"""What the weights of a part began with: bundles, their restrictions, licences and training data, carried forward.

A training writes its lineage into the metadata of network.safetensors, a part into its part.json, a bundle into its
manifest; whatever goes on from any of these inherits all of it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict
from safetensors import SafetensorError, safe_open

from stickerguard.bundle import MANIFEST
from stickerguard.manifest import DataRecord, Manifest, Parent

RESEARCH = (
    "research and evaluation only: some training data is licensed for non-commercial research; "
    "for production, train on your own data with the same make targets"
)
PRODUCTION = "as far as the licences of the training data listed below allow"
_T = TypeVar("_T")
FORMER = "a former training"
METADATA = "lineage"
"""Key of the metadata of a safetensors file."""


class Lineage(BaseModel):
    """Everything inherited: bundles, restrictions of use, licences of weights, data that shaped them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    parents: tuple[Parent, ...] = ()
    restrictions: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    training_data: tuple[DataRecord, ...] = ()

    def __or__(self, other: Lineage) -> Lineage:
        """All that either holds, once."""
        return Lineage(
            parents=_once(self.parents, other.parents),
            restrictions=_once(self.restrictions, other.restrictions),
            licences=_once(self.licences, other.licences),
            training_data=merged(self.training_data, other.training_data),
        )

    @property
    def metadata(self) -> dict[str, str]:
        """For the header of a safetensors file."""
        return {METADATA: self.model_dump_json(exclude_none=True)}


def is_restricted(licences: Iterable[str]) -> bool:
    """Whether one of them forbids commercial use, in words or as a Creative Commons licence does."""
    return any(re.search(r"non-?commercial|\bNC\b", licence, re.IGNORECASE) for licence in licences)


def restrictions_of(manifest: Manifest) -> tuple[str, ...]:
    """Those a manifest states; of one that only has a sentence on its use, this sentence."""
    if manifest.restrictions:
        return tuple(manifest.restrictions)
    return () if manifest.usage == PRODUCTION else (manifest.usage,)


def of_bundle(folder: Path, part: str) -> Lineage:
    """What inherits whoever goes on from `part` of the bundle in `folder`."""
    raw = (folder / MANIFEST).read_bytes()
    manifest = Manifest.model_validate_json(raw)
    parent = Parent(name=manifest.name, version=manifest.version, sha256=hashlib.sha256(raw).hexdigest())
    found = getattr(manifest.parts, part)
    return Lineage(
        parents=(parent,),
        restrictions=restrictions_of(manifest),
        licences=tuple(_clauses(weight.licence for weight in found.weights if weight.file.endswith(".onnx"))),
        training_data=_handed_on(found.training_data, f"{parent.name} {parent.version}"),
    )


def of_part(part: Mapping[str, Any]) -> Lineage:
    """What a `part.json` says of itself and of what it inherited."""
    inherited = Lineage.model_validate(part.get("lineage", {}))
    records = [DataRecord.model_validate(record) for record in part.get("training_data", [])]
    own = Lineage(
        licences=tuple(_clauses(weight["licence"] for weight in part["weights"] if weight["file"].endswith(".onnx"))),
        training_data=_handed_on(records, FORMER),
    )
    return own | inherited


def of_weights(path: Path, part: str) -> Lineage:
    """The lineage of a file of weights that a training of `part` begins with.

    A bundle's own file has the manifest beside it, a part its part.json, a network.safetensors its metadata. Weights
    without a record are a restriction of their own: nobody can tell what they may be used for.
    """
    if path.suffix == ".safetensors":
        found = of_safetensors(path)
        if found is not None:
            return found.model_copy(update={"training_data": _handed_on(found.training_data, FORMER)})
    elif _listed(path):
        return of_bundle(path.parent, part)
    elif (beside := path.with_name("part.json")).is_file():
        return of_part(json.loads(beside.read_text(encoding="utf-8")))
    return Lineage(
        restrictions=(f"the weights that training began with ({path.name}) carry no record of their licence and data",)
    )


def of_safetensors(path: Path) -> Lineage | None:
    """The lineage in the header of a safetensors file; None where it has none or cannot be read."""
    try:
        with safe_open(path, "pt") as file:
            content = (file.metadata() or {}).get(METADATA)
    except (OSError, SafetensorError):
        return None
    return Lineage.model_validate_json(content) if content else None


def merged(own: Sequence[DataRecord], inherited: Sequence[DataRecord]) -> tuple[DataRecord, ...]:
    """All records; an inherited one only where `own` has none of the same source, licence and use."""
    known = {_key(record) for record in own}
    return (*own, *(record for record in inherited if _key(record) not in known))


def joined_licences(own: str, inherited: Iterable[str]) -> str:
    """`own`, and of the inherited ones what it does not say."""
    return "; ".join(_clauses([own, *inherited]))


def _handed_on(records: Iterable[DataRecord], through: str) -> tuple[DataRecord, ...]:
    """The records that shaped weights; who handed them on first stays named."""
    return tuple(
        record if "through " in record.use else record.model_copy(update={"use": f"{record.use}; through {through}"})
        for record in records
        if record.use.partition(";")[0] != "test"
    )


def _key(record: DataRecord) -> tuple[str, str, str]:
    return record.name, record.licence, record.use.partition(";")[0]


def _clauses(licences: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(clause for licence in licences for clause in licence.split("; ")))


def _once(first: tuple[_T, ...], second: tuple[_T, ...]) -> tuple[_T, ...]:
    return (*first, *(entry for entry in second if entry not in first))


def _listed(path: Path) -> bool:
    """Whether the manifest beside `path` lists this very file."""
    try:
        listed = Manifest.model_validate_json((path.parent / MANIFEST).read_bytes()).files.get(path.name)
        return listed == hashlib.sha256(path.read_bytes()).hexdigest()
    except (OSError, ValueError):
        return False
