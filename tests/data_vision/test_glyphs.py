"""Emoji drawn by an installed font."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from data.recipe import GlyphSource
from data.vision import glyphs
from data.vision.glyphs import build_glyphs

DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


def use(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    source = GlyphSource(name="plain", package="fonts-plain", version="1", licence="free", file=file)
    monkeypatch.setattr(glyphs, "recipe", lambda: SimpleNamespace(glyphs=(source,)))


@pytest.mark.skipif(not DEJAVU.is_file(), reason="needs the DejaVu font that make test installs")
def test_every_labelled_glyph_becomes_a_test_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, DEJAVU)
    rows = {row.group: row for row in build_glyphs(tmp_path)}
    assert {(row.split, row.kind, row.licence) for row in rows.values()} == {("test", "glyph", "free")}
    snowman = rows["plain/2603.png"]
    assert snowman.label == "none"
    alpha = np.asarray(Image.open(tmp_path / snowman.file))[..., 3]
    assert alpha.shape == (256, 256)
    assert 0.02 < (alpha > 0).mean() < 0.9


def test_a_font_that_is_not_there_is_left_out_with_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    use(monkeypatch, tmp_path / "none.ttf")
    assert build_glyphs(tmp_path) == []
    assert "apt install fonts-plain" in caplog.text
