"""Measure a bundle: `python -m models.evaluation --bundle DIR --out out/evaluation/NAME`.

Writes report.md, report.json and plots, and, with `--update`, puts the figures into the bundle's manifest and writes
its model card anew. `--compare A B` sets two reports side by side instead.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from data.command import command
from data.vision.index import Picture
from models.evaluation.caption import caption_metrics, caption_model, held_out_captions, score_captions
from models.evaluation.caption_bench import bench_metrics, review_point
from models.evaluation.kinds import kind_metrics
from models.evaluation.own import (
    CAPTIONS,
    PICTURES,
    Change,
    Scores,
    changes,
    headline,
    is_own,
    minor_point,
    own_caption_metrics,
    own_picture_metrics,
    own_pictures,
)
from models.evaluation.pairs import Half, pair_metrics
from models.evaluation.people import pointing, within_pages
from models.evaluation.plots import reliability_plot, roc_plot
from models.evaluation.report import compare, compare_rows, comparison_text, write_report
from models.evaluation.update import update_bundle
from models.evaluation.vision import score_test_pictures, vision_metrics, vision_model
from models.vision.slices import part_of
from stickerguard import Bundle
from stickerguard.bundle import default_bundle_path
from stickerguard.errors import StickerguardError

Floats = npt.NDArray[np.floating]


@command
def main(arguments: Sequence[str] | None = None) -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", type=Path, help="default: the bundle of this checkout")
    parser.add_argument("--before", type=Path, help="the bundle to compare with; default: that of this checkout")
    parser.add_argument("--pictures", type=Path, default=Path("out/data/vision"))
    parser.add_argument("--captions", type=Path, default=Path("out/data/caption/captions.jsonl"))
    parser.add_argument("--out", type=Path, default=Path("out/evaluation"))
    parser.add_argument("--captions-only", action="store_true", help="leave out the pictures: minutes in place of many")
    parser.add_argument(
        "--tiny", action="store_true", help="leave out disguises and the bench of captions, to try the way"
    )
    parser.add_argument("--update", action="store_true", help="write the figures into the bundle and its model card")
    parser.add_argument("--release", action="store_true", help="allow --update of the shipped bundle")
    parser.add_argument("--compare", nargs=2, type=Path, metavar=("A", "B"), help="folders of two reports")
    args = parser.parse_args(arguments)
    if args.compare:
        print(comparison_text(compare(*args.compare)))
        return
    bundle, before = Bundle.load(args.bundle), Bundle.load(args.before)
    if args.update and not args.release and bundle.path.resolve() == default_bundle_path().resolve():
        raise StickerguardError(
            f"{bundle.path} is the shipped bundle, and only RELEASE=1 writes figures into it; give NAME or BUNDLE",
            code="bad_name",
        )
    if args.captions_only:
        sections = evaluate_captions(bundle, args.captions, args.out)
    else:
        former = None if before.ref == bundle.ref else before
        sections = evaluate(bundle, args.pictures, args.captions, args.out, former, bench=not args.tiny)
    if args.update:
        update_bundle(bundle, sections)
    print((args.out / "report.md").read_text(encoding="utf-8"))


def evaluate(
    bundle: Bundle, picture_set: Path, caption_set: Path, out: Path, before: Bundle | None = None, *, bench: bool = True
) -> dict[str, list[dict[str, object]]]:
    """Score the held-out halves with `bundle`, write the report into `out`, and return its sections.

    With `before` the parts that differ from its are measured with both, and the report says first which is better for
    the pictures and captions of the user's own.
    """
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
            *own_picture_metrics(bundle, pictures, minor),
            *vision_metrics(pictures, minor),
            *within_pages(pictures, minor),
            *pointing(vision_model(bundle), picture_set, pictures),
        ],
        "caption": [
            *own_caption_metrics(rows, suggestive, review_point(bundle)),
            *caption_metrics(model, rows, disguises=bench),
            *(bench_metrics(bundle, model, rows) if bench else ()),
        ],
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
    line, changed = "", list[dict[str, Any]]()
    if before is not None:
        line, changed = against(
            before, bundle, picture_set, (pictures, minor), (rows, suggestive), sections, bench=bench
        )
    write_report(out, _title(bundle), sections, ["roc.png", "reliability.png"], line, changed)
    return sections


def against(
    before: Bundle, bundle: Bundle, picture_set: Path, seen: tuple[list[Picture], Floats],
    said: tuple[list[dict[str, Any]], Floats], sections: dict[str, list[dict[str, object]]], *, bench: bool = True,
) -> tuple[str, list[dict[str, Any]]]:  # fmt: skip
    """The headline and the changed figures; parts that are the same in both bundles are not measured again."""
    found: list[Change] = []
    without: list[str] = []
    old: list[dict[str, Any]] = []
    fused = differ(before, bundle, "fusion")
    (pictures, minor), (rows, suggestive) = seen, said
    if fused or differ(before, bundle, "vision"):
        _, minor_before = score_test_pictures(before, picture_set)
        old += [*own_picture_metrics(before, pictures, minor_before), *vision_metrics(pictures, minor_before)]
        picked = own_pictures(pictures)
        positive = np.asarray([pictures[i].label == "minor" for i in picked], dtype=bool)
        groups = np.asarray([pictures[i].group for i in picked])
        points = minor_point(before), minor_point(bundle)
        found += changes(PICTURES, Scores(positive, groups, minor_before[picked], minor[picked], points))
        without += [] if len(picked) else [PICTURES]
    if fused or differ(before, bundle, "caption"):
        model = caption_model(before)
        suggestive_before = score_captions(model, [row["text"] for row in rows])
        points = review_point(before), review_point(bundle)
        old += [
            *own_caption_metrics(rows, suggestive_before, points[0]),
            *caption_metrics(model, rows, disguises=bench),
        ]
        mine = np.asarray([i for i, row in enumerate(rows) if is_own(row)], dtype=int)
        positive = np.asarray([rows[i]["low"] >= 2 for i in mine], dtype=bool)
        groups = np.asarray([rows[i]["text"] for i in mine])
        found += changes(CAPTIONS, Scores(positive, groups, suggestive_before[mine], suggestive[mine], points))
        without += [] if len(mine) else [CAPTIONS]
    if not old:
        return f"All models are those of {_title(before)}, so nothing is better or worse.", []
    changed = compare_rows(old, [row for part in ("vision", "caption") for row in sections[part]])
    elsewhere = [row for row in changed if not row["slice"].startswith((PICTURES, CAPTIONS))]
    return headline(found, elsewhere, _title(before), without), changed


def differ(a: Bundle, b: Bundle, part: str) -> bool:
    """Whether a part has other files or another calibration in `b`."""
    ours, theirs = (getattr(bundle.manifest.parts, part) for bundle in (a, b))
    hashes = [[bundle.manifest.files[name] for name in side.files] for bundle, side in ((a, ours), (b, theirs))]
    return hashes[0] != hashes[1] or ours.calibration != theirs.calibration


def _title(bundle: Bundle) -> str:
    return f"{bundle.ref.name} {bundle.ref.version}"


def evaluate_captions(bundle: Bundle, caption_set: Path, out: Path) -> dict[str, list[dict[str, object]]]:
    """Score the held-out captions alone, write the report into `out`, and return its one section."""
    rows, model = held_out_captions(caption_set), caption_model(bundle)
    sections = {"caption": [*caption_metrics(model, rows), *bench_metrics(bundle, model, rows)]}
    write_report(out, _title(bundle), sections, [])
    return sections


if __name__ == "__main__":
    main()
