"""Pictures of a built set (`make data`) that no training saw: photographs, and drawings by hands of many kinds."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from data.vision.index import Picture, read_index

PHOTOS = ("flickr8k", "flickr8k-faces", "objects", "utkface")
DRAWINGS = (
    "art4apps", "emojione", "emojione-v1", "fluent-emoji", "fluent-emoji-3d", "fluent-emoji-flat", "fxemoji",
    "illustrations", "illustrations-people", "noto", "noto-v1", "openmoji", "twemoji",
)  # fmt: skip
"""Sources of the built set that look like stickers: colours, no pictograms, nothing that a filter drew again."""


@dataclass(frozen=True, slots=True)
class LocalPictures:
    """The held-out pictures of the set built in `folder`, by source; nothing where `folder` is None.

    Raises StickerguardError, code "not_built", where `folder` holds no built set.
    """

    folder: Path | None
    by_source: dict[tuple[str, str], list[Picture]]

    @classmethod
    def of(cls, folder: Path | None) -> LocalPictures:
        """Those of `folder`."""
        found: dict[tuple[str, str], list[Picture]] = defaultdict(list)
        for row in read_index(folder) if folder is not None else ():
            drawn = row.source in DRAWINGS and row.kind != "photo"
            if row.split == "test" and (drawn or row.source in PHOTOS):
                found[row.source, row.label].append(row)
        return cls(folder, dict(found))

    def pick(self, sources: Sequence[str], label: str, source: random.Random) -> tuple[Image.Image, Picture] | None:
        """A picture with this label, RGBA, of one of `sources`, each as likely as the other; None without any."""
        present = [name for name in sources if (name, label) in self.by_source]
        if self.folder is None or not present:
            return None
        row = source.choice(self.by_source[source.choice(present), label])
        with Image.open(self.folder / row.file) as image:
            return image.convert("RGBA"), row
