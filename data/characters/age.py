"""Age as proportions and cues.

Numbers follow what drawing manuals teach about head counts, and the baby schema: large head, eyes below the middle of
the face, large eyes, round cheeks, small nose and chin, short thick limbs (Lorenz 1943; Glocker et al. 2009,
doi:10.1111/j.1439-0310.2008.01603.x).
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Band:
    """A span of ages in years; `label` is what its pictures are labelled."""

    name: str
    low: float
    high: float
    label: str


BANDS = (
    Band("baby", 0.3, 1.3, "minor"),
    Band("toddler", 1.5, 4, "minor"),
    Band("child", 5, 8, "minor"),
    Band("older child", 9, 13, "minor"),
    Band("adult", 22, 45, "adult"),
    Band("middle age", 45, 62, "adult"),
    Band("old age", 63, 85, "adult"),
)
"""Nobody between 13 and 22: no drawing settles those years."""
BABY, OLDER_CHILD = BANDS[0], BANDS[3]

# years:            0.5   2     5     9     13    22    40    75
_YEARS = (0.5, 2.0, 5.0, 9.0, 13.0, 22.0, 40.0, 75.0)
_CURVES = {
    "heads": (2.8, 3.2, 4.5, 5.6, 6.3, 7.3, 7.4, 7.0),  # height in heads
    "eye_line": (0.64, 0.62, 0.58, 0.55, 0.53, 0.49, 0.48, 0.48),  # from the top of the head, share of its height
    "eye_size": (1.5, 1.4, 1.25, 1.12, 1.02, 0.86, 0.82, 0.74),
    "nose": (0.45, 0.55, 0.65, 0.75, 0.85, 1.05, 1.15, 1.3),
    "chin": (0.97, 0.95, 0.9, 0.85, 0.8, 0.7, 0.74, 0.72),  # width of the chin, share of the head's
    "face_width": (1.02, 0.98, 0.92, 0.86, 0.82, 0.76, 0.78, 0.77),
    "shoulders": (0.98, 1.05, 1.15, 1.3, 1.45, 1.85, 1.95, 1.75),  # in heads
    "limb": (0.36, 0.34, 0.29, 0.26, 0.25, 0.27, 0.29, 0.26),  # thickness, in heads
    "neck": (0.03, 0.06, 0.1, 0.15, 0.2, 0.28, 0.28, 0.22),  # length, in heads
}


@dataclass(frozen=True, slots=True)
class Proportions:
    """Measures of one figure; lengths in heads unless said otherwise."""

    years: float
    heads: float
    eye_line: float
    eye_size: float
    nose: float
    chin: float
    face_width: float
    shoulders: float
    limb: float
    neck: float

    @property
    def minor(self) -> bool:
        """Whether the figure is under 18."""
        return self.years < 18


_OF_FACES = ("eye_line", "eye_size", "nose", "chin", "face_width")


def proportions(
    band: Band, stylise: float, source: random.Random, chibi: float = 0.0, same_face: float = 0.0
) -> Proportions:
    """Measures for an age drawn from `band`.

    `stylise` in [0, 1] shortens the body of every age alike, as cartoons do, and so takes from the number of heads its
    power to tell the age alone: an adult at 1 is 4.5 heads tall. `chibi`, if not 0, is the height of the tallest adult
    in heads (2.6 to 3.2); faces then look much alike at all ages, too. `same_face`, if not 0, is the age in years that
    every face looks, whatever the age of the body.
    """
    years = source.uniform(band.low, band.high)
    values = {name: float(np.interp(years, _YEARS, curve)) for name, curve in _CURVES.items()}
    if same_face:
        values |= {name: float(np.interp(same_face, _YEARS, _CURVES[name])) for name in _OF_FACES}
    if chibi:
        child = {name: float(np.interp(5.0, _YEARS, curve)) for name, curve in _CURVES.items()}
        values = {name: child[name] + 0.3 * (value - child[name]) for name, value in values.items()}
        values["heads"] = float(np.interp(years, _YEARS[:6], np.linspace(chibi - 0.6, chibi, 6)))
        values |= {name: values[name] * factor for name, factor in (("shoulders", 0.72), ("limb", 0.8), ("neck", 0.2))}
    values = {name: value * source.gauss(1, 0.035) for name, value in values.items()}
    if chibi:
        values["heads"] = min(3.2, max(2.0, values["heads"]))
    else:
        values["heads"] = 2.4 + (values["heads"] - 2.4) * (1 - 0.55 * stylise)
    values["eye_size"] *= 1 + 0.35 * stylise
    values["eye_line"] = min(0.68, values["eye_line"] + 0.03 * stylise)
    return Proportions(years=years, **values)
