"""What the page gets to see of a sticker."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from stickerguard.errors import StickerguardError
from stickerguard.images import Limits
from stickerguard.review.pictures import Pictures
from stickerguard.types import MinorSignal
from tests.drawing import animate, shapes
from tests.idle import kill_idle
from tests.review.pictures import of_file, sticker
from tests.review.rows import verdict


@pytest.fixture(scope="module")
def pictures() -> Iterator[Pictures]:
    with Pictures(limits=Limits(max_pixels=100_000)) as opened:
        yield opened


def pixels(png: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(png)) as image:
        assert image.format == "PNG"
        assert not getattr(image, "is_animated", False)
        return np.asarray(image.convert("RGB"), np.int16)


def test_the_blurred_picture_is_grey_and_has_no_edges(pictures: Pictures, tmp_path: Path) -> None:
    shown = pictures.show(sticker(tmp_path, "x.png"))
    clear, blurred = pixels(shown.clear), pixels(shown.blurred)
    assert clear.shape == (80, 120, 3) == blurred.shape
    assert np.ptp(clear, axis=2).max() > 40
    assert np.ptp(blurred, axis=2).max() == 0
    assert np.abs(np.diff(clear, axis=1)).max() > 40
    assert np.abs(np.diff(blurred, axis=1)).max() < 20


def test_of_an_animation_one_still_frame_is_shown_the_one_that_decided_first(
    pictures: Pictures, tmp_path: Path
) -> None:
    path = tmp_path / "moves.webp"
    frames = [shapes(seed=seed) for seed in range(3)]
    path.write_bytes(animate(frames, "WEBP", lossless=True))
    found = of_file(path, minor=MinorSignal("evaluated", 0.9, 2, 0.9))
    shown = pictures.show(found)
    assert (shown.frame, shown.frames) == (2, (0, 1, 2))
    assert pictures.show(found, 1).frame == 1
    assert pictures.show(found, 99).frame == 2
    assert len({pictures.show(found, number).clear for number in range(3)}) == 3


def test_near_duplicates_hash_alike(pictures: Pictures, tmp_path: Path) -> None:
    one = pictures.show(sticker(tmp_path, "one.png"))
    assert one.hashes == pictures.hashes(sticker(tmp_path, "again.png"))
    assert len(one.hashes) == 32


def test_what_cannot_be_shown_says_why_and_the_next_is_shown(pictures: Pictures, tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n broken")
    large = tmp_path / "large.png"
    Image.new("RGB", (1_000, 1_000)).save(large)
    for found, code in (
        (of_file(tmp_path / "broken.png"), "truncated"),
        (of_file(large), "too_many_pixels"),
        (verdict(str(tmp_path / "gone.png")), "not_found"),
    ):
        with pytest.raises(StickerguardError) as refused:
            pictures.show(found)
        assert refused.value.code == code
        assert found.source in str(refused.value)
    later = sticker(tmp_path, "gone.png")
    assert pictures.show(replace(later, sha256=None)).width == 120


def test_a_decoder_that_dies_or_hangs_costs_one_sticker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from stickerguard.review import pictures as module

    found = sticker(tmp_path, "x.png")
    for fault, seconds, code in ((_die, 60.0, "corrupt"), (_hang, 0.5, "too_slow")):
        with Pictures(seconds=seconds) as opened, monkeypatch.context() as patch:
            patch.setattr(module, "_picture", fault)
            with pytest.raises(StickerguardError) as refused:
                opened.show(found)
        assert refused.value.code == code


def test_a_decoder_that_is_killed_without_a_sticker_costs_nothing(tmp_path: Path) -> None:
    found = sticker(tmp_path, "x.png")
    with Pictures() as opened:
        for _ in range(2):
            shown = opened.show(found)
            assert opened.hashes(found) == shown.hashes
            for pool in opened._pools:
                kill_idle(pool.workers.current)
            assert opened.show(found, 0).clear == shown.clear
            assert opened.show(sticker(tmp_path, "y.png", seed=1)).clear != shown.clear


def _die(*_: object) -> None:
    import os

    os._exit(9)


def _hang(*_: object) -> None:
    import time

    time.sleep(600)
