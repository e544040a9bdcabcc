"""What the detector learns from: scenes whose lines lie where the words do, and pictures in which none are."""

import csv
import io
import random
from importlib.resources import files
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import torch
from PIL import Image, ImageDraw

from data.fonts import find_font
from data.lettering.families import families
from data.lettering.stickers import Letterer
from data.lettering.texts import Texts
from data.stickers.writing import Written
from models.ocr.finetune_detector import loss_of
from models.ocr.further import Training, train
from models.ocr.plain import plain_words
from models.ocr.quantise import NAMES
from models.ocr.scenes import SIDE, SceneBatch, Scenes, looked_at
from models.ocr.strips import draw_strip, lines_of
from models.ocr.unfold import Unfolded, alphabet_of, fed
from models.ocr.wordless import SCHEMA, chosen
from models.ocr.wordless import looked_at as without_words
from stickerguard.images import flatten

FOLDER = Path(str(files("rapidocr") / "models"))
KNOWN = frozenset(alphabet_of(FOLDER / NAMES["rec"]))
PEN = (20, 20, 60, 255)


def written(text: str, at: tuple[float, float] = (40, 60)) -> Written:
    image = Image.new("RGBA", (400, 400), (250, 240, 230, 255))
    pen, font = ImageDraw.Draw(image), find_font("DejaVuSans-Bold.ttf", 44)
    pen.text(at, text, PEN, font)
    return Written(image, text, (pen.textbbox(at, text, font),))


@pytest.fixture(scope="module")
def wordless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pictures") / "wordless.parquet"
    stream = io.BytesIO()
    picture = Image.new("RGB", (300, 240), (200, 220, 240))
    ImageDraw.Draw(picture).ellipse((80, 60, 220, 200), fill=(90, 150, 90), outline=(0, 0, 0))
    picture.save(stream, "PNG")
    rows = [(stream.getvalue(), False, []), (stream.getvalue(), True, [[10.0, 20.0, 90.0, 50.0]])]
    pq.write_table(pa.table([list(column) for column in zip(*rows, strict=True)], schema=SCHEMA), path)
    return path


def detected(pictures: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    with torch.no_grad():
        return Unfolded(FOLDER / NAMES["det"])(fed(torch.from_numpy(pictures)))[:, 0].sigmoid().numpy()


def test_a_line_lies_where_the_published_detector_finds_it() -> None:
    sticker = written("good morning")
    scenes = [looked_at(random.Random(number), flatten(sticker.image), lines_of(sticker), []) for number in range(8)]
    found = detected(np.stack([scene.picture for scene in scenes]))
    for scene in scenes:
        assert scene.core.any()
        assert not scene.unknown.any()
        assert ((scene.core > 0) <= (scene.hull > 0)).all()
    # Of one it sees half a line alone, and in one it sees something where nothing is: that is what there is to learn.
    assert sum((seen[scene.hull == 0] > 0.3).any() for scene, seen in zip(scenes, found, strict=True)) <= 1
    assert sum(seen[scene.core > 0].mean() > 0.7 for scene, seen in zip(scenes, found, strict=True)) >= 6


def test_letters_on_an_arc_make_one_line_from_the_first_to_the_last() -> None:
    boxes = tuple((40.0 + 40 * n, 100 + 3 * (n - 3) ** 2, 88.0 + 40 * n, 148 + 3 * (n - 3) ** 2) for n in range(7))
    image = Image.new("RGBA", (400, 400), (250, 240, 230, 255))
    (line,) = lines_of(Written(image, "see you", boxes))
    assert line.thick == pytest.approx(40)
    assert line.middle[0] == pytest.approx(
        (64 - 20 * np.cos(np.arctan2(15, 40)), 151 + 20 * np.sin(np.arctan2(15, 40)))
    )
    assert len(line.middle) == 8  # six letters, the space is none, and both ends
    scene = looked_at(random.Random(1), flatten(image), [line], [])
    assert set(np.unique(scene.core)) == {0, 1}


@pytest.fixture(scope="module")
def letterer() -> Letterer:
    return Letterer(Texts(), "latin", families("fit", None)["latin"][0], KNOWN)


def test_plain_words_lie_where_their_lines_say(letterer: Letterer) -> None:
    for number in range(60):
        image, lines = plain_words(random.Random(number), letterer, 320)
        picture = np.asarray(image.convert("RGB")).astype(np.int16)
        strip = np.zeros((320, 320), np.uint8)
        for line in lines:
            draw_strip(strip, line, 1.0, -0.12, 1)
        _, ground = np.unique(picture[strip == 0], axis=0, return_counts=True)
        colours = np.unique(picture, axis=0)
        # Checks and stripes have two colours; the round ends of a strip leave a corner of a letter outside.
        assert np.sort(ground)[:-2].sum() < 0.001 * strip.size, number
        assert len(colours) > 2, number


def test_scenes_come_again_from_where_they_were_left(wordless: Path) -> None:
    def drawn(start: int) -> list[SceneBatch]:
        found = Scenes(families("fit", None), KNOWN, wordless, 4, 7, start)
        return list(islice(found, 3 - start))

    whole, rest = drawn(0), drawn(1)
    assert whole[0].pictures.shape == (4, SIDE, SIDE, 3)
    assert any(batch.core.any() for batch in whole)
    for one, other in zip(whole[1:], rest, strict=True):
        assert all(torch.equal(a, b) for a, b in zip(one, other, strict=True))


def test_the_detector_unlearns_what_it_took_for_words(wordless: Path, tmp_path: Path) -> None:
    rows = "".join("|/-\\~"[n % 5] for n in range(9))
    picture = flatten(written(rows, (10, 200)).image)
    scenes = [looked_at(random.Random(n), picture, [], []) for n in range(2)]
    kept = written("good morning")
    scenes += [looked_at(random.Random(n), flatten(kept.image), lines_of(kept), []) for n in range(2)]
    batch = SceneBatch(*(torch.from_numpy(np.stack(column)) for column in zip(*scenes, strict=True)))
    training = Training(Unfolded(FOLDER / NAMES["det"]), Unfolded(FOLDER / NAMES["det"]), loss_of, 12, 3e-4)
    before = loss_of(training.network, training.before, batch)
    train(training, iter([batch] * 12), 12, tmp_path / "checkpoint.pt")
    after = loss_of(training.network, training.before, batch)
    assert after["nothing"] < before["nothing"] / 2
    assert after["lines"] < 0.3
    going_on = Training(Unfolded(FOLDER / NAMES["det"]), Unfolded(FOLDER / NAMES["det"]), loss_of, 12, 3e-4)
    going_on.load(tmp_path / "checkpoint.pt")
    assert going_on.step == 12
    found = loss_of(going_on.network, going_on.before, batch)
    assert found["nothing"].item() == pytest.approx(after["nothing"].item(), rel=1e-4)


def test_what_may_be_words_is_left_out_of_account() -> None:
    sticker = written("good morning")
    scene = looked_at(random.Random(2), flatten(sticker.image), [], [list(sticker.boxes[0])])
    batch = SceneBatch(*(torch.from_numpy(layer[np.newaxis]) for layer in scene))
    network = Unfolded(FOLDER / NAMES["det"])
    assert loss_of(network, network, batch)["nothing"] < 0.5
    counted = batch._replace(unknown=torch.zeros_like(batch.unknown))
    assert loss_of(network, network, counted)["nothing"] > 1


def test_training_pictures_are_dealt_by_source_and_what_is_read_in_them_is_kept(tmp_path: Path) -> None:
    flatten_to(tmp_path / "sign.png", written("good morning"))
    flatten_to(tmp_path / "figure.png", written("good morning"))
    with (tmp_path / "index.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["file", "source", "label", "split"])
        rows.writerows([["sign.png", "objects", "none", "train"]] * 3)
        rows.writerow(["figure.png", "characters", "adult", "train"])
        rows.writerows([["other.png", "objects", "none", "test"], ["said.png", "messages", "none", "train"]])
    picked = chosen(tmp_path / "index.csv", 2, 1)
    assert sorted(row["file"] for row in picked) == ["figure.png", "sign.png"]
    found = {row["file"]: row_found for row, row_found in zip(picked, without_words(picked, tmp_path), strict=True)}
    ((left, top, right, bottom),) = found["sign.png"][2]
    wanted = written("good morning").boxes[0]
    assert (left, top, right, bottom) == pytest.approx(wanted, abs=25)
    assert not found["sign.png"][1]
    assert found["figure.png"][1:] == (True, [])


def flatten_to(path: Path, sticker: Written) -> None:
    sticker.image.convert("RGB").save(path)
