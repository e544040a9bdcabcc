"""Fixtures shared by all tests. The shipped bundle is loaded once a run: it is read-only."""

import shutil
import signal
from pathlib import Path

import pytest

from stickerguard import Bundle, StickerClassifier
from stickerguard.bundle import default_bundle_path

ROOT = Path(__file__).parent.parent


def pytest_configure() -> None:
    """Shells start what runs in the background with Ctrl-C ignored, and what a test starts inherits it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    return Bundle.load()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped bundle, to be changed."""
    return Path(shutil.copytree(default_bundle_path(), tmp_path / "bundle"))


@pytest.fixture(scope="session")
def classifier(bundle: Bundle) -> StickerClassifier:
    return StickerClassifier(bundle)


@pytest.fixture(scope="session")
def exhaustive(bundle: Bundle) -> StickerClassifier:
    return StickerClassifier(bundle, exhaustive=True)


@pytest.fixture(scope="session")
def samples() -> Path:
    return ROOT / "data" / "samples" / "stickers"
