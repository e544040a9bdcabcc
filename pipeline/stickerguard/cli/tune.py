"""`stickerguard tune`: what people decided -> thresholds, with the rates that may be expected of them."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import click

from stickerguard.batch.outputs import Outputs
from stickerguard.bundle import Bundle
from stickerguard.cli.abridged import abridged
from stickerguard.cli.exit_codes import ExitCode
from stickerguard.cli.numbers import Number
from stickerguard.cli.options import one_of, threshold_options
from stickerguard.cli.outputs import named
from stickerguard.cli.paths import FILE
from stickerguard.errors import StickerguardError
from stickerguard.fusion import FusionModel
from stickerguard.runtime import RuntimeOptions
from stickerguard.thresholds import ThresholdsFile, TunedFor, chosen
from stickerguard.tuning.decisions import read_decisions
from stickerguard.tuning.evidence import Evidence, gather
from stickerguard.tuning.plot import FORMATS, plot_tradeoff
from stickerguard.tuning.rates import Rate, require_scipy
from stickerguard.tuning.run import read_run
from stickerguard.tuning.run_provenance import RunProvenance
from stickerguard.tuning.tradeoff import (
    Point,
    at,
    at_least_recall,
    at_most_false_positives,
    at_most_reviews,
    curve,
    slices,
)
from stickerguard.types import BundleRef, Thresholds
from stickerguard.whole_file import write_whole
from stickerguard.writable import visible

_SHOWN = 10
"""Thresholds in the table, beside the one in use and the one that is chosen."""
_NAMES = ("recall", "false_positives", "precision", "marked")


class Percentage(click.ParamType[float]):
    """A share, written as 0.5% or 0.005."""

    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The share, from 0 to 1."""
        text = str(value).strip()
        try:
            share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            self.fail(f"{value!r} is no share; write 0.5% or 0.005", param, ctx)
        if not 0 <= share <= 1:
            self.fail(f"{value!r} is not between 0 and 100%; write 0.5% or 0.005", param, ctx)
        return share


@click.command()
@click.argument("decisions", type=FILE)
@click.option("--sample", "samples", type=FILE, multiple=True, help="What sample drew for review; one a run.")
@click.option("--verdicts", type=FILE, help="The run that was reviewed, to know how many were marked and clear.")
@click.option("--false-positives", type=Percentage(), help="Mark at most this share of harmless stickers.")
@click.option("--recall", type=Percentage(), help="Mark at least this share of harmful stickers.")
@click.option("--reviews-a-day", type=Number(min=0), help="Mark at most as many stickers a day; with --volume.")
@click.option("--volume", type=Number(min=0, min_open=True), help="Stickers a day.")
@click.option("-o", "--output", type=FILE, help="Write the thresholds as .yaml.")
@click.option("--name", help="What the thresholds call themselves in verdicts [default: tuned-DATE].")
@click.option("--rates", type=FILE, help="Write the rates at every threshold, and by slice, as .csv.")
@click.option("--picture", type=FILE, help="Draw the trade-off into an .svg, .png or .pdf.")
@click.option("--overwrite", is_flag=True, help="Replace former outputs.")
@click.option("--bundle", "bundle_path", type=FILE, help="Bundle that made the verdicts [default: the shipped].")
@threshold_options
def tune(
    decisions: Path,
    samples: tuple[Path, ...],
    verdicts: Path | None,
    false_positives: float | None,
    recall: float | None,
    reviews_a_day: float | None,
    volume: float | None,
    output: Path | None,
    name: str | None,
    rates: Path | None,
    picture: Path | None,
    overwrite: bool,
    bundle_path: Path | None,
    operating_point: str | None,
    thresholds: Path | None,
) -> None:
    """Tell from DECISIONS, the CSV that 'decisions export' writes, what each threshold does, and choose one.

    --bundle, --operating-point and --thresholds say with what the verdicts were made; others are refused. Only marked
    stickers come to review by themselves: draw clear ones with 'sample', have them reviewed too, and give the file with
    --sample.
    """
    questions = {"false_positives": false_positives, "recall": recall, "reviews_a_day": reviews_a_day}
    asked = {key: value for key, value in questions.items() if value is not None}
    if len(asked) > 1:
        raise click.UsageError("ask one of --false-positives, --recall and --reviews-a-day")
    if (reviews_a_day is None) != (volume is None):
        raise click.UsageError("--reviews-a-day and --volume go together")
    if output and not asked:
        raise click.UsageError("-o needs a question: --false-positives, --recall or --reviews-a-day")
    files = tuple(path for path in (output, rates, picture) if path)
    outputs = Outputs(overwrite=overwrite, resumable=False, files=files)
    outputs.check(filter(None, (decisions, *samples, verdicts, thresholds)))
    if picture and picture.suffix.lower() not in FORMATS:
        raise click.BadParameter(f"{picture} must end in one of {', '.join(FORMATS)}", param_hint="--picture")
    require_scipy()
    click.get_current_context().with_resource(outputs.held())
    bundle = Bundle.load(bundle_path)
    used = chosen(bundle, one_of(operating_point, thresholds))
    evidence, refused = _evidence(decisions, samples, verdicts, bundle, used)
    points = curve(evidence)
    if not points:
        raise StickerguardError(f"{decisions}: no decision on a sticker that a threshold marks", code="not_known")
    found: Point | None = None
    if false_positives is not None:
        found = at_most_false_positives(points, false_positives)
    elif recall is not None:
        found = at_least_recall(points, recall)
    elif reviews_a_day is not None and volume is not None:
        found = at_most_reviews(points, reviews_a_day, volume)
        asked["volume"] = volume
    _tell(evidence, points, found or at(evidence, used.review), found, used, volume)
    if rates:
        with named(rates):
            _write_rates(rates, evidence, points, found or at(evidence, used.review))
    if picture:
        with named(picture):
            plot_tradeoff(points, picture, chosen=found)
    if output and found:
        result = _result(found, name, used, bundle.ref, asked, evidence)
        with named(output):
            result.write(output)
        click.echo(f"thresholds in {output}: review {result.review:.6g}, flag {result.flag:.6g}", err=True)
    if refused:
        sys.exit(ExitCode.SOME_INPUTS_FAILED)


def _evidence(
    decisions: Path, samples: tuple[Path, ...], verdicts: Path | None, bundle: Bundle, used: Thresholds
) -> tuple[Evidence, bool]:
    fusion = FusionModel(bundle.file("fusion.onnx"), options=RuntimeOptions())
    read = read_decisions(decisions)
    provenance = RunProvenance(bundle.ref, used)
    run, wrong = read_run(verdicts, used.review, read.stickers, provenance) if verdicts else (None, [])
    _warn(read.refused)
    _warn(wrong)
    bound = cache(fusion.bound)
    evidence = gather(read, samples=samples, run=run, bound=bound, review=used.review, provenance=provenance)
    return evidence, bool(read.refused or wrong)


def _warn(problems: Iterable[str]) -> None:
    for problem in abridged(problems):
        click.echo(f"stickerguard: {visible(problem)}", err=True)


def _tell(
    evidence: Evidence, points: list[Point], point: Point, found: Point | None, used: Thresholds, volume: float | None
) -> None:
    for note in evidence.notes:
        click.echo(f"- {note}")
    if evidence.floor:
        click.echo(f"- nothing is known of thresholds under {evidence.floor:.4f}: captions were not read there")
    step = max(1, len(points) // _SHOWN)
    some = {shown.threshold: shown for shown in [*points[::step], at(evidence, used.review), point]}
    click.echo(f"\n{'threshold':>20}  " + "".join(f"{name.replace('_', ' '):>28}" for name in _NAMES))
    for threshold in sorted(some):
        mark = "chosen" if found and threshold == found.threshold else "in use" if threshold == used.review else ""
        click.echo(f"{mark:>8} {threshold:>11.4f}  {_cells(some[threshold])}")
    click.echo(f"\nby slice, at {point.threshold:.4f} (stickers decided about)")
    for part in slices(evidence, point.threshold):
        cells = _cells(part.point) if part.point else "too few decisions to tell"
        click.echo(f"{part.name} {part.value} ({part.count})\n{'':>22}{cells}")
    if volume and point.marked:
        low, high = (volume * end for end in (point.marked.low, point.marked.high))
        click.echo(
            f"\nof {volume:,.0f} stickers {volume * point.marked.value:,.0f} ({low:,.0f} to {high:,.0f}) go to review"
        )


def _cells(point: Point) -> str:
    return "".join(f"{_shown(getattr(point, name)):>28}" for name in _NAMES)


def _shown(rate: Rate | None) -> str:
    if rate is None:
        return "not known"
    return f"{100 * rate.value:.3g}% ({100 * rate.low:.3g} to {100 * rate.high:.3g})"


def _write_rates(path: Path, evidence: Evidence, points: list[Point], point: Point) -> None:
    columns = [f"{name}{end}" for name in _NAMES for end in ("", "_low", "_high", "_count")]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["slice", "value", "stickers", "threshold", *columns])
    for each in points:
        writer.writerow(["all", "", evidence.decided, each.threshold, *_numbers(each)])
    for part in slices(evidence, point.threshold):
        writer.writerow([part.name, part.value, part.count, point.threshold, *_numbers(part.point)])
    write_whole(path, text.getvalue())


def _numbers(point: Point | None) -> list[float | None]:
    rates = [getattr(point, name, None) for name in _NAMES]
    return [value for rate in rates for value in (asdict(rate).values() if rate else [None] * 4)]


def _result(
    found: Point, name: str | None, used: Thresholds, ref: BundleRef, asked: dict[str, float], evidence: Evidence
) -> ThresholdsFile:
    measured: dict[str, Any] = {"stickers": evidence.decided, "notes": list(evidence.notes)}
    for rate_name in _NAMES:
        rate: Rate | None = getattr(found, rate_name)
        measured[rate_name] = rate and {key: round(value, 6) for key, value in asdict(rate).items()}
    return ThresholdsFile(
        name=name or f"tuned-{datetime.now(UTC):%Y-%m-%d}",
        review=found.threshold,
        flag=max(found.threshold, used.flag),
        bundle=TunedFor(**asdict(ref)),
        asked=asked,
        measured=measured,
    )
