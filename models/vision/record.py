"""What the manifest says of where a vision model comes from: licences, training data, lineage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from data.vision.index import Picture, read_sources
from models import lineage
from models.lineage import Lineage
from models.vision.config import TrainConfig
from stickerguard.manifest import DataRecord

PART = "vision"
WEIGHTS = "network.safetensors"
"""What a training leaves in its output folder."""


def used_by(config: TrainConfig, index: Iterable[Picture]) -> list[Picture]:
    """The pictures that a training may see and calibrate on, and all that only test.

    Where `config.commercial` is set, without those whose licence forbids commercial use.
    """
    allowed = (p for p in index if p.source not in config.left_out)
    if not config.commercial:
        return list(allowed)
    return [p for p in allowed if p.split == "test" or not lineage.is_restricted([p.licence])]


def training_data(index: Iterable[Picture], folder: Path) -> tuple[DataRecord, ...]:
    """A record for each source, use and licence of the set in `folder`."""
    versions = read_sources(folder)
    counts = Counter((p.source, p.split, p.licence) for p in index)
    return tuple(
        DataRecord(name=source, version=versions.get(source), licence=licence, use=use, count=count)
        for (source, use, licence), count in sorted(counts.items())
    )


def inherited(config: TrainConfig) -> Lineage:
    """What comes with the weights that a training of `config` begins with, averages, or learns from."""
    found = Lineage()
    for path in (*filter(None, [config.start]), *config.soup, *config.joined, *config.teachers):
        found |= lineage.of_weights(path, PART)
    return found


def whole(config: TrainConfig, index: Iterable[Picture]) -> Lineage:
    """The lineage of what trains on `index`: what it inherits, and its own data."""
    own = training_data(index, config.data)
    before = inherited(config)
    records = lineage.merged(own, before.training_data)
    licence = lineage.joined_licences(licence_of(records), before.licences)
    return before.model_copy(update={"training_data": records, "licences": (licence,)})


def licence_of(records: Iterable[DataRecord]) -> str:
    """The licence of weights that these records shaped; those that only test do not count."""
    used = {record.licence for record in records if record.use.partition(";")[0] != "test"}
    photographs = {licence for licence in used if "non-commercial" in licence}
    first = "non-commercial research (training photographs); " if photographs else ""
    return f"{first}backbone: Apache-2.0; drawings: {', '.join(sorted(used - photographs))}"


def origin(config: TrainConfig) -> str:
    """The network, and the weights it began with."""
    spec = config.backbone
    named = spec.weights or "random weights"
    if config.start is not None:
        parents = lineage.of_weights(config.start, PART).parents
        named = "the weights of " + (
            " and ".join(f"{parent.name} {parent.version}" for parent in parents) or "a former run"
        )
    if config.joined and spec.beside is not None:
        parts = ", ".join(f"{share:g} {path}" for path, share in config.joined.items())
        return f"{spec.name} and {spec.beside.name} of {spec.beside.library} side by side ({parts})"
    if config.soup:
        parts = ", ".join(f"{share:g} {path}" for path, share in config.soup.items())
        return f"{spec.name} of {spec.library}, average of fine-tuned networks ({parts}); started from {named}"
    return f"{spec.name} of {spec.library}, fine-tuned; started from {named}"


def made_by(config: TrainConfig) -> str:
    """The make target that makes the network of `config`."""
    return "join-vision" if config.joined else "soup-vision" if config.soup else "train-vision"
