"""Pairs of scores: the only thing the fusion ever learns from. No picture is ever joined with a caption."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from stickerguard.errors import StickerguardError

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
REMEDY = "run make export-vision export-caption, or make unpack for the scores of a bundle"


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows of (minor, suggestive) scores, float64 [n, 2] in [0, 1], and whether both halves were positive."""

    scores: Floats
    joint: Bools

    def __len__(self) -> int:
        return len(self.joint)


@dataclass(frozen=True, slots=True)
class Half:
    """Scores of one proxy test bed: positives (a child, a suggestive caption) and negatives, with their sources.

    `kind` says more of each: "child, photo" or the wording of a caption; "" where it is of no kind that is counted.
    `split` says what each may be used for, "calibrate" or "test", where the bed was divided by hands.
    """

    frame: pd.DataFrame

    def split(self, fraction: float, seed: int) -> tuple[Half, Half]:
        """Two disjoint halves, stratified by source and label."""
        first = self.frame.groupby(["source", "label"], group_keys=False).sample(frac=fraction, random_state=seed)
        return Half(first), Half(self.frame.drop(first.index))

    def to_choose_and_to_report(self, seed: int) -> tuple[Half, Half]:
        """The hands that calibrate and those that test; where no hand calibrates, two halves drawn at random."""
        calibrates = self.frame["split"] == "calibrate"
        if not calibrates.any():
            return self.split(0.5, seed)
        return Half(self.frame[calibrates]), Half(self.frame[~calibrates])

    def again(self, seed: int) -> Half:
        """A bootstrap sample, stratified by source and label."""
        grouped = self.frame.groupby(["source", "label"], group_keys=False)
        return Half(grouped.sample(frac=1.0, replace=True, random_state=abs(seed)))

    def draw(self, label: int, count: int, random: np.random.Generator) -> Floats:
        """`count` scores with this label; every kind, and in it every source, equally likely."""
        return _evenly(self.frame[self.frame["label"] == label], count, random)

    def draw_kind(self, word: str, count: int, random: np.random.Generator) -> Floats:
        """`count` scores of the kinds that begin with `word`, such as "adult"; empty where there are none."""
        rows = self.frame[self.frame["kind"].str.split(",").str[0] == word]
        return _evenly(rows, count, random) if len(rows) else np.empty(0)


def _evenly(rows: pd.DataFrame, count: int, random: np.random.Generator) -> Floats:
    in_kind = rows.groupby("kind")["source"].transform("nunique")
    share = 1.0 / (in_kind * rows.groupby(["kind", "source"])["source"].transform("size"))
    picked = random.choice(len(rows), size=count, p=share / share.sum())
    scores: Floats = rows["score"].to_numpy(dtype=np.float64)
    return scores[picked]


def load_half(path: Path, score: str, exclude: tuple[str, ...] = ()) -> Half:
    """Read a `heldout_scores.csv`; `score` names the column to use, `exclude` the sources to leave out.

    Raises StickerguardError, code "bad_scores", for a file that cannot be read as CSV, and when a column is missing or
    a label has no rows.
    """
    try:
        frame = pd.read_csv(path, keep_default_na=False, na_values={score: ""})
    except (OSError, ValueError) as error:  # of pandas, too
        raise _bad(path, f"{getattr(error, 'strerror', None) or error}; {REMEDY}") from error
    if missing := {"source", "label", "kind", score} - set(frame.columns):
        raise _bad(path, f"columns {sorted(missing)} missing; {REMEDY}")
    frame = frame[~frame["source"].isin(exclude)].rename(columns={score: "score"} if score != "score" else {})
    if "split" not in frame:
        frame["split"] = "test"
    frame = frame[["source", "label", "kind", "split", "score"]].dropna().reset_index(drop=True)
    for split, rows in frame.groupby("split"):
        for label in (0, 1):
            if not (rows["label"] == label).any():
                raise _bad(path, f"no row of the split {split} with label {label}; the fusion needs both")
    return Half(frame)


def _bad(path: Path, what: str) -> StickerguardError:
    return StickerguardError(f"{path}: {what}", code="bad_scores")


def make_pairs(vision: Half, caption: Half, count: int, seed: int) -> Pairs:
    """`count` pairs, a quarter for each combination of labels, the halves drawn independently given the labels."""
    random = np.random.default_rng(seed)
    blocks, joint = [], []
    for minor in (0, 1):
        for suggestive in (0, 1):
            size = count // 4
            blocks.append(np.column_stack([vision.draw(minor, size, random), caption.draw(suggestive, size, random)]))
            joint.append(np.full(size, bool(minor and suggestive)))
    return Pairs(np.concatenate(blocks), np.concatenate(joint))
