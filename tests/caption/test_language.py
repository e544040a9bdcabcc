"""The script tells the language where it can, and says so where it cannot."""

import pytest

from stickerguard.caption.language import guess_language


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("早上好", "zh"),
        ("早上好 good", "zh"),
        ("おはよう世界", "ja"),
        ("좋은 아침", "ko"),
        ("good morning", "und-Latn"),
        ("доброе утро", "und-Cyrl"),
        ("123 !?", "und"),
        ("", "und"),
    ],
)
def test_guess(text: str, tag: str) -> None:
    assert guess_language(text) == tag
