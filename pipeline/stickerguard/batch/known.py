"""A team's list of confirmed stickers, as PDQ hashes: what is near one of them is flagged without more ado.

The file is the one that ThreatExchange's `threatexchange` package and hasher-matcher-actioner read as a local signal
file: one signal a line, `pdq <64 hexadecimal digits>`, or the digits alone. A note may follow.
"""

from __future__ import annotations

import logging
import multiprocessing
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from stickerguard.batch.pdq import Hashes, distances, exchanged_hashes, parse_hash, require_pdq
from stickerguard.errors import StickerguardError
from stickerguard.file_snapshot import FileSnapshot, opened
from stickerguard.frames import Frame
from stickerguard.remedies import cannot_read, no_utf8

_log = logging.getLogger(__name__)
DISTANCE = 31
"""PDQ's authors take hashes that differ in at most 31 of 256 bits for the same picture."""

NO_HASHES = "#stickerguard:no-hashes"
"""A line of an export where nothing was confirmed: with it an empty list is meant to be empty. One word, since
`threatexchange` reads a line of two as a signal."""

_DIGITS = re.compile("[0-9a-fA-F]{64}")
_OF_OTHERS = frozenset(
    (
        *("md5", "sha1", "sha256", "sha512", "photo_md5", "photodna", "phash", "ahash", "dhash", "pdq_ocr"),
        *("video_md5", "video_pdq", "vpdq", "tmk", "video_tmk_pdqf", "tlsh", "tlsh_pdf", "text_tlsh", "ssdeep"),
        *("raw_text", "raw_text_tlsh", "trend_query", "url", "url_md5"),
    )
)
"""Types of signal that exchanges and case systems export beside `pdq`. Any other word may be a `pdq` misspelt, and a
confirmed hash that is passed over is a sticker that nobody looks at."""


@dataclass(frozen=True, slots=True)
class KnownList:
    """Confirmed hashes, uint64 [n, 4], and the largest distance that counts as a match; `passed_over` counts the
    signals of other types that the list held, by type."""

    hashes: Hashes
    distance: int = DISTANCE
    passed_over: Counter[str] = field(default_factory=Counter)

    @classmethod
    def load(cls, file: Path | FileSnapshot, distance: int = DISTANCE) -> KnownList:
        """Read a list. Empty lines and `#` comments are passed over, as are signals of other types, which are counted
        and reported. One without any hash is taken only where it holds the line `NO_HASHES`.

        Raises StickerguardError: "missing_package" without pdqhash, "unreadable_file", "bad_known_list" with file and
        line for what is neither a PDQ hash nor another known type of signal.
        """
        require_pdq()
        try:
            path, data = opened(file)
            lines = data.decode("utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise StickerguardError(no_utf8(file, error), code="unreadable_file") from error
        except (OSError, ValueError) as error:
            raise StickerguardError(cannot_read(file, error), code="unreadable_file") from error
        found = []
        passed_over: Counter[str] = Counter()
        for number, line in enumerate(lines, 1):
            words = line.partition("#")[0].split()
            if not words:
                continue
            if words[0].lower() in _OF_OTHERS:
                passed_over[words[0].lower()] += 1
                continue
            try:
                found.append(_hash(words))
            except ValueError as error:
                raise StickerguardError(
                    f"{path}:{number}: not a PDQ hash ({error}); write 'pdq' and 64 hexadecimal digits, or '#' before "
                    "a line that is to be passed over",
                    code="bad_known_list",
                ) from error
        what = ", ".join(f"{count:,} {kind}" for kind, count in sorted(passed_over.items()))
        meant = any(line.strip() == NO_HASHES for line in lines)
        if not (found or meant):
            only = f", only signals of other types ({what})" if what else ""
            raise StickerguardError(
                f"{path}: holds no PDQ hash{only}; give a list with lines 'pdq <64 hexadecimal digits>'",
                code="bad_known_list",
            )
        # Each worker reads the list again, and one report of it is enough.
        if what and multiprocessing.parent_process() is None:
            _log.warning("%s: passed over what is no PDQ hash and is not compared: %s", path, what)
        if not found and multiprocessing.parent_process() is None:
            _log.warning("%s: an export that held no hash; nothing is compared with it", path)
        return cls(np.stack(found) if found else np.empty((0, 4), np.uint64), distance, passed_over)

    def nearest(self, frames: Sequence[Frame]) -> int | None:
        """The distance of the nearest confirmed hash to any frame, transparent pixels shown in any of the usual ways;
        None where none is within `distance`."""
        if not len(self.hashes):
            return None
        near = min((int(distances(self.hashes, value).min()) for value in exchanged_hashes(frames)), default=None)
        return near if near is not None and near <= self.distance else None


def _hash(words: list[str]) -> Hashes:
    """The hash in the words of a line. Raises ValueError."""
    typed = words[0].lower() == "pdq"
    value, *note = (words[1:] or [""]) if typed else words
    if note and not typed and not _DIGITS.fullmatch(value):
        raise ValueError(f"{words[0][:40]!r} is no type of signal that is known here")
    # A second hash would go unseen as a note.
    if any(_DIGITS.fullmatch(word) for word in note):
        raise ValueError("two hashes in one line")
    return parse_hash(value)
