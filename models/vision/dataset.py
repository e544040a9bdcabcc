"""Pictures with targets, and how often each one is drawn."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch.utils.data import Dataset

from data.vision.index import Picture
from models.vision.augment import augment
from models.vision.effects import Pixels, chance, flatten, scenery, uniform
from models.vision.same_hand import hands_of
from stickerguard.errors import StickerguardError
from stickerguard.vision import preprocess


def read_picture(path: Path) -> npt.NDArray[np.uint8]:
    """A picture file as uint8 [height, width, 3] RGB, or [height, width, 4] RGBA where it has an alpha channel."""
    content = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if content is None:
        raise StickerguardError(
            f"{path}: cannot be read; build the set again: python -m data.vision.build", code="unreadable_picture"
        )
    if content.ndim == 2:
        content = cv2.cvtColor(content, cv2.COLOR_GRAY2BGR)
    code = cv2.COLOR_BGRA2RGBA if content.shape[2] == 4 else cv2.COLOR_BGR2RGB
    return np.asarray(cv2.cvtColor(content, code), dtype=np.uint8)


def read_for_test(path: Path, size: int, ground: int) -> npt.NDArray[np.uint8]:
    """A picture exactly as the package would feed it: flattened and letterboxed, uint8 [size, size, 3]."""
    picture = read_picture(path)
    if picture.shape[2] == 4:
        picture = flatten(picture, np.full(3, ground, dtype=np.uint8))
    return preprocess(picture, size, ground)


def targets(picture: Picture, age_gap: tuple[int, int], doubt: float = 0.0) -> tuple[float, float, float]:
    """Minor target, weight of the minor loss, person target.

    `doubt` is the minor target of a drawn adult: a drawing never settles an age as a thing settles that it is nobody.
    Weight 0 where the age is not known well enough: `minor_weak`, and ages within `age_gap` (both ends count).
    """
    unsure = picture.label == "minor_weak"
    near = picture.age is not None and age_gap[0] <= picture.age <= age_gap[1]
    drawn_adult = picture.label == "adult" and picture.kind != "photo"
    minor = doubt if drawn_adult else float(picture.label == "minor")
    return minor, float(not (unsure or near)), float(picture.label != "none")


def sampling_weights(pictures: list[Picture], shares: dict[str, dict[str, float]]) -> torch.Tensor:
    """float64 [len(pictures)]: each (source, label) cell gets its share, each design within a cell the same part.

    All drawn sources are one source called "drawn". Pages of picture books count one by one, since some artists drew
    hundreds and some a few. Cells without a share are never drawn.
    """

    def cell(picture: Picture) -> tuple[str, str]:
        return ("drawn" if picture.kind == "drawn" else picture.source, picture.label)

    def member(picture: Picture) -> tuple[str, str, str]:
        return (picture.source, picture.label, picture.file if picture.kind == "page" else picture.group)

    size = Counter(member(p) for p in pictures)
    groups: defaultdict[tuple[str, str], set[tuple[str, str, str]]] = defaultdict(set)
    for picture in pictures:
        groups[cell(picture)].add(member(picture))
    return torch.tensor(
        [shares.get(cell(p)[0], {}).get(p.label, 0.0) / len(groups[cell(p)]) / size[member(p)] for p in pictures],
        dtype=torch.float64,
    )


class TrainingPictures(Dataset[tuple[torch.Tensor, torch.Tensor]]):
    """Augmented pictures, uint8 [3, size, size], with float32 [4]: minor target, minor weight, person target, hand."""

    def __init__(
        self,
        folder: Path,
        pictures: list[Picture],
        *,
        size: int,
        ground: int,
        age_gap: tuple[int, int],
        doubt: float = 0.0,
        zoomed_out: Mapping[str, float] = MappingProxyType({}),
    ) -> None:
        """`zoomed_out` is the share of the pictures of a source that become a small part of a scene with nobody."""
        self._folder = folder
        self._pictures = pictures
        self.size = size
        self._ground = ground
        self._age_gap = age_gap
        self._doubt = doubt
        self._zoomed_out = zoomed_out
        self._hands = hands_of(pictures)
        self._scenes = [p for p in pictures if p.kind == "photo" and p.label == "none"]

    def __len__(self) -> int:
        return len(self._pictures)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        picture = self._pictures[index]
        backdrop = self._backdrop() if chance(self._zoomed_out.get(picture.source, 0.0)) else None
        pixels = augment(read_picture(self._folder / picture.file), self.size, self._ground, backdrop)
        return pixels, torch.tensor([*targets(picture, self._age_gap, self._doubt), self._hands[index]])

    def _backdrop(self) -> Pixels:
        if not self._scenes or chance(0.2):
            return scenery(224, 224)
        scene = self._scenes[int(uniform(0, len(self._scenes)))]
        return read_picture(self._folder / scene.file)[..., :3]
