"""`stickerguard serve`: the reference HTTP service."""

from __future__ import annotations

import os
import sys
import tempfile

import click

from stickerguard.cli.exit_codes import ExitCode


@click.command()
@click.option("--host", help="Address to listen on [default: STICKERGUARD_HOST or 127.0.0.1].")
@click.option("--port", type=click.IntRange(0, 65535), help="Port [default: STICKERGUARD_PORT or 8080].")
@click.option("--workers", type=click.IntRange(min=1), help="Processes [default: STICKERGUARD_WORKERS or one a CPU].")
def serve(host: str | None, port: int | None, workers: int | None) -> None:
    """Answer POST /v1/score over HTTP. All settings are variables called STICKERGUARD_...; see docs/service.md."""
    try:
        import uvicorn
        from pydantic import ValidationError

        from stickerguard.service.logs import configure_logging
        from stickerguard.service.settings import Settings
    except ImportError as error:
        click.echo(f"the service needs more packages: pip install 'stickerguard[serve]' ({error})", err=True)
        sys.exit(ExitCode.MISSING_PART)
    given = {"host": host, "port": port, "workers": workers}
    # The worker processes read the environment, not these options.
    os.environ |= {f"STICKERGUARD_{name.upper()}": str(value) for name, value in given.items() if value is not None}
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "STICKERGUARD_" + "_".join(map(str, first["loc"])).upper()
        raise click.UsageError(f"{name}: {first['msg']}") from error
    from stickerguard.cli.options import check_options

    configure_logging()
    check_options(
        settings.bundle, settings.ocr, settings.provider, settings.threads, settings.allow_fallback, settings.lexicon
    )
    with tempfile.TemporaryDirectory(prefix="stickerguard-metrics-") as folder:
        if settings.workers > 1:
            os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", folder)
        uvicorn.run(
            "stickerguard.service.app:create_app",
            factory=True,
            host=settings.host,
            port=settings.port,
            workers=settings.workers,
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=settings.shutdown_seconds,
        )
