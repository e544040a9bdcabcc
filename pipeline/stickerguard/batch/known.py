"""A team's list of confirmed stickers, as PDQ hashes: what is near one of them is flagged without more ado.

The file is the one that ThreatExchange's `threatexchange` package and hasher-matcher-actioner read as a local signal
file: one signal a line, `pdq <64 hexadecimal digits>`, or the digits alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from stickerguard.batch.pdq import Hashes, distances, exchanged_hashes, parse_hash, require_pdq
from stickerguard.errors import StickerguardError
from stickerguard.frames import Frame

DISTANCE = 31
"""PDQ's authors take hashes that differ in at most 31 of 256 bits for the same picture."""


@dataclass(frozen=True, slots=True)
class KnownList:
    """Confirmed hashes, uint64 [n, 4], and the largest distance that counts as a match."""

    hashes: Hashes
    distance: int = DISTANCE

    @classmethod
    def load(cls, path: Path, distance: int = DISTANCE) -> KnownList:
        """Read a list. Empty lines, `#` comments and signals of other types are passed over.

        Raises StickerguardError: "missing_package" without pdqhash, "unreadable_file", "bad_known_list" with file and
        line for what is no PDQ hash.
        """
        require_pdq()
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise StickerguardError(f"{path}: cannot be read as text: {error}", code="unreadable_file") from error
        found = []
        for number, line in enumerate(lines, 1):
            kind, _, value = line.partition("#")[0].strip().rpartition(" ")
            if not value or kind.strip() not in ("", "pdq"):
                continue
            try:
                found.append(parse_hash(value))
            except ValueError as error:
                raise StickerguardError(
                    f"{path}:{number}: not a PDQ hash ({error}); write 'pdq' and 64 hexadecimal digits",
                    code="bad_known_list",
                ) from error
        if not found:
            raise StickerguardError(f"{path}: holds no PDQ hash", code="bad_known_list")
        return cls(np.stack(found), distance)

    def nearest(self, frames: Sequence[Frame]) -> int | None:
        """The distance of the nearest confirmed hash to any frame, transparent pixels shown in any of the usual ways;
        None where none is within `distance`."""
        near = min((int(distances(self.hashes, value).min()) for value in exchanged_hashes(frames)), default=None)
        return near if near is not None and near <= self.distance else None
