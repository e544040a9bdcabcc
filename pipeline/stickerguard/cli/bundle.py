"""`stickerguard bundle`: what a bundle is, and whether it is intact."""

from __future__ import annotations

from pathlib import Path

import click

from stickerguard.bundle import Bundle, default_bundle_path


@click.group()
def bundle() -> None:
    """Look into a bundle of models."""


_FOLDER = click.argument("folder", required=False, type=click.Path(path_type=Path))


@bundle.command()
@_FOLDER
def verify(folder: Path | None) -> None:
    """Check every file of the bundle in FOLDER (the shipped one by default) against its manifest."""
    loaded = Bundle.load(folder)
    count = len(loaded.manifest.files)
    click.echo(f"{loaded.ref.name} {loaded.ref.version}: {count} files match the manifest ({loaded.ref.sha256})")


@bundle.command()
@_FOLDER
@click.option("--json", "as_json", is_flag=True, help="Print the whole manifest.")
def info(folder: Path | None, as_json: bool) -> None:
    """Say what the bundle in FOLDER (the shipped one by default) holds and how well it was measured to work."""
    loaded = Bundle.load(folder or default_bundle_path())
    manifest = loaded.manifest
    if as_json:
        click.echo(manifest.model_dump_json(indent=2))
        return
    click.echo(f"{manifest.name} {manifest.version}, made {manifest.created:%Y-%m-%d}, SHA-256 {loaded.ref.sha256}")
    click.echo(f"use: {manifest.usage}")
    for point in manifest.operating_points:
        click.echo(
            f"{point.name}: risk >= {point.threshold:.4f}; true positive rate {point.true_positive_rate:.3f} of "
            f"{point.positives}, false positive rate {point.false_positive_rate:.4f} of {point.negatives} "
            f"({point.data})"
        )
    for name, part in manifest.parts:
        click.echo(f"\n{name}: {', '.join(part.files)}")
        for weight in part.weights:
            click.echo(f"  weights of {weight.file}: {weight.licence}, {weight.origin}")
        for record in part.training_data:
            version = f" {record.version}" if record.version else ""
            click.echo(f"  data: {record.name}{version}, {record.licence}, {record.use}, {record.count} samples")
        for metric in part.metrics:
            note = f" ({metric.note})" if metric.note else ""
            ends = f" ({metric.interval[0]:.4g} to {metric.interval[1]:.4g})" if metric.interval else ""
            click.echo(f"  {metric.slice}: {metric.metric} {metric.value:.4g}{ends}, n = {metric.count}{note}")
