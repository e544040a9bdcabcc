"""Measure a bundle: `python -m models.evaluation --bundle DIR --out out/evaluation/NAME`.

Writes report.md, report.json and plots, and, with `--update`, puts the figures into the bundle's manifest and writes
its model card anew. `--compare A B` sets two reports side by side instead.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from models.evaluation.caption import caption_metrics, caption_model, held_out_captions, score_captions
from models.evaluation.caption_bench import bench_metrics
from models.evaluation.kinds import kind_metrics
from models.evaluation.pairs import Half, pair_metrics
from models.evaluation.people import pointing, within_pages
from models.evaluation.plots import reliability_plot, roc_plot
from models.evaluation.report import compare, comparison_text, write_report
from models.evaluation.update import update_bundle
from models.evaluation.vision import score_test_pictures, vision_metrics, vision_model
from models.vision.slices import part_of
from stickerguard import Bundle


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", type=Path, help="default: the bundle of this checkout")
    parser.add_argument("--pictures", type=Path, default=Path("out/data/vision"))
    parser.add_argument("--captions", type=Path, default=Path("out/data/caption/captions.jsonl"))
    parser.add_argument("--out", type=Path, default=Path("out/evaluation"))
    parser.add_argument("--captions-only", action="store_true", help="leave out the pictures: minutes in place of many")
    parser.add_argument("--update", action="store_true", help="write the figures into the bundle and its model card")
    parser.add_argument("--compare", nargs=2, type=Path, metavar=("A", "B"), help="folders of two reports")
    args = parser.parse_args()
    if args.compare:
        print(comparison_text(compare(*args.compare)))
        return
    bundle = Bundle.load(args.bundle)
    if args.captions_only:
        sections = evaluate_captions(bundle, args.captions, args.out)
    else:
        sections = evaluate(bundle, args.pictures, args.captions, args.out)
    if args.update:
        update_bundle(bundle, sections)
    print((args.out / "report.md").read_text(encoding="utf-8"))


def evaluate(bundle: Bundle, picture_set: Path, caption_set: Path, out: Path) -> dict[str, list[dict[str, object]]]:
    """Score the held-out halves with `bundle`, write the report into `out`, and return its sections."""
    pictures, minor = score_test_pictures(bundle, picture_set)
    rows, model = held_out_captions(caption_set), caption_model(bundle)
    suggestive = score_captions(model, [row["text"] for row in rows])
    certain = np.asarray([p.label != "minor_weak" for p in pictures])
    beds = np.asarray([part_of(p) for p in pictures])
    positive = np.asarray([p.label == "minor" for p in pictures])
    suggests = np.asarray([row["low"] >= 2 for row in rows])
    langs = np.asarray([row["lang"] for row in rows])
    sections = {
        "vision": [
            *vision_metrics(pictures, minor),
            *within_pages(pictures, minor),
            *pointing(vision_model(bundle), picture_set, pictures),
        ],
        "caption": [*caption_metrics(model, rows), *bench_metrics(bundle, model, rows)],
        "fusion": [
            *kind_metrics(bundle, pictures, minor, rows, suggestive),
            *pair_metrics(
                bundle,
                Half(minor[certain], positive[certain], beds[certain]),
                Half(suggestive, suggests, langs),
            ),
        ],
    }
    curves = {
        f"vision, {bed}": (positive[certain & (beds == bed)], minor[certain & (beds == bed)])
        for bed in sorted({str(bed) for bed in beds})
        if 0 < positive[certain & (beds == bed)].sum() < (certain & (beds == bed)).sum()
    } | {f"caption, {lang}": (suggests[langs == lang], suggestive[langs == lang]) for lang in sorted(set(langs))}
    reliability_plot(out / "reliability.png", curves)
    roc_plot(out / "roc.png", curves)
    write_report(out, f"{bundle.ref.name} {bundle.ref.version}", sections, ["roc.png", "reliability.png"])
    return sections


def evaluate_captions(bundle: Bundle, caption_set: Path, out: Path) -> dict[str, list[dict[str, object]]]:
    """Score the held-out captions alone, write the report into `out`, and return its one section."""
    rows, model = held_out_captions(caption_set), caption_model(bundle)
    sections = {"caption": [*caption_metrics(model, rows), *bench_metrics(bundle, model, rows)]}
    write_report(out, f"{bundle.ref.name} {bundle.ref.version}", sections, [])
    return sections


if __name__ == "__main__":
    main()
