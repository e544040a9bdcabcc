"""The garment on a trunk that is drawn: which of its parts to draw, in which order."""

from __future__ import annotations

from random import Random

from data.artists.shaded.art import Art
from data.artists.shaded.garments import belt, bib, braces, braid, hood, kimono, sari, studs
from data.artists.shaded.outfits import Outfit
from data.artists.shaded.patterns import dots, motif, stripes
from data.artists.shaded.people import Body
from data.artists.shaded.tailoring import tailored
from data.artists.shaded.wardrobe import TAILORED


def wear(a: Art, r: Random, b: Body, o: Outfit) -> None:
    """What the outfit shows on the trunk."""
    top = o.top
    gold = r.choice(["#e8b93c", "#d8dde2", "#c9402f"])
    if top in TAILORED:
        tailored(a, r, b, o, gold)
    if top in ("uniform", "hivis", "coat", "gown", "dress"):
        belt(a, o)
    if top == "hivis":
        braces(a, b, o)
    if top in ("stripes", "romper") and (top == "stripes" or r.random() < 0.4):
        stripes(a, b, o)
    if top == "dots" or (top in ("dress", "gown", "kimono") and r.random() < 0.5):
        dots(a, o)
    if top in ("overalls", "pinafore", "apron"):
        bib(a, b, o, gold)
    if top == "motif":
        motif(a, r, o)
    if top == "hoodie":
        hood(a, o)
    if top == "kimono":
        kimono(a, b, o)
    if top == "sari":
        sari(a, b, o)
    if top in ("kaftan", "kurta"):
        braid(a, o, gold)
    if top == "romper":
        studs(a, o)
