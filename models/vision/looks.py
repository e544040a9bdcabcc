"""What the shipped model says of pictures and of what is cut out of them, with the features behind it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from scipy.ndimage import maximum_filter

from data.progress import progress
from data.vision.index import Picture
from data.vision.picture_books import CUT_OUT, Box, Person
from models.vision.config import TrainConfig
from models.vision.dataset import read_picture
from models.vision.dense import Features, Maps, Tap
from models.vision.effects import Pixels, flatten
from models.vision.network import MinorNet, normalise
from models.vision.train import load_start
from stickerguard.bundle import Bundle
from stickerguard.runtime import RuntimeOptions, create_session
from stickerguard.vision import preprocess

Scores = npt.NDArray[np.float64]
PAGES = tuple(name.removesuffix("-people") for name in CUT_OUT)
CUTS = 3
"""Places of a picture that are cut out."""
_CUT_SIDE = 0.5


@dataclass(frozen=True, slots=True)
class Seen:
    """Pictures and what the network says of them; all arrays have one row a picture.

    `whole` and `cuts` are raw minor logits, [n] and [n, CUTS]: of the picture, and of what is cut out around the peaks
    of its class activation map. `people` are all people of a picture, boxes as shares of the letterboxed square; None
    where that is not known.
    """

    pictures: list[Picture]
    people: list[tuple[Person, ...] | None]
    fine: Features
    coarse: Features
    whole: Scores
    cuts: Scores

    @property
    def minor(self) -> npt.NDArray[np.bool_]:
        """Whether a minor is depicted, [n]."""
        return np.array([picture.label == "minor" for picture in self.pictures])

    @property
    def groups(self) -> list[str]:
        """Who drew or what shares an origin, [n]."""
        return [picture.group for picture in self.pictures]

    def where(self, sources: Sequence[str], label: str) -> npt.NDArray[np.bool_]:
        """Which pictures are of these sources and have this label, [n]."""
        return np.array([picture.source in sources and picture.label == label for picture in self.pictures])


class Eyes:
    """The shipped model, which scores pictures and cut-outs, and the float network behind it, which gives features."""

    def __init__(self, config: TrainConfig, bundle: Path | None) -> None:
        model = Bundle.load(bundle).file("vision.onnx")
        self.config = config
        self._session = create_session(model, RuntimeOptions())
        network = MinorNet(config.backbone).eval()
        load_start(network, model)
        self._tap = Tap(network)
        self.seconds: list[float] = []

    def __call__(self, pixels: Pixels) -> tuple[float, Maps]:
        """Minor logit and class activation map of a picture as the package prepares it."""
        started = time.thread_time()
        value, places = self._session.run(["minor_logit", "minor_map"], {"image": self._prepared(pixels)[np.newaxis]})
        self.seconds.append(time.thread_time() - started)
        return float(value[0]), places[0]

    def look(self, pictures: list[Picture], boxes: dict[str, tuple[Person, ...]]) -> Seen:
        """Score pictures and their cut-outs, and keep their features; `boxes` are the people of pages, by file."""
        maps, whole, cuts, people = [], [], [], []
        for picture in progress(pictures, "pictures"):
            pixels, known = self._read(picture), _people(picture, boxes)
            value, places = self(pixels)
            whole.append(value)
            cuts.append([self(cut_at(pixels, *place))[0] for place in peaks(places)])
            people.append(None if known is None else in_square(known, *pixels.shape[:2]))
            square = torch.from_numpy(self._prepared(pixels)).permute(2, 0, 1)[None]
            maps.append(self._tap(normalise(square, self.config.backbone)))
        fine, coarse = (np.concatenate(part) for part in zip(*maps, strict=True))
        return Seen(pictures, people, fine, coarse, np.array(whole), np.array(cuts))

    def cut(self, seen: Seen, places: Maps, count: int = CUTS) -> Scores:
        """Minor logits of the cut-outs around the peaks of other maps, float32 [n, rows, columns]: [n, count]."""
        rows = []
        for picture, found in zip(progress(seen.pictures, "cut-outs"), places, strict=True):
            pixels = self._read(picture)
            rows.append([self(cut_at(pixels, *place))[0] for place in peaks(found, count)])
        return np.array(rows)

    def cut_boxes(self, seen: Seen) -> Scores:
        """The highest minor logit of all people cut out by their true boxes, and that of the whole where nobody is."""
        best = []
        for picture, people, whole in zip(seen.pictures, seen.people, seen.whole, strict=True):
            pixels = self._read(picture) if people else np.zeros((1, 1, 3), np.uint8)
            best.append(max((self(cut_box(pixels, person.box))[0] for person in people or ()), default=float(whole)))
        return np.array(best)

    def _read(self, picture: Picture) -> Pixels:
        pixels = read_picture(self.config.data / picture.file)
        ground = np.full(3, self.config.ground, dtype=np.uint8)
        return flatten(pixels, ground) if pixels.shape[2] == 4 else pixels

    def _prepared(self, pixels: Pixels) -> Pixels:
        return preprocess(pixels, self.config.size, self.config.ground)


def peaks(places: Maps, count: int = CUTS) -> list[tuple[float, float]]:
    """The `count` highest local maxima of a map [rows, columns]: x and y of their middles as shares of the square.

    A map with fewer maxima repeats its highest one.
    """
    tops = np.argwhere(places == maximum_filter(places, size=3, mode="nearest"))
    best = sorted(tops.tolist(), key=lambda at: -float(places[at[0], at[1]]))[:count]
    best += best[:1] * (count - len(best))
    return [((column + 0.5) / places.shape[1], (row + 0.5) / places.shape[0]) for row, column in best]


def cut_at(pixels: Pixels, x: float, y: float) -> Pixels:
    """A square of `_CUT_SIDE` of the long side around a place of the letterboxed square, moved into the picture."""
    high, wide = pixels.shape[:2]
    side = max(high, wide)
    half = round(_CUT_SIDE * side / 2)

    def span(middle: float, length: int) -> slice:
        start = int(np.clip(middle * side - (side - length) / 2 - half, 0, max(0, length - 2 * half)))
        return slice(start, min(length, start + 2 * half))

    return pixels[span(y, high), span(x, wide)]


def cut_box(pixels: Pixels, box: Box) -> Pixels:
    """What lies in `box`, shares of the letterboxed square, at least one pixel of it."""
    high, wide = pixels.shape[:2]
    side = max(high, wide)
    x, y = (side - wide) / 2, (side - high) / 2
    left, right = (int(np.clip(edge * side - x, 0, wide)) for edge in box[::2])
    top, bottom = (int(np.clip(edge * side - y, 0, high)) for edge in box[1::2])
    return pixels[min(top, high - 1) : max(bottom, top + 1), min(left, wide - 1) : max(right, left + 1)]


def _people(picture: Picture, boxes: dict[str, tuple[Person, ...]]) -> tuple[Person, ...] | None:
    """All people of a picture: by hand on pages, one who fills the picture for faces and figures drawn alone."""
    if picture.label == "none":
        return ()
    if picture.source in PAGES:
        found = boxes.get(picture.file, ())
        ages = {person.label for person in found}
        # A crowd has no boxes of its own.
        return found if picture.label in ages else None
    alone = picture.source == "utkface" or (picture.note or "").endswith(" 1")
    age = "child" if picture.label == "minor" else "adult"
    return (Person(age, (0.1, 0.05, 0.9, 0.95)),) if alone else None


def in_square(people: Sequence[Person], high: int, wide: int) -> tuple[Person, ...]:
    side = max(high, wide)
    x, y = wide / side, high / side
    shift, scale = np.array([(1 - x) / 2, (1 - y) / 2] * 2), np.array([x, y, x, y])
    return tuple(replace(p, box=tuple((np.array(p.box) * scale + shift).tolist())) for p in people)
