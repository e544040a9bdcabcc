"""Classifiers that a worker process can build, and that misbehave on some file names; verdicts of nothing."""

import os
import signal
import time
from pathlib import Path

from stickerguard.batch.items import Item
from stickerguard.batch.outputs import Outputs
from stickerguard.batch.sinks import open_sink
from stickerguard.classifier import failed_verdict
from stickerguard.errors import BundleError, StickerguardError
from stickerguard.types import BundleRef, Verdict

BUNDLE = BundleRef("stub", "0.0.1", "0" * 64)
BLANK = failed_verdict("a.png", StickerguardError("", code="stub"), bundle=BUNDLE, provider="cpu")


class Misbehaving:
    """Dies, hangs or raises on files named so; makes those named "new", and every other file gets a verdict that names
    the process."""

    def score(self, item: Item) -> Verdict:
        """As `Scorer.score`."""
        name = item.source
        if "new" in name and isinstance(item.content, Path):
            item.content.touch()
        if "die" in name:
            os.kill(os.getpid(), signal.SIGKILL)
        if "hang" in name:
            time.sleep(3_600)
        if "raise" in name:
            raise ValueError("unforeseen")
        error = StickerguardError(f"{os.getpid()} {item.caption}", code="stub")
        return failed_verdict(name, error, bundle=BUNDLE, provider="cpu")


def make_until(there: Path) -> Misbehaving:
    """For a worker process; refuses once the path is there."""
    if there.exists():
        raise BundleError(f"{there}: is another bundle", code="changed_bundle")
    return Misbehaving()


def make_misbehaving() -> Misbehaving:
    """For a worker process."""
    return Misbehaving()


def written(path: Path, *rows: Verdict) -> Path:
    """`path`, with `rows` in it as a run writes them."""
    with open_sink(path, with_text=False) as sink:
        for row in rows:
            sink.write(row)
    return path


def hold(outputs: Outputs) -> None:
    """Check the outputs as a run does before it begins."""
    with outputs.held():
        pass
