"""Each hand draws everybody, the same for the same source, without a word."""

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from data.artists import WHO, hand
from data.recipe import recipe
from data.vision.artists import build_artists
from data.vision.node import rasterised

HANDS = recipe().artists.hands


@pytest.mark.parametrize("name", HANDS)
@pytest.mark.parametrize("who", WHO)
def test_everybody_is_drawn_in_many_ways_and_without_words(name: str, who: str) -> None:
    drawn = [hand(name)(random.Random(f"{name} {number}"), who) for number in range(6)]
    assert len(set(drawn)) == 6
    assert not any("<text" in svg or "href" in svg for svg in drawn)
    for svg in drawn:
        pixels = rasterised(svg, 64)
        seen = np.where(pixels[..., 3:] > 0, pixels[..., :3], 255)
        assert seen.reshape(-1, 3).std(axis=0).max() > 5


@pytest.mark.parametrize("name", HANDS)
def test_equal_sources_draw_the_same_and_ages_differ(name: str) -> None:
    first, again = (hand(name)(random.Random(7), "child") for _ in range(2))
    assert first == again
    assert first != hand(name)(random.Random(7), "adult")


def test_the_set_holds_each_style_once_with_everybody(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        rows = build_artists(tmp_path, pool, share=0.004)
    assert rows
    groups = {row.group for row in rows}
    assert len(rows) == len(groups) * len(WHO)
    assert {row.label for row in rows} == {"minor", "adult", "none"}
    assert {row.split for row in rows} == {"train"}
    assert all((tmp_path / row.file).stat().st_size > 200 for row in rows)
