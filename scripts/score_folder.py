"""Score every sticker of a folder from Python; copy this and adapt it.

python scripts/score_folder.py stickers/ verdicts.jsonl
"""

from __future__ import annotations

import sys
from pathlib import Path

from stickerguard import StickerClassifier
from stickerguard.batch.sinks import open_sink
from stickerguard.batch.sources import expand


def main(folder: str, output: str) -> None:
    """One verdict for each file under `folder`, written to `output` (.jsonl, .csv or .parquet)."""
    classifier = StickerClassifier()
    with open_sink(Path(output), with_text=False) as sink:
        for verdict in classifier.classify_many(expand([folder])):
            sink.write(verdict)
            if verdict.decision in ("review", "flag"):
                print(verdict.decision, verdict.source, *verdict.reasons, sep="\t")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
