"""Emoji as an installed font draws them: black glyphs on nothing, labelled by code point."""

from __future__ import annotations

import logging
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from data.recipe import recipe
from data.vision.drawn import SIZE
from data.vision.index import Picture
from data.vision.labels import label
from data.vision.splits import is_kept

log = logging.getLogger(__name__)
# Where pictures of things and people begin: arrows, box drawing and the like lie below, letters everywhere else.
_BLOCKS = frozenset({*range(0x2600, 0x27C0), *range(0x1F300, 0x1FB00)})


def build_glyphs(out: Path, share: float = 1.0) -> list[Picture]:
    """Draw the labelled glyphs of the fonts that are installed below `out`; their rows, all in the split "test".

    Only `share` of them where it is below 1.
    """
    rows: list[Picture] = []
    for source in recipe().glyphs:
        if not source.file.is_file():
            log.warning("%s: no such file; built without it (apt install %s)", source.file, source.package)
            continue
        (out / source.name).mkdir(parents=True, exist_ok=True)
        font = ImageFont.truetype(str(source.file), int(0.8 * SIZE))
        for code in sorted(TTFont(source.file).getBestCmap().keys() & _BLOCKS):
            found = label((code,))
            file = f"{source.name}/{code:x}.png"
            if found is not None and is_kept(file, share):
                _draw(font, code).save(out / file)
                rows.append(Picture(file, source.name, "glyph", found, None, file, "test", source.licence))
    return rows


def _draw(font: ImageFont.FreeTypeFont, code: int) -> Image.Image:
    canvas = Image.new("RGBA", (SIZE, SIZE))
    ImageDraw.Draw(canvas).text((SIZE / 2, SIZE / 2), chr(code), font=font, fill=(0, 0, 0, 255), anchor="mm")
    return canvas
