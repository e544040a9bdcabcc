"""Learning curves of caption probes."""

import numpy as np

from models.caption.curves import learning_curves

WRITERS = ["ann", "bob", "cid"]


def rows_of(source: str, fold: str, count: int) -> list[dict[str, object]]:
    return [
        {"source": source, "fold": fold, "lang": "en", "low": severity, "high": severity, "text": "x"}
        for severity in (0, 2)
        for _ in range(count)
    ]


def test_each_count_of_writers_and_each_layer_has_a_line() -> None:
    rows = [row for name in WRITERS for row in rows_of(name, "a", 20)] + rows_of("quiz", "test", 30)
    positive = np.asarray([row["low"] == 2 for row in rows])
    noise = np.random.default_rng(0).normal(size=(len(rows), 4)).astype(np.float32)
    told = noise.copy()
    told[:, 0] += 8 * positive
    lines = list(learning_curves(rows, {3: noise, 6: told}, [1, 2, 99], repeats=2))
    assert [(line["layers"], line["writers"], line["captions"]) for line in lines] == [
        (6, 1, 40), (6, 2, 80), (3, 3, 120), (6, 3, 120),
    ]  # fmt: skip
    assert lines[0]["en"] == lines[1]["en"] == lines[3]["en"] == 1
    assert float(str(lines[2]["en"])) < 0.8


def test_captions_between_the_sides_and_a_language_without_both_are_left_out() -> None:
    rows = [row for name in WRITERS for row in rows_of(name, "a", 5)] + rows_of("quiz", "test", 5)
    rows += [{**row, "low": 1, "high": 2} for row in rows[:10]]
    rows += [{**row, "lang": "ja"} for row in rows if row["fold"] == "test" and row["low"] == 0]
    states = np.asarray([[float(str(row["low"]))] for row in rows], dtype=np.float32)
    (line,) = learning_curves(rows, {12: states}, [], repeats=1)
    assert line == {"layers": 12, "writers": 3, "captions": 30, "en": 1}
