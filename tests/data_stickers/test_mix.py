"""The mix of stickers as chats may hold them: its shares, the same files for the same seed, no photograph unasked."""

import csv
import io
import itertools
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from data.phrases import CHINESE, ENGLISH
from data.samples.catalogue import HARMLESS_WITH_A_CHILD
from data.stickers import mix
from data.stickers.mix import ANIMATED, CAPTIONED, KINDS, MINORS, draw_mix, plans, stand_ins, write_mix
from data.vision.index import Picture, write_index
from stickerguard.errors import StickerguardError

RED = (200, 30, 30)


def _built_set(folder: Path, split: str = "test") -> Path:
    """A set as `make data` leaves it, with plain red squares for photographs of adults and of things."""
    rows = []
    for source, label in (("utkface", "adult"), ("utkface", "minor"), ("objects", "none")):
        (folder / source).mkdir(parents=True, exist_ok=True)
        file = f"{source}/{label}.png"
        Image.new("RGB", (64, 64), RED).save(folder / file)
        rows.append(Picture(file, source, "photo", label, None, file, split, "none"))
    write_index(folder, rows)
    return folder


@pytest.mark.parametrize("count", [120, 600])
def test_the_mix_has_its_shares(count: int) -> None:
    planned = list(itertools.islice(plans(), count))
    kinds = Counter(plan.kind for plan in planned)
    assert {name: kinds[name] / count for name in KINDS} == pytest.approx(
        {name: kind.share for name, kind in KINDS.items()}, abs=0.015
    )
    assert sum(plan.captioned for plan in planned) / count == pytest.approx(CAPTIONED, abs=0.02)
    assert sum(plan.animated for plan in planned) / count == pytest.approx(ANIMATED, abs=0.02)
    people = [plan for plan in planned if KINDS[plan.kind].people]
    assert sum(plan.minor for plan in people) / len(people) == pytest.approx(MINORS, abs=0.06)
    assert not any(plan.minor for plan in planned if not KINDS[plan.kind].people)


def test_the_shares_are_those_that_are_stated() -> None:
    people = [kind.share for kind in KINDS.values() if kind.people]
    words = sum(kind.share for kind in KINDS.values() if kind.wordy)
    assert people == [0.15, 0.15]
    assert words == pytest.approx(0.2)
    assert sum(kind.share for kind in KINDS.values()) - sum(people) - words == pytest.approx(0.5)
    assert (CAPTIONED, ANIMATED) == (0.65, 0.35)


def test_captions_and_movement_have_their_shares_within_each_kind() -> None:
    planned = list(itertools.islice(plans(), 600))
    for name, kind in KINDS.items():
        mine = [plan for plan in planned if plan.kind == name]
        assert sum(plan.captioned for plan in mine) / len(mine) == pytest.approx(1 if kind.wordy else 0.5625, abs=0.04)
        assert sum(plan.animated for plan in mine) / len(mine) == pytest.approx(0 if kind.still else 0.38, abs=0.05)


def test_the_share_that_moves_can_be_another_one() -> None:
    assert not any(plan.animated for plan in itertools.islice(plans(0.0), 60))
    moving = [plan.animated for plan in itertools.islice(plans(0.7), 600)]
    assert sum(moving) / 600 == pytest.approx(0.7, abs=0.02)
    assert not any(row.animated for row, _ in draw_mix(5, 1, animated=0.0))


def test_the_same_seed_draws_the_same_files_and_a_longer_mix_begins_with_the_shorter() -> None:
    first, second = list(draw_mix(6, 3)), list(draw_mix(9, 3))
    assert first == second[:6]
    assert [data for _, data in first] != [data for _, data in draw_mix(6, 4)]


def test_every_sticker_is_what_its_row_says(tmp_path: Path) -> None:
    rows = write_mix(tmp_path, 30, 1)
    with (tmp_path / "mix.csv").open(encoding="utf-8", newline="") as file:
        assert [row["file"] for row in csv.DictReader(file)] == [row.file for row in rows]
    assert sorted(path.name for path in (tmp_path / "stickers").iterdir()) == sorted(row.file for row in rows)
    for row in rows:
        with Image.open(tmp_path / "stickers" / row.file) as image:
            assert (getattr(image, "n_frames", 1) > 1) == row.animated
            assert 60 <= max(image.size) <= 600
        assert (row.depicts == "nobody") != KINDS[row.kind].people
    assert set(KINDS) == {row.kind for row in rows}


def test_no_photograph_is_written_where_no_local_set_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _built_set(tmp_path / "out" / "data" / "vision")  # lying where `make data` puts it is not being given
    rows = write_mix(tmp_path / "mix", 20, 1)
    assert {row.origin for row in rows} == {"drawn by rule"}
    assert not any(row.photograph for row in rows)
    meant = sum(row.kind.startswith("photographed") for row in rows)
    assert meant > 0
    assert stand_ins(rows).startswith(f"0 of 20 stickers are photographs; drawings stand in the place of {meant} more")


def test_photographs_of_a_local_set_are_taken_and_drawings_stand_in_for_the_rest(tmp_path: Path) -> None:
    rows = list(draw_mix(20, 1, _built_set(tmp_path)))
    taken = [row for row, _ in rows if row.photograph]
    assert {row.origin for row in taken} == {"utkface", "objects"}
    assert {row.kind for row in taken} == {"photographed people", "photographed animals and things"}
    assert all(row.origin == "drawn by rule" for row, _ in rows if not row.photograph)
    still = next(data for row, data in rows if row.photograph and not row.animated and not row.captioned)
    assert np.abs(np.asarray(Image.open(io.BytesIO(still)).convert("RGB"), int) - RED).max() < 12
    assert "photographs, held-out ones of a local set" in stand_ins([row for row, _ in rows])


@pytest.mark.parametrize("split", ["train", "calibrate"])
def test_no_picture_that_a_training_saw_is_taken(tmp_path: Path, split: str) -> None:
    assert not any(row.photograph for row, _ in draw_mix(12, 1, _built_set(tmp_path, split)))


def test_a_folder_without_a_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(StickerguardError, match=r"index\.csv: no such index") as caught:
        next(draw_mix(1, 1, tmp_path))
    assert caught.value.code == "not_built"


def test_words_beside_people_are_greetings_and_all_others_everyday_phrases(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    monkeypatch.setattr(mix, "put", lambda layer, words, *rest: written.append(words))
    rows = [row for row, _ in draw_mix(40, 1)]
    captioned = [row for row in rows if row.captioned and not KINDS[row.kind].wordy]
    assert len(captioned) == len(written) > 10
    everyday = {phrase.casefold() for phrase in (*ENGLISH, *CHINESE)}
    for row, words in zip(captioned, written, strict=True):
        if KINDS[row.kind].people:
            assert words in HARMLESS_WITH_A_CHILD
        assert words.casefold() in everyday
