"""Which name, version and folder a new bundle may have. On the standard library alone, for models/steps.py."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

SHIPPED = "base"
SHIPPED_FOLDER = Path(__file__).resolve().parents[1] / "pipeline" / "stickerguard" / "bundles" / SHIPPED
MANIFEST = "bundle.json"
PRECISIONS = ("int8", "fp16", "fp32")
_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_VERSION = r"\d+\.\d+\.\d+(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?"


def wrong_name(name: str) -> str | None:
    """What is wrong with the name of a bundle of one's own; None where nothing is."""
    if not re.fullmatch(_NAME, name):
        return f"NAME={name}: use letters, digits, dots, dashes and underscores"
    if name == SHIPPED:
        return f"NAME={SHIPPED} is the shipped bundle; give your own another name (RELEASE=1 makes the shipped one)"
    return None


def wrong_version(version: str) -> str | None:
    """What is wrong with a version; None where nothing is."""
    return None if re.fullmatch(_VERSION, version) else f"VERSION={version}: give three numbers, such as 1.0.0"


def listed_in(folder: Path) -> set[str]:
    """The files that a manifest in `folder` lists; empty where there is none."""
    try:
        return set(json.loads((folder / MANIFEST).read_bytes())["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def wrong_folder(
    out: Path, shipped: Path = SHIPPED_FOLDER, listed: Callable[[Path], set[str]] = listed_in
) -> str | None:
    """Why a bundle of one's own cannot be written to `out`; None where it can."""
    resolved = out.resolve()
    if resolved == shipped or shipped in resolved.parents or resolved in shipped.parents:
        return f"OUT={out}: the shipped bundle lies there, and only RELEASE=1 writes it; give another folder"
    if what := _in_the_way(out, listed):
        return f"OUT={out}: {what}; give a new folder, or that of a bundle to write anew"
    return None


def _in_the_way(out: Path, listed: Callable[[Path], set[str]]) -> str | None:
    if out.is_dir():
        known = listed(out) | {MANIFEST}
        other = next((path.name for path in sorted(out.iterdir()) if path.name not in known), None)
        return f"holds {other}, which is of no bundle" if other else None
    if out.exists():
        return "is no folder"
    above = next((path for path in out.resolve().parents if path.exists()), None)
    return f"{above} is no folder" if above is not None and not above.is_dir() else None
