"""The desk as an ASGI application."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from importlib.resources import files

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from stickerguard.errors import StickerguardError
from stickerguard.review import routes
from stickerguard.review.context import DeskContext
from stickerguard.review.guard import Guard
from stickerguard.review.pages import page, render
from stickerguard.review.words import wanted_language


def create_app(context: DeskContext, *, token: str, cookie: str, hosts: frozenset[str] | None) -> FastAPI:
    """The application over `context`; the other arguments as of `Guard`. The hasher runs while it does."""

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        context.hasher.start()
        yield
        context.hasher.stop()

    def locked(accepted: str) -> Response:
        language = wanted_language(context.language, accepted)
        return render("message.html", language, status=403, kind="locked", progress=None)

    # A redirect would go to whatever host the request names.
    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.context = context
    app.include_router(routes.router)
    app.mount("/static", StaticFiles(directory=str(files("stickerguard.review").joinpath("static"))))
    app.add_middleware(Guard, token=token, cookie=cookie, hosts=hosts, sessions=context.sessions, locked=locked)
    app.exception_handler(StickerguardError)(_problem)
    app.exception_handler(HTTPException)(_status)
    app.exception_handler(RequestValidationError)(_refused)
    return app


def _problem(request: Request, error: Exception) -> Response:
    busy = isinstance(error, StickerguardError) and error.code == "review_database_busy"
    return _message(request, str(error), 503 if busy else 500, kind="busy" if busy else "problem")


def _status(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _message(request, error.detail, error.status_code)


def _refused(request: Request, _: Exception) -> Response:
    return _message(request, "the form or the address is not one of this desk", 422)


def _message(request: Request, text: str, status: int, *, kind: str = "problem") -> Response:
    if not hasattr(request.state, "session"):
        return Response(text, status, media_type="text/plain")
    return page(request, "message.html", status=status, kind=kind, problem=text, note="", progress=None, last=None)
