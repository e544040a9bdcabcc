"""How captions stand in a training epoch: in company, in lines, in parts."""

import random

import pytest
import torch
from torch import nn

from models.caption.batches import Company, EpochCaptions
from models.caption.config import CaptionConfig
from models.caption.noise import Row, wrapped
from models.caption.smoke import smoke_run
from models.caption.train import CaptionTrainer
from stickerguard.caption.pieces import LONG
from stickerguard.caption.width import width_of

HARMLESS = ["see you on monday", "the bus is late again", "who took the last of the milk and put it back empty?"]


def rows(*texts: str, severity: int = 0) -> list[Row]:
    return [
        {"text": text, "lang": "en", "source": "made", "low": severity, "high": severity, "kind": "everyday"}
        for text in texts
    ]


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> CaptionConfig:
    base = smoke_run(tmp_path_factory.mktemp("batches")).config
    return base.model_copy(update={"noise": 0.0, "company": 0.0})


def read(config: CaptionConfig, captions: list[Row]) -> list[str]:
    epoch = EpochCaptions(captions, config)
    return [str(epoch[index]["text"]) for index in epoch.order(0)]


def test_a_short_line_beside_leaves_one_saying() -> None:
    company, source = Company(rows(*HARMLESS)), random.Random(1)
    beside = {company.beside("thank you all", "en", source) for _ in range(40)}
    assert beside >= {"thank you all\nsee you on monday", "see you on monday\nthank you all"}
    assert all(width_of(text) <= LONG and not text.startswith("\n") for text in beside)
    assert company.beside("merci", "fr", source) == "merci"
    assert company.beside("thank you all " * 4, "en", source) == "thank you all " * 4


def test_captions_are_wrapped_as_they_fit() -> None:
    source = random.Random(2)
    for text, lang in ((HARMLESS[-1], "en"), ("谁把最后一瓶牛奶喝了也不说一声", "zh")):
        lines = wrapped(text, lang, source).splitlines()
        assert len(lines) > 1
        assert (" " if lang == "en" else "").join(lines) == text
        assert max(map(width_of, lines)) <= 28
    assert wrapped(" \n ", "en", source) == ""


def test_parts_of_harmless_captions_come_alone_and_of_others_do_not(config: CaptionConfig) -> None:
    parts = config.model_copy(update={"fragments": 1.0})
    (part,) = read(parts, rows(HARMLESS[-1]))
    assert part in HARMLESS[-1]
    assert len(part) < len(HARMLESS[-1])
    (whole,) = read(parts, rows(HARMLESS[-1], severity=1))
    assert whole == HARMLESS[-1]


def test_lower_layers_learn_more_slowly(config: CaptionConfig, tmp_path_factory: pytest.TempPathFactory) -> None:
    class Encoder(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = nn.Module()
            self.encoder.layer = nn.ModuleList(nn.Linear(2, 2) for _ in range(3))

    network = nn.Module()
    network.encoder, network.score = Encoder(), nn.Linear(2, 1)
    network.gaps = nn.Parameter(torch.ones(2))
    network.encoder.encoder.layer[0].requires_grad_(False)
    trainer = CaptionTrainer.__new__(CaptionTrainer)
    trainer.config = config.model_copy(update={"learning_rate": 0.1, "layer_decay": 0.5, "head_learning_rate": 1.0})
    trainer.optimizer, trainer.model = None, network
    trainer.accelerator = type("Plain", (), {"unwrap_model": staticmethod(lambda model: model)})()
    rates = [group["lr"] for group in trainer.create_optimizer().param_groups]
    assert rates == [0.1, 0.05, 1.0]


def test_new_writers_come_whole_beside_a_draw_of_those_known(config: CaptionConfig) -> None:
    fresh = [{**row, "source": "fresh"} for row in rows(*(f"new one {n}" for n in range(10)))]
    drawn = config.model_copy(update={"known": 0.5, "whole": ("fresh",), "negatives": 0})
    captions = EpochCaptions([*rows(*(f"known {n}" for n in range(40))), *fresh], drawn)
    epochs = [[str(captions[index]["text"]) for index in captions.order(epoch)] for epoch in (0, 1)]
    for texts in epochs:
        assert sum(text.startswith("new one") for text in texts) == 10
        assert sum(text.startswith("known") for text in texts) == 20
    assert set(epochs[0]) != set(epochs[1])
