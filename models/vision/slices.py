"""The test slices: which held-out pictures count as positive, which as negative."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data.recipe import recipe
from data.vision.duplicates import NEAR
from data.vision.index import Picture
from data.vision.picture_books import CUT_OUT
from data.vision.redrawn import REDRAWN
from data.vision.vendors import VENDORS

_UNSEEN = frozenset(vendor.name for vendor in VENDORS if vendor.use == "test" and not vendor.known_design)
_KNOWN = frozenset(vendor.name for vendor in VENDORS if vendor.known_design)
_NO_COLOUR = "emoji without colour"
_GLYPHS = frozenset(source.name for source in recipe().glyphs)
_ILLUSTRATIONS = frozenset(source.name for source in recipe().illustrations)
Rule = Callable[[Picture], bool]


@dataclass(frozen=True, slots=True)
class Slice:
    """Pictures of the test split that `member` picks; those that are neither positive nor negative are left out."""

    name: str
    member: Rule
    positive: tuple[str, ...] = ("minor",)
    negative: tuple[str, ...] = ("adult", "none")
    note: str = ""

    def pick(self, pictures: list[Picture]) -> list[int]:
        """Positions of the pictures of this slice."""
        wanted = {*self.positive, *self.negative}
        return [i for i, p in enumerate(pictures) if p.split == "test" and p.label in wanted and self.member(p)]


def part_of(picture: Picture) -> str:
    """The test bed a picture belongs to: its own source, or "held-out designs" of the vendors trained on.

    Known designs without their colour are a bed of their own.
    """
    if picture.kind == "drawn" and picture.source not in _UNSEEN:
        return _NO_COLOUR if picture.source in _KNOWN else "held-out designs"
    return picture.source


def _part(*names: str) -> Rule:
    return lambda picture: part_of(picture) in names


def _noted(member: Rule, word: str) -> Rule:
    return lambda picture: member(picture) and f" {word} " in f" {picture.note or ''} "


def _fresh(picture: Picture) -> bool:
    return picture.similarity is None or picture.similarity < NEAR


def slices(age_gap: tuple[int, int]) -> list[Slice]:
    """All slices; `age_gap` are the years (both ends count) that the training left out."""
    low, high = age_gap
    adult = ("adult",)
    found = []
    for name, sources in (
        ("emoji of unseen vendors", tuple(sorted(_UNSEEN))),
        *((f"emoji of unseen vendors: {name}", (name,)) for name in sorted(_UNSEEN)),
        ("emoji: held-out designs of trained vendors", ("held-out designs",)),
        ("emoji without colour, designs known in colour", (_NO_COLOUR,)),
        ("glyphs of an unseen font", tuple(sorted(_GLYPHS))),
    ):
        member = _part(*sources)
        found.append(Slice(f"{name}, child against all", member))
        found.append(Slice(f"{name}, child against adult", member, negative=adult))
    illustrated = _part(*_ILLUSTRATIONS)
    found += [
        Slice("coloured illustrations labelled by eye, child against all", illustrated,
              note="an artist whose work trained nothing"),
        Slice("coloured illustrations labelled by eye, child against adult", illustrated, negative=adult),
        Slice("held-out designs drawn again by other hands, child against all", _part(REDRAWN),
              note="the same hands drew other designs for training"),
        Slice("held-out designs drawn again by other hands, child against adult", _part(REDRAWN), negative=adult),
    ]  # fmt: skip
    pages, people = _part(*(book.name for book in recipe().picture_books)), _part(*CUT_OUT)
    hands = "artists whose work trained nothing"
    found += [
        Slice("people cut out of picture books, child against adult", people, negative=adult, note=hands),
        Slice("pages of picture books, child against adults only", pages, negative=adult, note=hands),
        Slice("pages of picture books, child against nobody", pages, negative=("none",), note=hands),
        Slice("pages of picture books, child against all", pages, note=hands),
    ]
    signs = _part("pictograms")
    found.append(
        Slice("pictograms labelled by eye, child against all", signs, note="packages and artists that trained nothing")
    )
    found.append(Slice("pictograms labelled by eye, child against adult", signs, negative=adult))
    found.append(
        Slice("pictograms labelled by eye without near-duplicates, child against adult",
              lambda p: signs(p) and _fresh(p), negative=adult,
              note=f"pictures that correlate {NEAR} or more with a training icon left out")
    )  # fmt: skip
    drawn_here = _part("characters")
    found.append(Slice("generated people, unseen styles", drawn_here, negative=adult))
    for word, label in (
        ("head 1", "heads"),
        ("bust 1", "busts"),
        ("full 1", "full figures"),
        ("silhouette", "silhouettes"),
        ("pictogram", "pictograms"),
        ("line", "line art"),
        ("thick", "thick contours"),
        ("glossy", "glossy"),
        ("sketch", "sketched"),
        ("pixel", "pixel art"),
        ("grey", "greyscale"),
    ):
        found.append(Slice(f"generated people, unseen styles: {label}", _noted(drawn_here, word), negative=adult))
    found.append(
        Slice(
            "generated people, unseen styles: several figures",
            lambda p: drawn_here(p) and not (p.note or "").endswith(" 1"),
            negative=adult,
        )
    )
    found.append(Slice("faces drawn by filters that drew no training picture", _part("stylised"), negative=adult))
    unseen = _part(*_UNSEEN)
    found += [
        Slice("emoji of unseen vendors without near-duplicates, child against all",
              lambda p: unseen(p) and _fresh(p),
              note=f"pictures that correlate {NEAR} or more with a training picture left out"),
        Slice("UTKFace in-set, all ages", _part("utkface"), note="same source as in training, other pictures"),
        Slice(f"UTKFace in-set without {low} to {high}",
              lambda p: p.source == "utkface" and not low <= (p.age or 0) <= high,
              note="same source as in training, other pictures"),
        Slice(f"UTKFace in-set, only {low} to {high}",
              lambda p: p.source == "utkface" and low <= (p.age or 0) <= high,
              note="the years the training left out"),
        Slice("Flickr8k in-set, child against all", _part("flickr8k"), note="labels derived from captions"),
        Slice("Flickr8k in-set, child against adult", _part("flickr8k"), negative=adult,
              note="labels derived from captions"),
        Slice("faces cut out of Flickr8k scenes, child against adult", _part("flickr8k-faces"), negative=adult,
              note="same source as in training, other scenes; labels derived from captions"),
        Slice("Flickr8k in-set, age unsure against all", _part("flickr8k"), positive=("minor_weak",),
              note="captions say 'girl' or similar: probably but not surely under 18"),
    ]  # fmt: skip
    return found
