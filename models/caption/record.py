"""What the manifest says of where a caption model comes from: its encoder, licences, training data, lineage."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from models import lineage
from models.caption.noise import Row
from models.lineage import Lineage
from stickerguard.errors import StickerguardError
from stickerguard.manifest import DataRecord

PART = "caption"
ORIGIN = "origin.json"
"""A file of an encoder folder: name, licence, origin."""


@dataclass(frozen=True, slots=True)
class Encoder:
    """Which encoder it is; `licence` is None where its folder does not say."""

    name: str
    licence: str | None
    origin: str


def encoder_of(folder: Path) -> Encoder:
    """What the folder of an encoder says of itself, in origin.json or in the README.md and config.json of a model hub.

    Raises StickerguardError, code "bad_encoder", for an origin.json that does not say what it must.
    """
    path = folder / ORIGIN
    if path.is_file():
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            return Encoder(str(told["name"]), str(told["licence"]), str(told["origin"]))
        except (ValueError, KeyError, TypeError) as error:
            raise StickerguardError(
                f"{path}: {error!r}; write {{'name': ..., 'licence': ..., 'origin': ...}} as JSON", code="bad_encoder"
            ) from error
    config = folder / "config.json"
    named = json.loads(config.read_text(encoding="utf-8")).get("_name_or_path") if config.is_file() else None
    name = Path(named).name if named else folder.resolve().name
    return Encoder(name, _front_matter(folder / "README.md").get("license"), str(named or name))


def _front_matter(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    head = path.read_text(encoding="utf-8").split("---\n")
    try:
        found = yaml.safe_load(head[1]) if len(head) > 2 and not head[0].strip() else {}
    except yaml.YAMLError:
        return {}
    return found if isinstance(found, dict) else {}


def training_data(rows: Iterable[Row]) -> tuple[DataRecord, ...]:
    """A record for each source, licence and fold."""
    counts = Counter((row["source"], row["licence"], row["fold"]) for row in rows)
    uses = {"test": "test", "calibrate": "calibrate", "always": "train"}
    return tuple(
        DataRecord(name=name, licence=licence, use=uses.get(fold, f"train; fold {fold}"), count=count)
        for (name, licence, fold), count in sorted(counts.items())
    )


def whole(rows: Iterable[Row], encoder: Encoder, start: Path | None = None) -> Lineage:
    """The lineage of a network trained on `rows`, begun with `encoder` or with the network.safetensors `start`."""
    before = lineage.of_weights(start, PART) if start else Lineage()
    licence = encoder.licence or f"licence of the encoder {encoder.name} not stated"
    unstated = (
        () if encoder.licence else (f"only as far as the licence of the encoder {encoder.name}, not stated, allows",)
    )
    own = Lineage(restrictions=unstated, licences=(licence,), training_data=training_data(rows))
    return own | before
