"""Three ways to score a whole picture, compared on calibration pictures: python -m models.vision.places.

a: the whole picture at once, as the package does it. b: heat maps of children and older people over the same features
(models/vision/dense.py), pooled. c: the whole picture, then its best places cut out and scored by the same network.
Calibration pictures are scored; the test split stays unseen. Heads learn from training pictures alone, poolings from
them too, or, "crosswise", from calibration pictures of other artists.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from data.vision.index import Picture, read_index
from data.vision.picture_books import Person, read_people
from models.vision.config import load_config
from models.vision.dense import CHILD, OLDER, PERSON, DenseHead, Maps, heat, train_head
from models.vision.looks import PAGES, Eyes, Scores, Seen
from models.vision.metrics import auc
from stickerguard.errors import StickerguardError

log = logging.getLogger("models.vision.places")
Counts = Mapping[tuple[str, str], int | None]
_LEARNT: Counts = {
    ("flickr8k", "minor"): 100, ("flickr8k", "adult"): 100, ("flickr8k", "none"): 100, ("objects", "none"): 60,
    ("utkface", "minor"): 30, ("utkface", "adult"): 30, ("characters", "minor"): 80, ("characters", "adult"): 80,
    **{(page, label): most for page in PAGES for label, most in (("minor", 200), ("adult", 350), ("none", 150))},
}  # fmt: skip
"""How many training pictures of a source and label teach a head and a pooling."""
_SCORED: Counts = {
    **{(source, label): None for source in (*PAGES, "flickr8k") for label in ("minor", "adult", "none")},
    ("objects", "none"): None, ("utkface", "minor"): 136, ("utkface", "adult"): 136,
    ("streamline-emojis", "minor"): None, ("streamline-emojis", "adult"): 100, ("streamline-emojis", "none"): 100,
}  # fmt: skip
"""How many calibration pictures of a source and label are scored; None: all."""
_FOLDS = 2


@dataclass(frozen=True, slots=True)
class Way:
    """A way to score: of each calibration picture a score [n], and milliseconds a picture where it was timed."""

    name: str
    scores: Scores
    milliseconds: float | None = None


def pooled(maps: Maps) -> Scores:
    """What a picture's score is made of, float64 [n, 6]: of logits of child, older and person [n, 3, rows, columns].

    Highest, soft highest (log-sum-exp) and mean of the three highest for children; highest for older people, for
    people, and for how much more a child than older a place is.
    """
    flat = maps.reshape(*maps.shape[:2], -1).astype(np.float64)
    child, older, person = flat[:, CHILD], flat[:, OLDER], flat[:, PERSON]
    highest = np.sort(child, axis=1)[:, -3:].mean(axis=1)
    parts = [child.max(1), logsumexp(child, axis=1), highest, older.max(1), person.max(1), (child - older).max(1)]
    return np.stack(parts, axis=1)


def combiner() -> Pipeline:
    """Logistic regression over a few scores."""
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.1, class_weight="balanced", max_iter=2000))


def combined(train: Scores, minor: npt.NDArray[np.bool_], scored: Scores) -> Scores:
    """Logits for `scored` [m, k] of a combination fitted on training pictures, [n, k] and [n]."""
    found: Scores = combiner().fit(train, minor).decision_function(scored)
    return found


def crossed(scored: Scores, seen: Seen) -> Scores:
    """The same fitted on calibration pictures of other groups: the network knows its training pictures too well."""
    folds = GroupKFold(5)
    found = cross_val_predict(combiner(), scored, seen.minor, groups=seen.groups, cv=folds, method="decision_function")
    return np.asarray(found, dtype=np.float64)


def unseen_heat(seen: Seen, epochs: int) -> Maps:
    """Heat maps of training pictures by heads that did not see their groups, to fit a pooling on."""
    found = np.zeros((len(seen.pictures), 3, *seen.fine.shape[2:]), dtype=np.float32)
    for _, held in GroupKFold(_FOLDS).split(seen.whole, groups=seen.groups):
        used = [i for i in sorted({*range(len(found))} - {*held.tolist()}) if seen.people[i] is not None]
        found[held] = heat(_head(seen, used, epochs), seen.fine[held], seen.coarse[held])
    return found


def _head(seen: Seen, used: Sequence[int], epochs: int) -> DenseHead:
    return train_head(seen.fine[used], seen.coarse[used], [seen.people[i] or () for i in used], epochs=epochs)


def compare(eyes: Eyes, train: Seen, seen: Seen, epochs: int) -> list[Way]:
    """All ways on the calibration pictures `seen`, the present one first."""
    once = 1e3 * float(np.median(eyes.seconds))
    learnt = unseen_heat(train, epochs)
    head = _head(train, [i for i, people in enumerate(train.people) if people is not None], epochs)
    maps = heat(head, seen.fine, seen.coarse)
    dense = once + _head_milliseconds(head, seen)
    by_place, pool = pooled(learnt), pooled(maps)
    both = np.column_stack([train.whole, by_place]), np.column_stack([seen.whole, pool])
    ways = [
        Way("a whole picture", seen.whole, once),
        Way("b highest place for a child", pool[:, 0], dense),
        Way("b places, learnt", combined(by_place, train.minor, pool), dense),
        Way("b places and whole, learnt", combined(both[0], train.minor, both[1]), dense),
        Way("b places and whole, learnt crosswise", crossed(both[1], seen), dense),
    ]
    middle = np.zeros((len(seen.pictures), 1, 1), dtype=np.float32)
    person = eyes.cut(seen, maps[:, PERSON], 1)
    for name, before, after, cost in (
        ("the middle", None, eyes.cut(seen, middle, 1), once),
        ("activation map", train.cuts[:, :1], seen.cuts[:, :1], once), ("activation map", train.cuts, seen.cuts, once),
        ("person map", None, person, dense),
    ):  # fmt: skip
        asked = _whole_and_cuts(seen, after)
        title, spent = f"{after.shape[1]} cut out by {name}", cost + after.shape[1] * once
        ways.append(Way(f"c {title}, mean", asked.mean(axis=1), spent))
        ways.append(Way(f"c {title}, learnt crosswise", crossed(asked, seen), spent))
        if before is not None:
            known = _whole_and_cuts(train, before)
            ways.append(Way(f"c {title}, learnt", combined(known, train.minor, asked), spent))
    return [*ways, Way("(cut out by the true boxes)", eyes.cut_boxes(seen))]


def _whole_and_cuts(seen: Seen, cuts: Scores) -> Scores:
    return np.column_stack([seen.whole, cuts.max(axis=1)])


def _head_milliseconds(head: DenseHead, seen: Seen, times: int = 50) -> float:
    """What the head adds to a picture, in float on one thread."""
    spent = []
    for _ in range(times):
        started = time.thread_time()
        heat(head, seen.fine[:1], seen.coarse[:1])
        spent.append(time.thread_time() - started)
    return 1e3 * float(np.median(spent))


def figures(seen: Seen, scores: Scores) -> dict[str, float]:
    """The table's columns for one way."""

    def of(sources: Sequence[str], *negative: str) -> float:
        minor, other = seen.where(sources, "minor"), [seen.where(sources, label) for label in negative]
        picked = minor | np.logical_or.reduce(other)
        found = auc(minor[picked], scores[picked])
        return float("nan") if found is None else found

    # Half of the photographed children are in scenes, half are faces.
    point = np.quantile(scores[seen.where(("flickr8k", "utkface"), "minor")], 0.1)
    return {
        "pages, adults": of(PAGES, "adult"),
        "pages, nobody": of(PAGES, "none"),
        "scenes, adults": of(("flickr8k",), "adult"),
        "scenes, nobody": of(("flickr8k",), "none"),
        "faces, adults": of(("utkface",), "adult"),
        "emoji, all": of(("streamline-emojis",), "adult", "none"),
        "things over": float((scores[seen.where(("objects",), "none")] >= point).mean()),
        "empty pages over": float((scores[seen.where(PAGES, "none")] >= point).mean()),
    }


def gain(seen: Seen, scores: Scores, times: int = 1000) -> tuple[float, float]:
    """95 % interval of what `scores` add to the AUC of the whole picture, pages against adults (bootstrap of artists).

    Draws without both classes are left out.
    """
    groups = np.array(seen.groups)
    minor, adult = seen.where(PAGES, "minor"), seen.where(PAGES, "adult")
    names = np.unique(groups[minor | adult])
    # AUC is the share of pairs in the right order, so a draw of pages is a draw of pairs.
    added = _in_order(scores[minor], scores[adult]) - _in_order(seen.whole[minor], seen.whole[adult])
    random, found = np.random.default_rng(0), []
    for _ in range(times):
        drawn = random.choice(names, len(names))
        rows, columns = (np.concatenate([np.flatnonzero(part == name) for name in drawn]) for part in
                         (groups[minor], groups[adult]))  # fmt: skip
        if len(rows) and len(columns):
            found.append(added[np.ix_(rows, columns)].mean())
    low, high = np.quantile(found, (0.025, 0.975))
    return float(low), float(high)


def _in_order(upper: Scores, lower: Scores) -> Scores:
    """1 where the first is the higher one of a pair, 0.5 where they are the same: [len(upper), len(lower)]."""
    above: Scores = np.heaviside(upper[:, None] - lower[None, :], 0.5)
    return above


def chosen(pictures: Sequence[Picture], counts: Counts) -> list[Picture]:
    """As many of each source and label as `counts` says, all where it says None, none where it says nothing.

    By the hash of their file names, so always the same ones.
    """
    cells: dict[tuple[str, str], list[Picture]] = {}
    for picture in sorted(pictures, key=lambda p: hashlib.sha256(p.file.encode()).digest()):
        cells.setdefault((picture.source, picture.label), []).append(picture)
    return [p for cell, found in sorted(cells.items()) if cell in counts for p in found[: counts[cell]]]


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("models/vision/default.yaml"))
    parser.add_argument("--data", type=Path, help="the built pictures; default: those of the configuration")
    parser.add_argument("--bundle", type=Path, help="whose vision model; default: the shipped one")
    parser.add_argument("--epochs", type=int, default=12, help="of the head")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        config = load_config(options.config)
        config = config.model_copy(update={"data": options.data or config.data})
        torch.set_num_threads(1)
        eyes = Eyes(config, options.bundle)
        train, seen = (eyes.look(part, boxes_of(config.data)) for part in sides(read_index(config.data)))
        ways = compare(eyes, train, seen, options.epochs)
    except StickerguardError as error:
        parser.exit(2, f"{error}\n")
    print(table(seen, ways))


def boxes_of(folder: Path) -> dict[str, tuple[Person, ...]]:
    """The people of all pages of a built set, by the page's file."""
    return {file: people for source in PAGES for file, people in read_people(folder, source).items()}


def sides(index: Sequence[Picture]) -> tuple[list[Picture], list[Picture]]:
    """The pictures that teach, and those that are scored."""
    return chosen([p for p in index if p.split == "train"], _LEARNT), chosen(
        [p for p in index if p.split == "calibrate"], _SCORED
    )


def table(seen: Seen, ways: Sequence[Way]) -> str:
    """One row a way: AUC by kind, shares of pictures of nobody, what the way adds on pages, milliseconds."""
    rows = []
    for way in ways:
        low, high = gain(seen, way.scores)
        columns = figures(seen, way.scores) | {"gain from": low, "gain to": high}
        if not rows:
            rows += [["", *columns, "ms"], ["---"] * (len(columns) + 2)]
        spent = "" if way.milliseconds is None else f"{way.milliseconds:.1f}"
        rows.append([way.name, *(f"{value:.3f}" for value in columns.values()), spent])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    main()
