"""What a training reads of the captions that were built."""

import json
from pathlib import Path

import pytest

from models.caption.reread import READ
from models.caption.train import read_captions
from stickerguard.errors import StickerguardError


def row(text: str, fold: str, severity: int) -> str:
    found = {"text": text, "lang": "en", "source": "own_captions", "fold": fold, "low": severity, "high": severity}
    return json.dumps(found, ensure_ascii=False)


@pytest.mark.parametrize("gap", ["\u2028", "\u2029", "\x85"])
def test_a_separator_of_unicode_ends_no_line(tmp_path: Path, gap: str) -> None:
    texts = [f"good{gap}evening", "STICKERGUARD-CANARY"]
    lines = [row(text, fold, 3 * n) for fold in "ab" for n, text in enumerate(texts)]
    path = tmp_path / "captions.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    read = {"text": texts[0], "lang": "en", "read": f"g0od{gap}evening"}
    path.with_name(READ).write_text(json.dumps(read, ensure_ascii=False) + "\n", "utf-8")
    found = read_captions(path)
    assert [caption["text"] for caption in found] == 2 * texts
    assert found[0]["read"] == [f"g0od{gap}evening"]


def test_a_line_that_was_cut_off_is_named(tmp_path: Path) -> None:
    path = tmp_path / "captions.jsonl"
    path.write_text(row("hello", "a", 0) + '\n{"text": "he', "utf-8")
    with pytest.raises(StickerguardError, match=r"captions\.jsonl:2: this line is no JSON"):
        read_captions(path)
