"""A bundle in words for people: on one screen, in full, and against another."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from stickerguard.bundle import Bundle
from stickerguard.manifest import Manifest, Metric, OperatingPoint, Parent, Part

_WIDTH = 116


def short_description(bundle: Bundle) -> Iterator[str]:
    """At most some thirty lines: who it is, for what use, thresholds, and a line or two for each part."""
    yield from _identity(bundle, brief=True)
    for name, part in bundle.manifest.parts:
        yield f"{name}: {', '.join(part.files)}"
        yield from _wrapped(f"weights: {'; '.join(sorted({weight.licence for weight in part.weights}))}")
        if part.training_data:
            yield from _wrapped(f"data: {_total(part)}; {', '.join(sorted(_licences(part)))}")
        if part.metrics:
            yield f"  {len(part.metrics)} measured figures"
    yield "all licences, data and figures: --full; machine-readable: --json; in prose: MODEL_CARD.md"


def full_description(bundle: Bundle) -> Iterator[str]:
    """Everything the manifest says of weights, data and figures."""
    yield from _identity(bundle)
    for name, part in bundle.manifest.parts:
        yield f"\n{name}: {', '.join(part.files)}"
        for weight in part.weights:
            yield f"  weights of {weight.file}: {weight.licence}, {weight.origin}"
        for record in part.training_data:
            version = f" {record.version}" if record.version else ""
            yield f"  data: {record.name}{version}, {record.licence}, {record.use}, {record.count} samples"
        for metric in part.metrics:
            yield f"  {_figure(metric)}"


def differences(a: Bundle, b: Bundle) -> Iterator[str]:
    """One line for each thing that differs, as `what: in a -> in b`; nothing where the bundles are the same."""
    ours, theirs = a.manifest, b.manifest
    for what, one, other in (
        ("name", ours.name, theirs.name),
        ("version", ours.version, theirs.version),
        ("made", f"{ours.created:%Y-%m-%d %H:%M:%S}", f"{theirs.created:%Y-%m-%d %H:%M:%S}"),
        ("manifest schema", str(ours.schema_version), str(theirs.schema_version)),
        ("minimum ONNX Runtime", ours.minimum_onnxruntime, theirs.minimum_onnxruntime),
        ("use", ours.usage, theirs.usage),
        ("made from", _ancestors(ours), _ancestors(theirs)),
    ):
        if one != other:
            yield f"{what}: {one} -> {other}"
    for file in sorted(ours.files.keys() | theirs.files.keys()):
        one, other = ours.files.get(file, "-"), theirs.files.get(file, "-")
        if one != other:
            yield f"file {file}: {one[:12]} -> {other[:12]}"
    points = [{point.name: point for point in manifest.operating_points} for manifest in (ours, theirs)]
    for point in sorted(points[0].keys() | points[1].keys()):
        shown = [_exact_point(side[point]) if point in side else "none" for side in points]
        if shown[0] != shown[1]:
            yield f"operating point {point}: {shown[0]} -> {shown[1]}"
    for (name, part), (_, other_part) in zip(ours.parts, theirs.parts, strict=True):
        yield from _part_differences(name, part, other_part)


def _part_differences(name: str, a: Part, b: Part) -> Iterator[str]:
    for what, one, other in (
        ("preprocessing", _pairs(a.preprocessing), _pairs(b.preprocessing)),
        ("labels", ", ".join(a.labels), ", ".join(b.labels)),
        ("calibration", _calibration(a), _calibration(b)),
        ("opset", a.opset, b.opset),
        ("made by", a.command, b.command),
    ):
        if one != other:
            yield f"{name}, {what}: {one} -> {other}"
    yield from _sets(f"{name}, licence of weights", *({f"{w.file}: {w.licence}" for w in p.weights} for p in (a, b)))
    yield from _sets(f"{name}, origin of weights", *({f"{w.file}: {w.origin}" for w in p.weights} for p in (a, b)))
    yield from _sets(f"{name}, licence of data", _licences(a), _licences(b))
    data = [{f"{r.name} ({r.licence}, {r.use}, {r.count})" for r in part.training_data} for part in (a, b)]
    yield from _sets(f"{name}, data", *data)
    figures = [{(m.slice, m.metric): m.value for m in part.metrics} for part in (a, b)]
    both = figures[0].keys() & figures[1].keys()
    changed = sum(figures[0][key] != figures[1][key] for key in both)
    only = len(figures[0]) - len(both), len(figures[1]) - len(both)
    if changed or any(only):
        yield f"{name}, figures: {changed} changed, {only[0]} only in the first, {only[1]} only in the second"


def _calibration(part: Part) -> str:
    return _pairs(part.calibration.model_dump()) if part.calibration else "none"


def _pairs(values: dict[str, Any]) -> str:
    return ", ".join(f"{key} {value}" for key, value in sorted(values.items())) or "none"


def _sets(what: str, a: set[str], b: set[str]) -> Iterator[str]:
    for sign, only in (("-", a - b), ("+", b - a)):
        for entry in sorted(only):
            yield f"{what}: {sign} {entry}"


def _identity(bundle: Bundle, *, brief: bool = False) -> Iterator[str]:
    manifest = bundle.manifest
    parents = [parent for parent in (manifest.parent, *manifest.further_parents) if parent]
    yield f"{manifest.name} {manifest.version}, made {manifest.created:%Y-%m-%d}, SHA-256 {bundle.ref.sha256}"
    yield f"use: {manifest.usage}"
    if brief and len(parents) > 1:
        names = ", ".join(f"{parent.name} {parent.version}" for parent in parents)
        yield f"made from: {names}; SHA-256 of each: --full"
    else:
        yield from (f"made from: {_ancestor(parent)}" for parent in parents)
    known = bundle.known_answers
    count = sum(map(len, (known.vision, known.ocr, known.caption, known.fusion))) if known else 0
    yield f"known answers: {count or 'none'}; needs ONNX Runtime {manifest.minimum_onnxruntime} or newer"
    for point in manifest.operating_points:
        yield f"{point.name}: {_point(point)}"
    for data in dict.fromkeys(point.data for point in manifest.operating_points):
        yield f"  measured on {data}"


def _ancestor(parent: Parent) -> str:
    return f"{parent.name} {parent.version}, SHA-256 {parent.sha256}"


def _ancestors(manifest: Manifest) -> str:
    return "; ".join(_ancestor(parent) for parent in (manifest.parent, *manifest.further_parents) if parent) or "none"


def _point(point: OperatingPoint) -> str:
    return (
        f"risk >= {point.threshold:.4f}; true positive rate {point.true_positive_rate:.3f} of {point.positives}, "
        f"false positive rate {point.false_positive_rate:.4f} of {point.negatives}"
    )


def _exact_point(point: OperatingPoint) -> str:
    """Thresholds of two trainings may agree in four digits."""
    return (
        f"risk >= {point.threshold:.6g}, true {point.true_positive_rate:.6g} of {point.positives}, "
        f"false {point.false_positive_rate:.6g} of {point.negatives}, {point.data}"
    )


def _figure(metric: Metric) -> str:
    note = f" ({metric.note})" if metric.note else ""
    ends = f" ({metric.interval[0]:.4g} to {metric.interval[1]:.4g})" if metric.interval else ""
    return f"{metric.slice}: {metric.metric} {metric.value:.4g}{ends}, n = {metric.count}{note}"


def _licences(part: Part) -> set[str]:
    return {record.licence for record in part.training_data}


def _total(part: Part) -> str:
    uses: dict[str, int] = {}
    for record in part.training_data:
        use = record.use.partition(";")[0]
        uses[use] = uses.get(use, 0) + record.count
    return ", ".join(f"{count:,} to {use}" for use, count in sorted(uses.items()))


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
