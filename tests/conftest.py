"""Fixtures shared by all tests. The shipped bundle is loaded once a run: it is read-only."""

from pathlib import Path

import pytest

from stickerguard import Bundle, StickerClassifier

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    return Bundle.load()


@pytest.fixture(scope="session")
def classifier(bundle: Bundle) -> StickerClassifier:
    return StickerClassifier(bundle)


@pytest.fixture(scope="session")
def exhaustive(bundle: Bundle) -> StickerClassifier:
    return StickerClassifier(bundle, exhaustive=True)


@pytest.fixture(scope="session")
def samples() -> Path:
    return ROOT / "data" / "samples" / "stickers"
