"""Seats of all kinds, and a desk."""

from __future__ import annotations

# in hip widths by seat heights, as little drawings (see `Pen.stamp`)
SEATS: dict[str, str] = {
    "stool": "p n -1.3 0 1.3 0 1.2 1 -1.2 1",
    "chair": (
        "p n -1.2 -2.4 1.2 -2.4 1.2 0 -1.2 0|p n -1.4 0 1.4 0 1.4 .25 -1.4 .25|p n -1.4 .2 -1.05 .2 -1.05 1 -1.4 1|"
        "p n 1.05 .2 1.4 .2 1.4 1 1.05 1"
    ),
    "sofa": (
        "b 3 -2 -2.6 2 -2.6 2.2 0 2.1 1 -2.1 1 -2.2 0|b 3 -2.7 -.6 -1.6 -.6 -1.6 1 -2.7 1|"
        "b 3 2.7 -.6 1.6 -.6 1.6 1 2.7 1"
    ),
    "wheels": (
        "l d .1 -1.5 -2.4 -1.3 .2|e d -1.5 .3 .9 .7|e e -1.5 .3 .6 .45|e d 1.5 .3 .9 .7|e e 1.5 .3 .6 .45|"
        "p b -1.3 -1.6 1.3 -1.6 1.3 .2 -1.3 .2"
    ),
    "swing": "l e .12 -1.5 .1 -1.5 -9|l e .12 1.5 .1 1.5 -9|p r -1.7 0 1.7 0 1.7 .25 -1.7 .25",
    "horse": (
        "b n -2.4 -.4 -2 -.9 -1.5 0 1.6 .1 1.9 .5 -1.9 .5|l n .3 -2 -.5 -2.2 -1.6 -2.9 -1.4|l r .25 -2 .7 0 1 2 .7"
    ),
    "bench": (
        "p n -3.4 -1.6 3.4 -1.6 3.4 -1 -3.4 -1|p n -3.5 0 3.5 0 3.5 .25 -3.5 .25|p d -2.9 .25 -2.5 .25 -2.5 1 -2.9 1|"
        "p d 2.9 .25 2.5 .25 2.5 1 2.9 1"
    ),
    "desk": (
        "p n -3.2 -.05 3.2 -.05 3.2 .16 -3.2 .16|p n -2.9 .16 -2.5 .16 -2.5 1 -2.9 1|p n 2.9 .16 2.5 .16 2.5 1 2.9 1"
    ),
}

# who sits on which
SEATS_BY_AGE: dict[str, tuple[str, ...]] = {
    "baby": ("chair", "swing"),
    "child": ("stool", "swing", "horse", "chair", "wheels"),
    "adult": ("stool", "chair", "sofa", "wheels", "bench"),
    "elderly": ("stool", "chair", "sofa", "wheels", "bench"),
}
