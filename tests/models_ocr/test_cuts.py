"""Lines as the engine cuts them out of whole stickers: each says what stands in it, and trains the recogniser."""

import random
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
import torch
from PIL import Image, ImageDraw

from data.fonts import find_font
from data.lettering.families import families
from data.lettering.stickers import lettered_sticker
from data.lettering.texts import Texts
from data.stickers.writing import Written
from models.ocr.batches import Lines
from models.ocr.cuts import SCHEMA, Cut, Cutter, said_in, write
from stickerguard import Bundle
from stickerguard.ocr.geometry import Region

ALPHABET = {character: index for index, character in enumerate("abcdefghijklmnopqrstuvwxyz ", 1)}


def region(left: float, top: float, right: float, bottom: float) -> Region:
    corners = [[left, top], [right, top], [right, bottom], [left, bottom]]
    return Region(np.asarray(corners, dtype=np.float32), 0.9)


def written(text: str, boxes: tuple[tuple[float, float, float, float], ...]) -> Written:
    return Written(Image.new("RGBA", (400, 200), (250, 250, 250, 255)), text, boxes)


@pytest.fixture(scope="module")
def cutter() -> Cutter:
    return Cutter(Bundle.load())


def test_each_line_of_a_block_is_cut_out_and_says_what_stands_in_it(cutter: Cutter) -> None:
    block = written("good morning\nsee you", ((40, 40, 360, 140),))
    pen, font = ImageDraw.Draw(block.image), find_font("DejaVuSans-Bold.ttf", 40)
    pen.multiline_text((200, 90), block.text, (20, 20, 20), font, anchor="mm", align="center")
    cuts = list(cutter.cut(block, "outlined"))
    assert sorted(cut.text for cut in cuts) == ["good morning", "see you"]
    assert all(cut.line.shape[0] == 48 for cut in cuts)


def test_of_a_bent_line_a_region_says_the_letters_in_it() -> None:
    bent = written("abcdefgh", tuple((40.0 * n, 60, 40.0 * n + 40, 100) for n in range(8)))
    whole, left, right = region(0, 50, 330, 110), region(0, 50, 165, 110), region(165, 50, 330, 110)
    assert said_in(whole, [whole], bent) == "abcdefgh"
    assert [said_in(part, [left, right], bent) for part in (left, right)] == ["abcd", "efgh"]
    assert said_in(region(0, 50, 70, 110), [], bent) == ""  # two letters tell too little


def test_a_line_found_in_two_parts_is_left_out() -> None:
    line = written("good morning", ((40, 40, 360, 90),))
    parts = [region(40, 40, 180, 90), region(200, 40, 360, 90)]
    assert [said_in(part, parts, line) for part in parts] == ["", ""]
    whole = region(38, 38, 362, 92)
    assert said_in(whole, [whole], line) == "good morning"


def test_a_sticker_is_lettered_in_what_its_family_and_the_recogniser_have() -> None:
    (family, *_) = families("fit", None)["latin"]
    known = frozenset("abcdefghijklmnopqrstuvwxyz ")
    for seed in range(6):
        sticker, kind = lettered_sticker(random.Random(seed), Texts(), "latin", family, known)
        assert kind != "column"
        assert set(sticker.text) <= known | {"\n"}
        assert sticker.text.strip()


def test_lines_cut_out_are_learnt_and_what_says_nothing_is_read_as_before(tmp_path: Path) -> None:
    black, white = (np.full((48, 96, 3), value, np.uint8) for value in (0, 255))
    with pq.ParquetWriter(tmp_path / "cuts.parquet", SCHEMA) as writer:
        write([Cut(black, "zzz", "arc"), Cut(white, "", "text-free")], writer)
    lines = iter(Lines(families("fit", None), ALPHABET, 4, 1, 0, tmp_path / "cuts.parquet"))
    batches = [next(lines) for _ in range(40)]
    black_line = torch.zeros(48, 96, 3, dtype=torch.uint8)
    learnt = [batch for batch in batches if batch.targets is not None]
    kept = [batch for batch in batches if batch.targets is None]

    def holds(batch: object, line: torch.Tensor) -> bool:
        return any(torch.equal(picture[:, :96], line) for picture in batch.pictures)  # type: ignore[attr-defined]

    assert sum(holds(batch, black_line) for batch in learnt) > len(learnt) / 2
    assert any(holds(batch, torch.full_like(black_line, 255)) for batch in kept)
    assert not any(holds(batch, torch.full_like(black_line, 255)) for batch in learnt)
