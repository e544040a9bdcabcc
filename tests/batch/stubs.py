"""Classifiers that a worker process can build, and that misbehave on some file names."""

import os
import signal
import time
from pathlib import Path

from stickerguard.classifier import failed_verdict
from stickerguard.errors import StickerguardError
from stickerguard.types import BundleRef, Verdict

BUNDLE = BundleRef("stub", "0.0.1", "0" * 64)


class Misbehaving:
    """Dies, hangs or raises on files named so; every other file gets a verdict that names the process."""

    def classify(self, sticker: Path, *, caption: str | None = None) -> Verdict:
        if "die" in sticker.name:
            os.kill(os.getpid(), signal.SIGKILL)
        if "hang" in sticker.name:
            time.sleep(60)
        if "raise" in sticker.name:
            raise MemoryError("too much")
        error = StickerguardError(f"{os.getpid()} {caption}", code="stub")
        return failed_verdict(str(sticker), error, bundle=BUNDLE, provider="cpu")


def make_misbehaving() -> Misbehaving:
    """For a worker process."""
    return Misbehaving()
