"""The gate of the text detector is trained, exported and measured as the package asks it."""

import random
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from data.vision.index import Picture, write_index
from models.ocr.gate import FILE, GateNet, export, loss_of, measure, record, train
from models.ocr.gate_crops import SIDE, cropped
from models.ocr.gate_samples import NOTHING, TEXT, UNSURE, Sample, Sampler
from stickerguard import Bundle, RuntimeOptions
from stickerguard.manifest import DataRecord
from stickerguard.ocr.gate import STRIDE, TextGate


def barred(words: bool) -> Sample:
    """Fine bars for words on one side, and a grey field without any."""
    picture = np.full((96, 128, 3), 180, np.uint8)
    cells = np.full((12, 16), NOTHING, np.uint8)
    if words:
        picture[16:64:4, 16:80] = 0
        cells[2:8, 2:10] = TEXT
    return Sample(picture, cells)


def test_a_trained_gate_opens_for_what_it_learnt_and_for_nothing_else(tmp_path: Path) -> None:
    samples = [barred(True), barred(False)]
    export(train(samples, steps=200, batch=4), tmp_path / FILE)
    gate = TextGate(tmp_path / FILE, options=RuntimeOptions(), threshold=0.5)
    figures = measure(gate, samples * 2)
    assert (figures.words, figures.passed_over, figures.empty, figures.let_through) == (2, 0, 2, 0)


def test_the_graph_computes_what_the_network_does(tmp_path: Path) -> None:
    torch.manual_seed(3)
    network = GateNet().eval()
    export(network, tmp_path / FILE)
    picture = np.random.default_rng(1).integers(0, 256, (64, 128, 3), np.uint8)
    with torch.no_grad():
        best = float(network(torch.from_numpy(picture).permute(2, 0, 1)[None].float()).sigmoid().max())
    for threshold, opens in ((best - 1e-4, True), (best + 1e-4, False)):
        gate = TextGate(tmp_path / FILE, options=RuntimeOptions(), threshold=threshold)
        assert gate.opens(picture) is opens


def test_what_is_unsure_teaches_nothing() -> None:
    cells = torch.tensor([[[NOTHING, UNSURE], [NOTHING, NOTHING]]])
    one, other = (torch.tensor([[[-3.0, value], [-3.0, -3.0]]]) for value in (-9.0, 9.0))
    assert loss_of(one, cells).item() == pytest.approx(loss_of(other, cells).item())
    assert loss_of(torch.full((1, 2, 2), 3.0), cells).item() > loss_of(one, cells).item()


def test_a_crop_of_a_sample_with_words_has_some() -> None:
    source = random.Random(2)
    for _ in range(20):
        pixels, cells = cropped(barred(True), source)
        assert pixels.shape == (SIDE, SIDE, 3)
        assert cells.shape == (SIDE // STRIDE, SIDE // STRIDE)
        assert (cells != NOTHING).any()
    assert (cropped(barred(False), source)[1] == NOTHING).all()


def test_samples_of_drawn_stickers_and_of_pictures_without_words(bundle: Bundle, tmp_path: Path) -> None:
    sampler = Sampler(bundle)
    drawn = list(sampler.drawn(8, 5, "fit"))
    assert len(drawn) == 16
    assert {True, False} == {bool((sample.cells == TEXT).any()) for sample in drawn}
    Image.new("RGB", (256, 256), "teal").save(tmp_path / "a.png")
    row = Picture("a.png", "shapes", "shape", "none", None, "a", "train", "Apache-2.0")
    write_index(tmp_path, [row])
    (first, faint) = sampler.pictures(tmp_path, 1, 5, "train")
    assert (first.cells == NOTHING).all()
    assert (faint.cells == NOTHING).all()
    assert list(sampler.pictures(tmp_path, 0, 5, "train")) == []


def test_the_record_names_the_gate_once() -> None:
    samples = [barred(True), barred(False)]

    class Open(TextGate):
        def __init__(self) -> None: ...

        def opens(self, rgb: np.ndarray) -> bool:
            return True

    part = {"files": ["ocr_det.onnx"], "weights": [], "preprocessing": {"long_side": 416}, "metrics": []}
    read = [DataRecord(name="objects", licence="for research", use="train", count=3)]
    once = record(part, measure(Open(), samples), read)
    assert record(once, measure(Open(), samples), read) == once
    assert once["training_data"][0]["licence"] == "for research"
    assert once["files"] == ["ocr_det.onnx", FILE]
    assert [row["value"] for row in once["metrics"]] == [0.0, 1.0]
