"""Whether the vision model looks at the people: children above adults within one page, and where the evidence lies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from data.recipe import recipe
from data.vision.index import Picture
from data.vision.picture_books import CUT_OUT, page_of, read_people
from models.evaluation.stats import rate_row
from models.vision.dataset import read_picture
from stickerguard.localisation import evidence_box
from stickerguard.vision import VisionModel

BOOKS = tuple(source.name for source in recipe().picture_books)


def within_pages(pictures: Sequence[Picture], scores: npt.NDArray[np.float32]) -> list[dict[str, object]]:
    """The share of (child, adult) pairs on one page, cut out, in which the child scores higher."""
    pages: defaultdict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    artists: dict[str, str] = {}
    for picture, score in zip(pictures, scores.tolist(), strict=True):
        if picture.source in CUT_OUT and picture.label in ("minor", "adult") and page_of(picture):
            page = page_of(picture)
            pages[page][picture.label == "adult"].append(score)
            artists[page] = picture.group
    pairs = [
        (artists[page], float(child > adult))
        for page, (children, adults) in pages.items()
        for child in children
        for adult in adults
    ]
    if not pairs:
        return []
    won = np.asarray([value for _, value in pairs], dtype=np.float32)
    return [
        rate_row(
            "people cut out of picture books by unseen artists, within one page",
            "share of pairs in which the child scores higher",
            won, 0.5, np.asarray([artist for artist, _ in pairs]), f"{len({artist for artist, _ in pairs})} artists",
        )
    ]  # fmt: skip


def pointing(model: VisionModel, folder: Path, pictures: Sequence[Picture]) -> list[dict[str, object]]:
    """The pointing game (Zhang et al. 2016, arXiv 1608.00507) on test pages with a child and somebody older.

    A hit is a page on which the middle of `minor.box` lies in the box of a child. Beside it what a point drawn at
    random would hit.
    """
    hits, chances, artists = [], [], []
    people = {file: found for name in BOOKS for file, found in read_people(folder, name).items()}
    for picture in pictures:
        boxes = [person for person in people.get(picture.file, ()) if person.label == "minor"]
        if picture.split != "test" or not boxes or len(boxes) == len(people[picture.file]):
            continue
        page = read_picture(folder / picture.file)[..., :3]
        height, width = page.shape[:2]
        box = evidence_box(model.scores([page]).places[0], height, width)
        point = ((box[0] + box[2]) / 2 / width, (box[1] + box[3]) / 2 / height) if box else (-1.0, -1.0)
        hits.append(any(b[0] <= point[0] <= b[2] and b[1] <= point[1] <= b[3] for b in (p.box for p in boxes)))
        grid = np.stack(np.meshgrid(np.linspace(0, 1, 40), np.linspace(0, 1, 40)), axis=-1)
        covered = np.zeros(grid.shape[:2], dtype=bool)
        for left, top, right, bottom in (person.box for person in boxes):
            covered |= (grid >= (left, top)).all(-1) & (grid <= (right, bottom)).all(-1)
        chances.append(float(covered.mean()))
        artists.append(picture.group)
    if not hits:
        return []
    return [
        rate_row(
            "pages of picture books by unseen artists with a child and somebody older",
            "share of pages whose minor.box points at a child",
            np.asarray(hits, dtype=np.float32), 0.5, np.asarray(artists),
            f"a point drawn at random hits {np.mean(chances):.2f}",
        )
    ]  # fmt: skip
