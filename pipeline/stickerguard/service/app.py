"""The HTTP API: create_app(settings) gives an ASGI application."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from collections.abc import AsyncIterator
from importlib.metadata import version

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from fastapi.security import APIKeyHeader
from fastapi_offline import FastAPIOffline
from starlette.routing import Route

from stickerguard.service import routes
from stickerguard.service.engine import BusyError, Engine
from stickerguard.service.limits import BUSY, BodyLimit, BodyLimits, ConnectionLimit
from stickerguard.service.logs import configure_logging
from stickerguard.service.observe import KeyCheck, Observe
from stickerguard.service.settings import Settings, read_settings

log = logging.getLogger("stickerguard.service")
_FAILED = 3
"""Exit code of a service whose workers could not start, as uvicorn has it."""
_ABOUT = """
Finds stickers that join a depicted minor with a sexually suggestive caption. A sticker is sent as the body itself or as
a file of a form; no address is ever fetched. The answer is a verdict: `review` and `flag` ask a person to look, and
`error` says that the sticker could not be scored. Every answer carries an `X-Request-ID`: that of the request where it
has one.
"""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application; its workers start with it. `settings` come from the environment if None."""
    chosen = settings or read_settings()
    if settings is None:
        configure_logging()

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        engine = Engine(chosen)

        async def start() -> None:
            try:
                await engine.start()
            except Exception as error:  # whoever runs the service starts it anew
                log.error("start", exc_info=error)
                sys.exit(_FAILED)
            app.state.engine = engine
            engine.tell("ready")

        # Beside serving: whoever asks meanwhile hears that it is starting, and SIGTERM need not wait for the models.
        starting = asyncio.create_task(start())
        try:
            yield
        finally:
            app.state.engine = None
            starting.cancel()
            await asyncio.wait([starting])
            await engine.close()

    def full() -> bool:
        engine: Engine | None = app.state.engine
        return engine is not None and engine.full

    key = chosen.api_key.get_secret_value() if chosen.api_key is not None else None
    app = FastAPIOffline(
        title="Stickerguard", version=version("stickerguard"), description=_ABOUT, lifespan=lifespan, redoc_url=None,
        redirect_slashes=False,  # a redirect would go to whatever host the request names
    )  # fmt: skip
    app.state.engine = None
    app.state.settings = chosen
    # `KeyCheck` asks for the key, before a body is read; this says so in the schema.
    documented = [Depends(APIKeyHeader(name="X-API-Key", auto_error=False))] if key is not None else []
    app.include_router(routes.router, dependencies=documented)
    app.include_router(routes.probes)
    limits = BodyLimits(
        largest={"/v1/score/batch": chosen.max_batch * chosen.max_body_bytes},
        otherwise=chosen.max_body_bytes,
        seconds=chosen.body_seconds,
        in_flight=chosen.max_bytes_in_flight,
    )
    app.add_middleware(BodyLimit, limits=limits, full=full)
    if key is not None:
        app.add_middleware(KeyCheck, key=key, free=routes.OPEN)
    app.add_middleware(ConnectionLimit, most=chosen.max_connections)
    known = (*app.routes, *routes.router.routes, *routes.probes.routes)
    app.add_middleware(Observe, paths=frozenset(route.path for route in known if isinstance(route, Route)))
    app.exception_handler(BusyError)(_busy)
    return app


async def _busy(_: Request, __: Exception) -> JSONResponse:
    return JSONResponse({"detail": BUSY}, 429, {"Retry-After": "1"})
