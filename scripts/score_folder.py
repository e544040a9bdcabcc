"""Score every sticker of a folder from Python; copy this and adapt it.

python scripts/score_folder.py stickers/ verdicts.jsonl

Exit codes: 0 done, 1 done but some stickers failed, 2 the output cannot be written or is there already.
"""

from __future__ import annotations

import sys
from pathlib import Path

from stickerguard import StickerClassifier
from stickerguard.batch.outputs import Outputs
from stickerguard.batch.scorer import Scorer
from stickerguard.batch.sinks import open_sink
from stickerguard.batch.sources import items


def main(folder: str, output: str) -> int:
    """One verdict for each sticker under `folder`, written to `output` (.jsonl, .csv or .parquet); the exit code."""
    path = Path(output)
    if path.exists():
        print(f"{path}: is there already; move it away, or give another output", file=sys.stderr)
        return 2
    scorer = Scorer(StickerClassifier())
    failed = 0
    try:
        sink = open_sink(path, with_text=False)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    with sink:
        # The output may lie in the folder.
        for item in Outputs(path).without(items([folder])):
            verdict = scorer.score(item)
            sink.write(verdict)
            if verdict.error:
                failed = 1
                print("error", verdict.error.message, sep="\t", file=sys.stderr)
            elif verdict.decision in ("review", "flag"):
                print(verdict.decision, verdict.source, *verdict.reasons, sep="\t")
    return failed


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
