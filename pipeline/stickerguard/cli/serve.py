"""`stickerguard serve`: the reference HTTP service."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import click

from stickerguard.cli.listen import listening, serve_on
from stickerguard.cli.paths import FILE
from stickerguard.extras import needed

log = logging.getLogger("stickerguard.service")


@click.command()
@click.option("--host", help="Address to listen on [default: STICKERGUARD_HOST or 127.0.0.1].")
@click.option("--port", type=click.IntRange(0, 65535), help="Port [default: STICKERGUARD_PORT or 8080].")
@click.option(
    "--workers", type=click.IntRange(min=1), help="Stickers at once [default: STICKERGUARD_WORKERS or one a CPU]."
)
@click.option("--operating-point", help="Point of the bundle: review, flag or strict [default: review].")
@click.option(
    "--thresholds", type=FILE, help="Thresholds of your own, as tune writes them [default: STICKERGUARD_THRESHOLDS]."
)
def serve(
    host: str | None, port: int | None, workers: int | None, operating_point: str | None, thresholds: Path | None
) -> None:
    """Answer POST /v1/score over HTTP. All settings are variables called STICKERGUARD_...; see docs/service.md."""
    with needed("the service needs more packages", "serve", with_detail=True):
        import uvicorn

        from stickerguard.service.app import create_app
        from stickerguard.service.head_timeout import with_head_timeout
        from stickerguard.service.logs import configure_logging
        from stickerguard.service.settings import read_settings
    given = {
        "host": host,
        "port": port,
        "workers": workers,
        "operating_point": operating_point,
        "thresholds": thresholds,
    }
    # The worker processes read the environment, not these options.
    os.environ |= {f"STICKERGUARD_{name.upper()}": str(value) for name, value in given.items() if value is not None}
    settings = read_settings()
    from stickerguard.recipe import check_recipe

    configure_logging()
    check_recipe(settings.recipe)
    with listening(settings.host, settings.port) as listener:
        log.info("listening", extra={"fields": {"host": settings.host, "port": listener.getsockname()[1]}})
        config = uvicorn.Config(
            create_app(settings),
            http=with_head_timeout(settings.header_seconds),
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=settings.shutdown_seconds,
        )
        serve_on(listener, config)
