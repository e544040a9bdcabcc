"""`stickerguard review`: a page on which people look at what was marked, and decide."""

from __future__ import annotations

import ipaddress
import secrets
import socket
from pathlib import Path

import click

from stickerguard.cli.limits import limit_option
from stickerguard.cli.listen import listening, serve_on
from stickerguard.cli.paths import FILE
from stickerguard.extras import needed
from stickerguard.limits import Limits
from stickerguard.writable import visible


@click.command()
@click.argument("verdicts", metavar="[VERDICTS]...", nargs=-1, type=FILE)
@click.option("--stickers", type=FILE, help="Folder of the stickers, where they lie elsewhere than when scored.")
@click.option("--sampled", type=FILE, multiple=True, help="Verdicts of which the clear ones are looked at too.")
@click.option("--db", type=FILE, default=Path("review.sqlite"), show_default=True, help="What was decided.")
@click.option("--bundle", type=FILE, multiple=True, help="Folder of a bundle, for its thresholds; beside the shipped.")
@click.option("--lang", type=click.Choice(["en", "zh"]), help="Language of the pages [default: the browser's].")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8090, show_default=True)
@limit_option
def review(
    verdicts: tuple[Path, ...],
    stickers: Path | None,
    sampled: tuple[Path, ...],
    db: Path,
    bundle: tuple[Path, ...],
    lang: str | None,
    host: str,
    port: int,
    limits: Limits,
) -> None:
    """Open a page to review what VERDICTS (.jsonl, .parquet or a folder of parts, of `score -o`) mark.

    Without VERDICTS it goes on with what is in the database. Several reviewers may use one desk, or desks of their own
    with one database. See docs/review.md.
    """
    with needed("the desk needs more packages", "review", with_detail=True):
        import uvicorn

        from stickerguard.review.app import create_app
        from stickerguard.review.context import DeskContext
        from stickerguard.review.database import Database
        from stickerguard.review.evidence import thresholds_of
        from stickerguard.review.guard import LOCAL
        from stickerguard.review.intake import Intake, take_in
        from stickerguard.review.pictures import Pictures
    if not verdicts and not sampled and not db.exists():
        raise click.UsageError("give VERDICTS, or the --db of a former review")
    if stickers is not None and not stickers.is_dir():
        raise click.BadParameter(f"{stickers}: no such folder", param_hint="--stickers")
    thresholds = thresholds_of((None, *bundle))

    def told(intake: Intake) -> None:
        click.echo(
            f"{intake.path}: {intake.queued} of {intake.rows} to look at, {intake.clear} clear, "
            f"{intake.failed} not scored",
            err=True,
        )
        if intake.broken:
            click.echo(f"  {intake.broken} rows are no verdicts: {visible(str(intake.first_problem))}", err=True)

    with (
        listening(host, port) as listener,
        Pictures(stickers, limits) as pictures,
        DeskContext(Database(db), pictures, thresholds, lang) as context,
    ):
        for path in verdicts:
            told(take_in(context.database, path))
        for path in sampled:
            told(take_in(context.database, path, pool="sampled"))
        port = listener.getsockname()[1]
        local = _is_loopback(listener)
        if not local:
            click.echo(
                f"listening on {host}: whoever can reach it and has the address below sees the stickers, unencrypted; "
                "put a proxy with TLS before it",
                err=True,
            )
        token = secrets.token_urlsafe(24)
        cookie = f"stickerguard_review_{port}"
        app = create_app(context, token=token, cookie=cookie, hosts=LOCAL | {host} if local else None)
        name = f"[{host}]" if ":" in host else host
        click.echo(f"http://{name}:{port}/?token={token}")
        config = uvicorn.Config(
            app, access_log=False, log_config=None, server_header=False, timeout_graceful_shutdown=5
        )
        serve_on(listener, config)


def _is_loopback(listener: socket.socket) -> bool:
    return ipaddress.ip_address(listener.getsockname()[0]).is_loopback
