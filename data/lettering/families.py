"""The typefaces of `families.yaml` that are installed.

`python -m data.lettering.families npm` and `... debian` print the packages they come in.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from fontTools.ttLib import TTFont
from PIL import ImageFont

from data.command import command
from data.fonts import font_path
from stickerguard.errors import StickerguardError

FAMILIES = Path(__file__).with_name("families.yaml")
_SUBSETS = {
    "latin": ("latin",),
    "zh": ("chinese-simplified",),
    "zh-Hant": ("chinese-traditional", "chinese-hongkong"),
    "ja": ("japanese",),
}
_WEIGHTS = (400, 700)
# Faces of one file for the scripts: Noto's and Arphic's collections.
_FACES = {"zh": {"Noto": 2}, "zh-Hant": {"Noto": 3, "uming": 1}}


@dataclass(frozen=True, slots=True)
class Family:
    """A font file and the face in it."""

    path: Path
    index: int = 0

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """The face at `size` pixels."""
        return _at(self, size)

    def has(self, text: str) -> bool:
        """Whether it has a letter for every character of `text` but spaces."""
        return set(text) - {" "} <= _characters(self)


def families(half: str, modules: Path | None) -> dict[str, list[Family]]:
    """Installed faces of a `half`, "fit" or "held out", by script: latin, zh, zh-Hant, ja.

    `modules` is the folder in which npm installed the Fontsource packages, such as node_modules. Raises
    StickerguardError, code "no_fonts", where none is installed.
    """
    found: dict[str, list[Family]] = {}
    for script, sources in _listed()[half].items():
        paths = [path for name in sources["npm"] for path in _fontsource(modules, name, script)]
        files = (font_path(name) for name in sources["debian"])
        paths += [path for path in files if path is not None]
        faces = _FACES.get(script, {})
        found[script] = [
            Family(path, next((index for start, index in faces.items() if path.name.startswith(start)), 0))
            for path in paths
        ]
    if not any(found.values()):
        raise StickerguardError(
            "no font to draw lines with; `python -m data.lettering.families debian` names the packages", code="no_fonts"
        )
    return found


def _fontsource(modules: Path | None, name: str, script: str) -> list[Path]:
    if modules is None:
        return []
    files = modules / "@fontsource" / name / "files"
    names = [f"{name}-{subset}-{weight}-normal.woff" for subset in _SUBSETS[script] for weight in _WEIGHTS]
    return [files / file for file in names if (files / file).is_file()]


@cache
def _listed() -> dict[str, dict[str, Any]]:
    listed: dict[str, dict[str, Any]] = yaml.safe_load(FAMILIES.read_text(encoding="utf-8"))
    return listed


@lru_cache(maxsize=300)
def _at(family: Family, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(family.path, size, index=family.index)


@cache
def _characters(family: Family) -> frozenset[str]:
    with TTFont(family.path, fontNumber=family.index, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@command
def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=("npm", "debian"))
    kind = parser.parse_args().kind
    found = {
        f"@fontsource/{name}" if kind == "npm" else sources[kind][name]
        for half in _listed().values()
        for sources in half.values()
        for name in sources[kind]
    }
    print(*sorted(found))


if __name__ == "__main__":
    main()
