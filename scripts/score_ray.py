"""Score a manifest or a folder on a Ray cluster; copy this and adapt it.

python scripts/score_ray.py stickers.parquet verdicts/ [--actors 8] [--gpus 1]
python scripts/score_ray.py s3://bucket/stickers/ s3://bucket/verdicts/
"""

from __future__ import annotations

import argparse
import functools
from pathlib import Path

import ray

from stickerguard import RuntimeOptions, StickerClassifier
from stickerguard.batch.manifests import FORMATS, Columns
from stickerguard.batch.ray import check_output, read_folder, read_manifest, score_dataset
from stickerguard.batch.scorer import Scorer


def make_scorer(provider: str) -> Scorer:
    """Runs inside each actor."""
    return Scorer(StickerClassifier(runtime=RuntimeOptions(provider=provider)))


def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stickers", help="a .parquet or .csv manifest with a column path, or a folder of stickers")
    parser.add_argument("verdicts", help="folder for the Parquet files with the verdicts")
    parser.add_argument("--keep", action="append", default=[], help="a column of the manifest to carry through")
    parser.add_argument("--actors", type=int, help="classifiers at work, one CPU each [default: all CPUs but one]")
    parser.add_argument("--gpus", type=float, default=0.0, help="GPUs (or a part of one) for each classifier")
    args = parser.parse_args()
    check_output(args.verdicts)
    # A notebook, or whoever calls this, may have a session already.
    ray.init(ignore_reinit_error=True)
    actors = args.actors or max(1, int(ray.cluster_resources()["CPU"]) - 1)
    base = "."
    columns = Columns(keep=tuple(args.keep))
    if args.stickers.lower().endswith(FORMATS):
        dataset, base = read_manifest(args.stickers, columns), str(Path(args.stickers).parent)
    else:
        dataset = read_folder(args.stickers)
    make = functools.partial(make_scorer, "cuda" if args.gpus else "cpu")
    verdicts = score_dataset(dataset, make, columns=columns, base=base, actors=actors, gpus=args.gpus)
    verdicts.write_parquet(args.verdicts)


if __name__ == "__main__":
    main()
