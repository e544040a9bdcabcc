"""Put measured figures into a bundle: its manifest, and the model card that is generated from it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from models.model_card import CARD, model_card
from stickerguard.bundle import MANIFEST, Bundle
from stickerguard.manifest import Manifest

BESIDE = "recipe "
"""How the slices of another recipe begin, whose figures stand beside a part's own."""

_KEPT = (
    BESIDE,
    "int8 against fp32",
    "fp16 against fp32",
    "fp32 against torch",
    "calibration split",
    "drawn captions",
    "left-out writer",
)
"""Beginnings of slice names, or parts of them, that only the making of a part can measure."""


def update_bundle(bundle: Bundle, sections: dict[str, list[dict[str, Any]]]) -> None:
    """Replace the figures of each part that `sections` measured; what only its making could measure stays."""
    folder = Path(bundle.file(CARD)).parent
    document = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    for name, rows in sections.items():
        old = document["parts"][name]["metrics"]
        stays = [row for row in old if any(word in row["slice"] for word in _KEPT)]
        document["parts"][name]["metrics"] = rows + stays
    manifest = Manifest.model_validate(document)
    card = model_card(manifest).encode()
    (folder / CARD).write_bytes(card)
    document["files"][CARD] = hashlib.sha256(card).hexdigest()
    content = Manifest.model_validate(document).model_dump_json(indent=2) + "\n"
    (folder / MANIFEST).write_text(content, encoding="utf-8")
    Bundle.load(folder)
