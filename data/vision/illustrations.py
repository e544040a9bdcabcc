"""Coloured illustrations by artists whose work trains nothing, labelled by eye."""

from __future__ import annotations

import logging
from pathlib import Path

import yaml
from PIL import Image

from data.recipe import IllustrationSource, recipe
from data.vision.index import Picture
from data.vision.splits import is_kept
from stickerguard.errors import StickerguardError

log = logging.getLogger(__name__)
LABELS = Path(__file__).with_name("illustrations.yaml")


def build_illustrations(out: Path, share: float = 1.0) -> list[Picture]:
    """Copy the labelled illustrations that are installed below `out`; their rows, all in the split "test".

    Only `share` of them where it is below 1.

    Raises StickerguardError, code "unknown_icon", for a labelled name that an installed source does not hold.
    """
    labels = yaml.safe_load(LABELS.read_text(encoding="utf-8"))
    rows: list[Picture] = []
    for source in recipe().illustrations:
        if not source.folder.is_dir():
            log.warning(
                "%s: no such folder; built without %s (apt install %s)", source.folder, source.name, source.package
            )
            continue
        (out / source.name).mkdir(parents=True, exist_ok=True)
        by_label = labels[source.name]
        pictures = [
            (source.folder / part / f"{name}.jpg", label)
            for label in ("minor", "adult")
            for part, names in by_label[label].items()
            for name in names
        ]
        for part in by_label["none"]:
            pictures += [(path, "none") for path in sorted((source.folder / part).glob("*.jpg"))]
        rows += [_copy(source, path, label, out) for path, label in pictures if is_kept(path.name, share)]
    return rows


def _copy(source: IllustrationSource, path: Path, label: str, out: Path) -> Picture:
    if not path.is_file():
        raise StickerguardError(f"{LABELS}: {source.name} has no picture {path}", code="unknown_icon")
    file = f"{source.name}/{path.parent.name}-{path.stem}.png"
    Image.open(path).convert("RGB").save(out / file)
    return Picture(file, source.name, "illustration", label, None, file, "test", source.licence)
