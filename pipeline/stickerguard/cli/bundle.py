"""`stickerguard bundle`: what a bundle is, whether it is intact, and what differs between two."""

from __future__ import annotations

from pathlib import Path

import click

from stickerguard.bundle import Bundle
from stickerguard.bundle_text import differences, full_description, short_description
from stickerguard.caption.lexicon import Lexicon
from stickerguard.caption.own_lexicon import OwnLexicon
from stickerguard.cli.abridged import abridged
from stickerguard.cli.paths import FILE
from stickerguard.errors import BundleError, StickerguardError
from stickerguard.selftest import known_answers


@click.group()
def bundle() -> None:
    """Look into a bundle of models."""


_FOLDER = click.argument("folder", required=False, type=FILE)
_MOST_SHOWN = 5


@bundle.command()
@_FOLDER
def verify(folder: Path | None) -> None:
    """Check every file of the bundle in FOLDER (the shipped one by default) against its manifest, load its models and
    ask them what they were asked when it was packed.

    Exit code 4 when a file or an answer differs.
    """
    loaded = Bundle.load(folder)
    count = len(loaded.manifest.files)
    test = known_answers(loaded)
    if test.state == "failed":
        raise BundleError(
            f"{loaded.path}: {len(test.wrong)} of {len(test.answers)} known answers are wrong here: "
            f"{'; '.join(abridged(test.wrong, _MOST_SHOWN))}. The files are as the manifest states, so look at "
            "the version of ONNX Runtime and at this machine, or pack the bundle again",
            code="wrong_answers",
        )
    click.echo(f"{loaded.ref.name} {loaded.ref.version}: {count} files match the manifest ({loaded.ref.sha256})")
    click.echo(f"{len(test.answers)} known answers: right" if test.state == "passed" else test.state)


@bundle.command()
@_FOLDER
@click.option("--full", is_flag=True, help="All training data and every measured figure.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole manifest.")
def info(folder: Path | None, full: bool, as_json: bool) -> None:
    """Say what the bundle in FOLDER (the shipped one by default) holds and how well it was measured to work."""
    loaded = Bundle.load(folder)
    if as_json:
        click.echo(loaded.manifest.model_dump_json(indent=2))
        return
    click.echo("\n".join(full_description(loaded) if full else short_description(loaded)))


@bundle.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option("--bundle", "folder", type=FILE, help="Folder of a bundle [default: the shipped].")
@click.option("--lexicon", type=FILE, help="Your own terms, as given to score.")
def term(ids: tuple[str, ...], folder: Path | None, lexicon: Path | None) -> None:
    """Say which terms the IDs in reasons and verdicts stand for; exit code 2 where one is unknown."""
    lexicons = [Lexicon.load(Bundle.load(folder).file("lexicon.json"))]
    if lexicon is not None:
        lexicons.append(OwnLexicon.load(lexicon).lexicon)
    known = {name: entry for found in lexicons for name, entry in found.by_id().items()}
    for name in ids:
        if name in known:
            click.echo(f"{name}\t{known[name].term}\tseverity {known[name].severity}")
    if unknown := [name for name in ids if name not in known]:
        raise StickerguardError(
            f"{', '.join(unknown)}: no term of this bundle{' or list' if lexicon else ''} has that id; give the bundle "
            "and the lexicon that the verdict was made with",
            code="unknown_term",
        )


@bundle.command()
@click.argument("a", type=FILE)
@click.argument("b", type=FILE)
def diff(a: Path, b: Path) -> None:
    """Say what differs from the bundle in A to the bundle in B: identity, use, files, thresholds, licences, figures."""
    click.echo("\n".join(differences(Bundle.load(a), Bundle.load(b))) or "the bundles are the same")
