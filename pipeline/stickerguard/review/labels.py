"""Decisions -> labels for training: single halves and harmless wholes, never a sticker that may be harmful.

The folder is one that `make data DATA=` takes. What leaves the desk here is a frame encoded anew or a text, and only
where a person said what it is:

- a picture, where a reviewer said what it shows and that its caption is not suggestive, unless anybody confirmed it, a
  sticker that looks like it or the same file: vision learns from no suggestive word;
- a caption, where a reviewer said how grave it is, or that it is not suggestive; a suggestive one only where the
  sticker shows no minor, so that no caption is learnt that was written beside a child.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from stickerguard.batch.known import DISTANCE
from stickerguard.batch.pdq import Hashes, distances, require_pdq
from stickerguard.errors import StickerguardError
from stickerguard.review.current_decisions import CurrentDecision
from stickerguard.review.pictures import Pictures, unpacked
from stickerguard.whole_file import whole_folder

LICENCE = "own"
MANIFEST = "pictures.csv"
"""The table of the pictures."""


@dataclass(slots=True)
class Labels:
    """How many pictures and captions were written, by label; `left_out` counts why others were not, `problems` names
    the stickers that could not be read."""

    pictures: Counter[str] = field(default_factory=Counter)
    captions: Counter[int] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


def write_labels(decisions: Sequence[CurrentDecision], pictures: Pictures, folder: Path) -> Labels:
    """Write `pictures.csv` with its pictures and `captions.jsonl` into `folder`, which is empty or not there.

    A failure leaves it so. Raises OSError, and StickerguardError, code "missing_package", without pdqhash, which finds
    what looks like a confirmed sticker.
    """
    require_pdq()
    labels = Labels()
    with whole_folder(folder, last=MANIFEST) as place:
        _captions(decisions, place / "captions.jsonl", labels)
        _pictures(decisions, pictures, place, labels)
    return labels


def _pictures(decisions: Sequence[CurrentDecision], pictures: Pictures, folder: Path, labels: Labels) -> None:
    confirmed = _Confirmed.of(decisions, pictures, labels)
    written: set[str] = set()
    with (folder / MANIFEST).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("file", "label", "group", "licence"))
        for decided in decisions:
            why = _withheld(decided) or confirmed.forbids(decided)
            if why:
                labels.left_out[why] += 1
                continue
            try:
                picture = pictures.show(decided.verdict)
            except StickerguardError as error:
                labels.problems.append(str(error))
                continue
            name = f"{hashlib.sha256(picture.clear).hexdigest()[:32]}.png"
            why = "the same picture again" if name in written else confirmed.resembles(picture.hashes)
            if why:
                labels.left_out[why] += 1
                continue
            written.add(name)
            (folder / name).write_bytes(picture.clear)
            label = str(decided.picture)
            writer.writerow((name, label, decided.verdict.pack or name, LICENCE))
            labels.pictures[label] += 1


def _withheld(decided: CurrentDecision) -> str | None:
    """Why the picture must not, or cannot, be written."""
    if decided.decision == "confirm" or decided.ever_confirmed:
        return "confirmed: never copied"
    if decided.verdict.known_distance is not None:
        return "near the confirmed list: never copied"
    if decided.decision not in ("not_minor", "not_suggestive"):
        return f"{decided.decision}: nobody knows what it is"
    if decided.severity is not None:
        is_harmless = decided.severity < 2
    else:
        is_harmless = decided.decision == "not_suggestive" or decided.verdict.caption.state == "no_text"
    if not is_harmless:
        return "its caption is suggestive, or nobody said that it is not"
    return "nobody said what the picture shows" if decided.picture is None else None


@dataclass(frozen=True, slots=True)
class _Confirmed:
    """Whatever anybody confirmed: `files` by SHA-256, `hashes` by PDQ; `featureless` where one of them has no PDQ hash,
    `unread` where one could not be read, so that nothing can be compared with it."""

    files: frozenset[str]
    hashes: Hashes
    featureless: bool
    unread: bool

    @classmethod
    def of(cls, decisions: Sequence[CurrentDecision], pictures: Pictures, labels: Labels) -> _Confirmed:
        files, hashes, featureless, unread = set(), [], False, False
        for decided in decisions:
            if decided.decision != "confirm" and not decided.ever_confirmed:
                continue
            if decided.verdict.sha256:
                files.add(decided.verdict.sha256)
            try:
                found = unpacked(pictures.hashes(decided.verdict))
            except StickerguardError as error:
                labels.problems.append(str(error))
                unread = True
                continue
            featureless |= not len(found)
            hashes.append(found)
        joined = np.concatenate(hashes) if hashes else np.empty((0, 4), np.uint64)
        return cls(frozenset(files), joined, featureless, unread)

    def forbids(self, decided: CurrentDecision) -> str | None:
        """Why a picture that was not looked at yet must not be written."""
        if decided.verdict.sha256 in self.files:
            return "the same file was confirmed: never copied"
        return "a confirmed sticker could not be read, so nothing can be compared with it" if self.unread else None

    def resembles(self, hashes: bytes) -> str | None:
        """Why a picture with these hashes must not be written: it looks like one that was confirmed, or may do so."""
        own = unpacked(hashes)
        if not len(own) and (self.files or self.featureless or len(self.hashes)):
            return "too little structure to be compared with what was confirmed"
        if any((distances(self.hashes, value) <= DISTANCE).any() for value in own):
            return "looks like a confirmed sticker"
        return None


def _captions(decisions: Sequence[CurrentDecision], path: Path, labels: Labels) -> None:
    rows: dict[str, dict[str, object]] = {}
    for decided in decisions:
        severity = decided.severity
        if severity is None and decided.decision == "not_suggestive":
            severity = 0
        lines = decided.verdict.caption.lines
        if severity is None or not lines:
            continue
        if severity >= 2 and (
            decided.ever_confirmed or decided.decision != "not_minor" or decided.verdict.known_distance is not None
        ):
            labels.left_out["a suggestive caption that may stand beside a minor"] += 1
            continue
        if any(line.text is None for line in lines):
            labels.left_out["the text was withheld: score with --with-text"] += 1
            continue
        text = "\n".join(line.text for line in lines if line.text)
        if text in rows:
            same = rows[text]["severity"] == severity
            why = "the same text again" if same else "the same text, for which another severity counts"
            labels.left_out[why] += 1
        rows[text] = {
            "text": text,
            "severity": severity,
            "lang": decided.verdict.caption.language or "und",
            "source": "reviewed",
            "licence": LICENCE,
        }
    labels.captions.update(int(str(row["severity"])) for row in rows.values())
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows.values()), "utf-8")
