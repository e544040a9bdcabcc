"""One bundle, several versions of ONNX Runtime: `make compat` runs this in an environment for each.

python -m scripts.compat run OUT.json           score the sample stickers, every caption read
python -m scripts.compat compare A.json B.json  the decisions must be equal, the scores near
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import onnxruntime

from stickerguard import StickerClassifier

STICKERS = Path("data/samples/stickers")
NEAR = 0.02
"""8-bit rounding differs between versions: each fuses other operations."""


def run(out: Path) -> None:
    """Write what this ONNX Runtime makes of the samples."""
    rows = [
        verdict.to_dict() for verdict in StickerClassifier(exhaustive=True).classify_many(sorted(STICKERS.iterdir()))
    ]
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps({"onnxruntime": onnxruntime.__version__, "rows": rows}), encoding="utf-8")


def compare(first: Path, second: Path) -> int:
    """Print the largest differences; 1 where a decision differs or a score is not near."""
    a, b = (json.loads(path.read_text("utf-8")) for path in (first, second))
    flipped, largest = [], {"minor": 0.0, "caption": 0.0}
    for ours, theirs in zip(a["rows"], b["rows"], strict=True):
        if ours["decision"] != theirs["decision"]:
            flipped.append(ours["source"])
        for part, name in (("minor", "score"), ("caption", "suggestive")):
            largest[part] = max(largest[part], _apart(ours[part][name], theirs[part][name]))
    print(f"ONNX Runtime {a['onnxruntime']} and {b['onnxruntime']}, {len(a['rows'])} stickers:")
    print(f"largest difference: minor {largest['minor']:.5f}, suggestive {largest['caption']:.5f}; flipped: {flipped}")
    return int(bool(flipped) or max(largest.values()) > NEAR)


def _apart(a: Any, b: Any) -> float:
    return 0.0 if a is None and b is None else 1.0 if a is None or b is None else abs(a - b)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("run", "compare"))
    parser.add_argument("files", type=Path, nargs="+")
    args = parser.parse_args()
    if args.step == "compare":
        sys.exit(compare(*args.files))
    run(*args.files)
