"""The linear model of pieces beside the encoder: what it learns, and that the graph carries it."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
import yaml

from models.caption.config import load_config
from models.caption.smoke import smoke_run
from models.caption.train import captions_to_fit, load_run
from models.caption.wide import Wide, buckets_of, fit
from tests.models_caption.command import run

ROOT = Path(__file__).resolve().parents[2]
PREFIX, END = (0, 8, 9), 2
WHERE = ("--config", "config.yaml", "--data", "captions.jsonl", "--encoder", "encoder", "--out", "out")


def caption(*pieces: int) -> np.ndarray:
    return np.asarray([*PREFIX, *pieces, END], dtype=np.int64)


def said(wide: Wide, *pieces: int, padding: int = 0) -> float:
    ids = torch.from_numpy(caption(*pieces))[None]
    mask = torch.ones_like(ids)
    if padding:
        ids = torch.cat([ids, torch.ones(1, padding, dtype=torch.int64)], dim=1)
        mask = torch.cat([mask, torch.zeros(1, padding, dtype=torch.int64)], dim=1)
    return float(wide(ids, mask))


def fitted(share: float = 1.0, contrast: float = 0.0) -> Wide:
    """Piece 20 beside 30 is suggestive and beside 31 is not; 40 is, wherever it stands; 41 never."""
    source = np.random.default_rng(0)
    positive = np.asarray([number % 2 == 0 for number in range(400)])
    filler = source.integers(100, 140, (400, 3))
    words = [(20, 30) if label else (20, 31) for label in positive]
    single = [40 if label else 41 for label in positive]
    captions = [
        caption(*some[:2], *pair) if number % 4 < 2 else caption(*some, one)
        for number, (some, pair, one) in enumerate(zip(filler, words, single, strict=True))
    ]
    wide = Wide()
    fit(wide, captions, positive, share=share, strength=8.0, contrast=contrast)
    return wide


def test_single_pieces_and_pairs_of_neighbours_are_learnt() -> None:
    wide = fitted()
    assert said(wide, 110, 40) > 1 > -1 > said(wide, 110, 41)
    assert said(wide, 110, 20, 30) > 1 > -1 > said(wide, 110, 20, 31)


def test_padding_says_nothing() -> None:
    wide = fitted()
    assert said(wide, 110, 40, padding=7) == pytest.approx(said(wide, 110, 40), abs=1e-6)


def test_the_share_is_a_factor() -> None:
    assert said(fitted(0.5), 110, 40) == pytest.approx(said(fitted(), 110, 40) / 2, rel=0.01)


def test_contrast_trusts_what_tells_the_labels_apart_over_filler() -> None:
    def told(wide: Wide) -> float:
        return said(wide, 110, 40) - said(wide, 110, 41)

    def filler(wide: Wide) -> float:
        return float(np.std([said(wide, piece, 120) for piece in range(100, 140)]))

    plain, contrasted = fitted(), fitted(contrast=1.0)
    assert filler(contrasted) / told(contrasted) < filler(plain) / told(plain)


def test_what_every_caption_has_and_what_one_alone_has_counts_for_nothing() -> None:
    captions = [caption(50 + number % 5, 60) for number in range(20)] + [caption(99, 60)]
    wide = Wide()
    fit(wide, captions, np.asarray([number % 5 == 0 for number in range(20)] + [True]), share=1.0, strength=8.0)
    for piece in (*PREFIX, 60, 99, END):
        assert wide.rarity[buckets_of(np.asarray([piece]))[0]] == 0
    assert wide.rarity[buckets_of(np.asarray([50]))[0]] > 1


def test_before_anything_is_fitted_it_adds_nothing() -> None:
    assert said(Wide(), 5, 6, 7) == 0
    wide = fitted()
    wide.clear()
    assert said(wide, 110, 40) == 0


def test_a_training_fits_it_and_the_graph_says_what_it_says(tmp_path: Path) -> None:
    config = smoke_run(tmp_path).config.model_dump() | {"wide": 1.0, "epochs": 1}
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(config))
    for name in ("train", "export"):
        assert run(name, tmp_path, *WHERE).returncode == 0
    network = load_run("all", smoke_run(tmp_path).config, tmp_path / "encoder", tmp_path / "out")
    assert network.wide.weight.count_nonzero() > 10
    assert json.loads((tmp_path / "out/export.json").read_text("utf-8"))["torch_fp32"] < 1e-3


def test_where_nothing_tells_the_labels_apart_all_count_alike() -> None:
    captions = [caption(number % 7 + 20, 60 + number % 7) for number in range(28)]
    wide = Wide()
    fit(wide, captions, np.asarray([number < 14 for number in range(28)]), share=1.0, strength=8.0, contrast=1.0)
    assert abs(said(wide, 20, 60)) < 1e-2


def row(text: str, low: int, high: int, kind: str = "", term: str = "") -> dict[str, object]:
    return {"text": text, "lang": "en", "source": "s", "low": low, "high": high, "kind": kind, "term": term}


def test_everyday_words_come_undisturbed_and_of_bare_terms_those_that_mean_one_thing() -> None:
    rows = [
        row("good morning everyone", 0, 0),
        row("one or the other", 1, 2),
        row("hancock", 0, 0, "word"),
        row("blunt", 3, 3, "glossary", "alone"),
        row("mild", 1, 1, "glossary", "alone"),
        row("double", 3, 3, "glossary", "coded"),
    ]
    config = load_config(ROOT / "models/caption/config.yaml").model_copy(update={"wide_copies": 2})
    fitted_to = captions_to_fit(rows, config)
    assert fitted_to[:3] == [("good morning everyone", False), ("hancock", False), ("blunt", True)]
    assert [text for text, _ in fitted_to].count("hancock") == 3
    assert sum(positive for _, positive in fitted_to) == 3
    assert len(fitted_to) == 9


def test_captions_come_with_an_emoji_of_others_whatever_they_say() -> None:
    rows = [
        row("good morning", 0, 0),
        row("come over tonight", 2, 2),
        row("tonight 😏", 2, 2),
        row("hancock", 0, 0, "word"),
    ]
    config = load_config(ROOT / "models/caption/config.yaml").model_copy(update={"wide_copies": 0, "wide_emoji": 1.0})
    assert captions_to_fit(rows, config)[4:] == [("good morning 😏", False), ("come over tonight 😏", True)]
    without = config.model_copy(update={"wide_emoji": 0.0})
    assert len(captions_to_fit(rows, without)) == 4
