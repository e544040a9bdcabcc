"""An output that was damaged or changed since is left as it is: to go on with it would lose rows or write them twice."""

from pathlib import Path

import pytest

from stickerguard.batch.resume import finished_rows
from stickerguard.errors import StickerguardError
from tests.batch.stubs import BLANK, written


def refused(path: Path, words: str) -> None:
    """Check that nobody goes on with `path`, and that it stays as it was."""
    before = path.read_bytes()
    with pytest.raises(StickerguardError, match=words) as caught:
        finished_rows(path)
    assert caught.value.code == "not_resumable"
    assert path.read_bytes() == before


def test_jsonl_with_other_line_ends_is_left_untouched(tmp_path: Path) -> None:
    path = written(tmp_path / "out.jsonl", BLANK, BLANK)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    refused(path, "other line ends")
