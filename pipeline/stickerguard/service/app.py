"""The HTTP API: create_app(settings) gives a FastAPI application."""

from __future__ import annotations

import contextlib
import logging
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from importlib.metadata import version
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, HTTPException, Request, Response
from fastapi.responses import JSONResponse

from stickerguard.service import metrics, routes
from stickerguard.service.engine import BusyError, Engine
from stickerguard.service.limits import BodyLimit
from stickerguard.service.logs import configure_logging
from stickerguard.service.settings import Settings

log = logging.getLogger("stickerguard.service")
_ABOUT = """
Finds stickers that join a depicted minor with a sexually suggestive caption. A sticker is sent as the body itself or as
a file of a form; no address is ever fetched. The answer is a verdict: `review` and `flag` ask a person to look, and
`error` says that the sticker could not be scored.
"""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application; its models load when it starts. `settings` come from the environment if None."""
    chosen = settings or Settings()
    if settings is None:
        configure_logging()

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        engine = Engine(chosen)
        app.state.engine = engine
        log.info("ready", extra={"fields": {"bundle": engine.classifier.bundle.ref.sha256, "healthy": engine.healthy}})
        yield
        app.state.engine = None
        engine.close()

    app = FastAPI(
        title="Stickerguard", version=version("stickerguard"), description=_ABOUT, lifespan=lifespan,
        dependencies=[Depends(_key_checker(chosen))],
    )  # fmt: skip
    app.state.engine = None
    app.state.settings = chosen
    app.include_router(routes.router)
    app.add_middleware(
        BodyLimit,
        largest={"/v1/score/batch": chosen.max_batch * chosen.max_body_bytes},
        otherwise=chosen.max_body_bytes,
    )
    app.middleware("http")(_observe)
    app.exception_handler(BusyError)(_busy)
    return app


def _key_checker(settings: Settings) -> Callable[..., Awaitable[None]]:
    async def check(
        request: Request,
        x_api_key: Annotated[str | None, Header(description="needed where the service was given a key")] = None,
    ) -> None:
        if settings.api_key is None or request.url.path in routes.OPEN:
            return
        given = (x_api_key or "").encode()
        if not secrets.compare_digest(given, settings.api_key.get_secret_value().encode()):
            raise HTTPException(401, "send the key of this service as X-API-Key")

    return check


async def _observe(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    started = time.perf_counter()
    status = 500
    try:
        response = await call_next(request)
        status = response.status_code
        return response
    finally:
        seconds = time.perf_counter() - started
        route = getattr(request.scope.get("route"), "path", "unknown")
        metrics.REQUESTS.labels(route, str(status)).observe(seconds)
        fields: dict[str, Any] = {"route": route, "status": status, "milliseconds": round(seconds * 1000, 1)}
        log.info("request", extra={"fields": fields | getattr(request.state, "outcome", {})})


async def _busy(_: Request, __: Exception) -> JSONResponse:
    return JSONResponse({"detail": "too many stickers wait; try again later"}, 429, {"Retry-After": "1"})
