"""The OCR networks as torch modules are those that ONNX Runtime runs, and go back into their files."""

import random
from importlib.resources import files
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch

from data.lettering.families import Family, families
from data.lettering.lines import draw_line
from models.ocr.batches import Lines
from models.ocr.finetune import loss_of
from models.ocr.further import Training, between, train
from models.ocr.quantise import NAMES
from models.ocr.unfold import Unfolded, alphabet_of, fed, write_back
from stickerguard.ocr.recognise import prepare

PUBLISHED, DETECTOR = (Path(str(files("rapidocr") / "models" / NAMES[part])) for part in ("rec", "det"))
TABLE, MOVED = "linear_8.w_0", "linear_7.w_0"


@pytest.fixture(scope="module")
def latin() -> list[Family]:
    return families("fit", None)["latin"]


def run(model: Path, pictures: torch.Tensor) -> np.ndarray:
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {session.get_inputs()[0].name: pictures.numpy()})
    return np.asarray(found)


def line(latin: list[Family], text: str) -> torch.Tensor:
    return fed(torch.from_numpy(prepare(draw_line(random.Random(3), text, latin[0]))[np.newaxis]))


@pytest.mark.parametrize("text", ["good morning", "ok"])
def test_torch_and_onnx_runtime_agree(latin: list[Family], text: str) -> None:
    pictures = line(latin, text)
    with torch.no_grad():
        found = Unfolded(PUBLISHED)(pictures).softmax(-1).numpy()
    assert found == pytest.approx(run(PUBLISHED, pictures), abs=1e-4)


def test_of_the_detector_they_agree_as_well(latin: list[Family], tmp_path: Path) -> None:
    drawn = draw_line(random.Random(4), "good morning", latin[0])
    picture = np.full((1, 160, 352, 3), 230, np.uint8)
    part = drawn[:160, :352]
    picture[0, : part.shape[0], : part.shape[1]] = part
    network = Unfolded(DETECTOR)
    with torch.no_grad():
        found = network(fed(torch.from_numpy(picture))).sigmoid().numpy()
    assert found.max() > 0.5
    assert found == pytest.approx(run(DETECTOR, fed(torch.from_numpy(picture))), abs=1e-4)
    write_back(network.named(), DETECTOR, tmp_path / "det.onnx")
    assert run(tmp_path / "det.onnx", fed(torch.from_numpy(picture))) == pytest.approx(found, abs=1e-4)


def test_weights_go_back_where_they_came_from(latin: list[Family], tmp_path: Path) -> None:
    network, pictures = Unfolded(PUBLISHED), line(latin, "see you")
    with torch.no_grad():
        network.named()["linear_8.b_0"][5] += 40
        changed = network(pictures).softmax(-1).numpy()
    write_back(network.named(), PUBLISHED, tmp_path / "rec.onnx")
    assert run(tmp_path / "rec.onnx", pictures) == pytest.approx(changed, abs=1e-4)
    assert run(PUBLISHED, pictures) != pytest.approx(changed, abs=1e-2)
    assert alphabet_of(tmp_path / "rec.onnx") == alphabet_of(PUBLISHED)


def test_a_training_that_was_cut_off_goes_on_as_if_it_had_not_been(tmp_path: Path) -> None:
    def trained(steps: tuple[int, ...], checkpoint: Path) -> Training:
        for target in steps:
            training = Training(Unfolded(PUBLISHED), Unfolded(PUBLISHED), loss_of, 3, 1e-4, {TABLE})
            if checkpoint.is_file():
                training.load(checkpoint)
            lines = Lines(families("fit", None), alphabet_of(PUBLISHED), 2, 5, training.step)
            train(training, iter(lines), target, checkpoint)
        return training

    whole, parts = trained((3,), tmp_path / "whole.pt"), trained((2, 3), tmp_path / "parts.pt")
    before = Unfolded(PUBLISHED).named()
    half = between(whole.before, whole.mean, 0.5)
    torch.testing.assert_close(half[MOVED], (before[MOVED] + whole.mean.named()[MOVED]) / 2)
    moved = {name for name, weight in whole.mean.named().items() if not torch.equal(weight, before[name])}
    assert MOVED in moved
    assert TABLE not in moved
    for one, other in zip(whole.mean.parameters(), parts.mean.parameters(), strict=True):
        torch.testing.assert_close(one, other)
