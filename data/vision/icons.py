"""Icons of people by many artists, labelled by eye, for training: few children each, but in dozens of hands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from data.jsonl import read_json
from data.recipe import IconSource, recipe
from data.vision.index import Picture
from data.vision.pictograms import LABELS as TESTED
from data.vision.pictograms import render_icon
from stickerguard.errors import StickerguardError

ICONS = "icons"
LABELS = Path(__file__).with_name("icons.yaml")
_VARIANT = re.compile(r"-(bold|duo|duotone|fill|filled|light|line|outline|regular|solid|thin)\b")


def build_icons(modules: Path, out: Path) -> list[Picture]:
    """Render the labelled icons below `out`; their rows, all in the split "train".

    Icons that show nobody come from the list of pictograms.yaml, where a set has them. Raises StickerguardError: code
    "unknown_icon" for a labelled name that its set does not hold, "bad_licence" for a set under a licence that
    sources.yaml does not allow, "forbidden_source" for a set that only tests.
    """
    source = recipe().icons
    labels = yaml.safe_load(LABELS.read_text(encoding="utf-8"))
    objects = yaml.safe_load(TESTED.read_text(encoding="utf-8"))["none"]
    folder = modules / source.package
    licences = {name: _licence(entry) for name, entry in read_json(folder / "collections.json").items()}
    (out / ICONS).mkdir(parents=True, exist_ok=True)
    rows = []
    for name, by_label in labels.items():
        _check(source, name, licences.get(name, "unknown"))
        content = read_json(folder / "json" / f"{name}.json")
        known = content["icons"]
        wanted = [(icon, label) for label, icons in by_label.items() for icon in icons]
        if missing := [icon for icon, _ in wanted if icon not in known]:
            raise StickerguardError(f"{LABELS}: {name} has no icon {missing[0]!r}", code="unknown_icon")
        wanted += [(icon, "none") for icon in objects if icon in known]
        for icon, label in wanted:
            file = f"{ICONS}/{name}-{icon}.png"
            render_icon(content, icon, out / file)
            group = f"{ICONS}/{name}/{_VARIANT.sub('', icon)}"
            rows.append(Picture(file, ICONS, "pictogram", label, None, group, "train", licences[name]))
    return rows


def _check(source: IconSource, name: str, licence: str) -> None:
    if licence not in source.licences:
        raise StickerguardError(
            f"{LABELS}: {name} is under {licence}; only {', '.join(source.licences)} may be trained on",
            code="bad_licence",
        )
    if name in source.tested:
        raise StickerguardError(f"{LABELS}: {name} is of a family that only tests", code="forbidden_source")


def _licence(entry: dict[str, Any]) -> str:
    return str((entry.get("license") or {}).get("spdx", "unknown"))
