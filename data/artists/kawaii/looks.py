"""What one figure looks like, and its colours."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from data.artists.kawaii.colours import PASTEL, SOBER, VIVID
from data.artists.kawaii.styles import Style


@dataclass
class Look:
    """Everything chosen about one figure."""

    age: str
    sex: str
    skin: str
    hair: str
    pal: dict[str, str]
    wear: str
    front: str = "none"
    back: str = "none"
    hat: str = ""
    eye: str = "dot"
    marks: set[str] = field(default_factory=set)
    nose: str = ""
    mouth: str = "smile"
    species: str = ""
    heads: float = 2.5


def palette(r: Random, st: Style, age: str) -> dict[str, str]:
    """Five colours of one figure: a top, b trim, c bottom, s sober, t accent."""
    base = {"v": VIVID, "p": PASTEL, "s": SOBER + VIVID}[st.palette]
    pool = base if age in ("baby", "child") or r.random() < 0.3 else SOBER + SOBER + base
    a, b, c = r.choice(pool), r.choice(base + VIVID), r.choice(SOBER if r.random() < 0.6 else base)
    return {
        "a": a,
        "b": b if b != a else "#ffffff",
        "c": c if c != a else "#6d5a4b",
        "s": r.choice(SOBER),
        "t": r.choice(VIVID),
    }


def chance(r: Random, marks: set[str], table: dict[str, float]) -> None:
    """Add each mark with its probability."""
    marks.update(name for name, share in table.items() if r.random() < share)
