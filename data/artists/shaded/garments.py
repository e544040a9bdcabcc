"""What belongs to single garments: belts, bibs, hoods, wraps, braid."""

from __future__ import annotations

from data.artists.shaded.art import Art
from data.artists.shaded.outfits import Outfit
from data.artists.shaded.palette import dark, light
from data.artists.shaded.people import Body


def belt(a: Art, o: Outfit) -> None:
    """A belt at the waist of a dress, or at the hips."""
    y = (o.neck + o.hip) * 0.53 if o.top in ("gown", "dress") else o.hip - 0.1
    a.box(-o.wa * 0.97, y, o.wa * 1.94, 0.1, "#f4ef8a" if o.top == "hivis" else dark(o.c1, 0.4), "detail")


def braces(a: Art, b: Body, o: Outfit) -> None:
    """The bright bands of a safety vest."""
    for s in (-1, 1):
        a.box(s * b.sh * 0.5 - 0.06, o.neck + 0.1, 0.12, o.hip - o.neck - 0.15, "#f4ef8a", "detail")


def bib(a: Art, b: Body, o: Outfit, gold: str) -> None:
    """The bib and straps of overalls, a pinafore or an apron, and the skirt of the latter two."""
    sh, neck, hip, chest, wa, c2 = b.sh, o.neck, o.hip, o.chest, o.wa, o.c2
    a.box(-wa * 0.62, chest - 0.12, wa * 1.24, hip - chest + 0.2, c2, "cloth", 0.1)
    if o.top != "overalls":
        a.put(
            [
                (-wa * 0.9, chest + 0.2),
                (wa * 0.9, chest + 0.2),
                (o.flare * 0.92, o.hem + 0.02),
                (-o.flare * 0.92, o.hem + 0.02),
            ],
            c2,
            "cloth",
        )
    for s in (-1, 1):
        a.put(
            [
                (s * wa * 0.4, chest - 0.08),
                (s * wa * 0.6, chest - 0.08),
                (s * sh * 0.68, neck + 0.06),
                (s * sh * 0.48, neck + 0.04),
            ],
            c2,
            "detail",
        )
        a.ell(s * wa * 0.48, chest - 0.05, 0.05, 0.05, gold, "detail")
    a.box(-wa * 0.3, chest + 0.08, wa * 0.6, 0.2, dark(c2, 0.2), "detail", 0.3)


def hood(a: Art, o: Outfit) -> None:
    """The hood and the pocket of a hoodie."""
    neck, hip, chest, wa, c1 = o.neck, o.hip, o.chest, o.wa, o.c1
    a.line([(-0.2, neck + 0.02), (0, neck + 0.13), (0.2, neck + 0.02)], dark(c1), 0.09)
    a.blob(
        [(-wa * 0.55, hip - 0.08), (-wa * 0.3, chest + 0.1), (wa * 0.3, chest + 0.1), (wa * 0.55, hip - 0.08)],
        dark(c1, 0.15),
        "detail",
    )


def kimono(a: Art, b: Body, o: Outfit) -> None:
    """The crossed collar and the sash of a kimono."""
    sh, neck, hip, chest, wa, c1, c2 = b.sh, o.neck, o.hip, o.chest, o.wa, o.c1, o.c2
    for s in (1, -1):
        a.put(
            [
                (s * sh * 0.4, neck - 0.02),
                (s * sh * 0.2, neck - 0.02),
                (-s * wa * 0.3, chest + 0.05),
                (-s * wa * 0.1, chest + 0.1),
            ],
            light(c1, 0.5),
            "detail",
        )
    a.box(-wa, chest + 0.03, wa * 2, (hip - neck) * 0.28, c2, "cloth")


def sari(a: Art, b: Body, o: Outfit) -> None:
    """The cloth of a sari over a shoulder, with its gold edges."""
    sh, neck, hip, hem, wa, flare, c2 = b.sh, o.neck, o.hip, o.hem, o.wa, o.flare, o.c2
    a.put(
        [
            (-sh * 0.9, neck + 0.04),
            (-sh * 0.3, neck),
            (wa, hip - 0.1),
            (flare * 0.8, hem - 0.1),
            (-flare * 0.2, hem - 0.1),
            (-wa * 0.2, hip),
        ],
        c2,
        "cloth",
    )
    a.line([(-sh * 0.3, neck), (wa, hip - 0.1)], "#e8b93c", 0.05)
    a.line([(-flare, hem - 0.05), (flare, hem - 0.05)], "#e8b93c", 0.06)


def braid(a: Art, o: Outfit, gold: str) -> None:
    """The braid down the front and along the hem of a kaftan or kurta."""
    neck, hem, chest, flare = o.neck, o.hem, o.chest, o.flare
    a.line([(0, neck + 0.02), (0, chest + 0.1)], gold, 0.06)
    a.line([(-0.17, neck), (0, neck + 0.07), (0.17, neck)], gold, 0.05)
    a.line([(-flare * 0.95, hem - 0.08), (flare * 0.95, hem - 0.08)], gold, 0.05)


def studs(a: Art, o: Outfit) -> None:
    """The press studs of a romper."""
    for i in range(3):
        a.ell(0, o.neck + 0.15 + 0.17 * i, 0.035, 0.035, "#fffdf5", "detail")
