"""On which side of the split a user's own pictures lie: by group, so that a pack is never on two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from data.own.pictures import OwnPicture
from data.recipe import Use, recipe
from data.vision.splits import split_of

_WITHOUT: dict[Use, str] = {
    "train": "nothing is learnt from them",
    "calibrate": "nothing calibrates on them",
    "test": "nothing is held out, no figure will say how they do",
}


def group_of(picture: OwnPicture) -> str:
    """The group of a picture in the index of a built set."""
    return f"own/{picture.group}"


def side_of(picture: OwnPicture) -> Use:
    """The side of a picture, before near-duplicates are put on one side."""
    return split_of(group_of(picture), calibrate=recipe().own.calibrate, test=recipe().own.held_out)


def told(pictures: Iterable[tuple[str, Use]]) -> list[str]:
    """Lines that say of each label how many pictures train, calibrate and test, and warn where a side has none.

    Nobody misses a side of minor_weak, which no figure counts.
    """
    counts = Counter(pictures)
    lines: list[str] = []
    for label in sorted({label for label, _ in counts}):
        shares = ", ".join(f"{counts[label, side]} {side}" for side in _WITHOUT)
        missing = [side for side in _WITHOUT if not counts[label, side] and label != "minor_weak"]
        lines.append(f"pictures labelled {label}: {shares}")
        lines += [
            f"warning: none labelled {label} {side}s: {_WITHOUT[side]}; give more pictures, or smaller groups"
            for side in missing
        ]
    return lines
