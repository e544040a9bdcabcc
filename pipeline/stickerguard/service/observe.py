"""Around every request: its id, its key, its log line, its metrics."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import time
import uuid
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from stickerguard.service import metrics

log = logging.getLogger("stickerguard.service")
REQUEST_ID = "X-Request-ID"
_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_CLIENT_LEFT = 499
_UNKNOWN = "unknown"


def new_id() -> str:
    """An id for a request that has none."""
    return uuid.uuid4().hex


def record(request_id: str, status: int | None, seconds: float, *, route: str = _UNKNOWN, **more: Any) -> None:
    """The log line and the metrics of one request; `more` are further fields of the line."""
    metrics.REQUESTS.labels(route, str(status)).observe(seconds)
    fields = {"request_id": request_id, "route": route, "status": status, "milliseconds": round(seconds * 1000, 1)}
    log.info("request", extra={"fields": fields | more})


class Observe:
    """ASGI middleware that logs and counts each request under its id, which the answer carries too.

    The id is the client's X-Request-ID, 1 to 128 letters, digits and `._:-`, or a new one; anything else there is
    answered with 400. A request that is refused before it finds its route counts as of its path where that is one of
    `paths`. One that is cancelled, since the service does not wait any longer, is answered with 503.
    """

    def __init__(self, app: ASGIApp, *, paths: frozenset[str]) -> None:
        self._app = app
        self._paths = paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).getlist(REQUEST_ID)
        valid = not given or (len(given) == 1 and _ID.fullmatch(given[0]) is not None)
        request_id = given[0] if given and valid else new_id()
        status = None
        started = time.perf_counter()

        async def marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = request_id
            await send(message)

        try:
            if valid:
                await self._app(scope, receive, marked)
            else:
                detail = f"send one {REQUEST_ID} of 1 to 128 letters, digits and ._:- or none"
                await JSONResponse({"detail": detail}, 400)(scope, receive, marked)
        except ClientDisconnect:
            status = _CLIENT_LEFT
        except asyncio.CancelledError:
            if status is not None:
                raise
            detail = "the service is stopping; try again later"
            await JSONResponse({"detail": detail}, 503, {"Retry-After": "1"})(scope, receive, marked)
        except Exception as unexpected:
            log.error("failed", exc_info=unexpected, extra={"fields": {"request_id": request_id}})
            if status is not None:
                raise
            await JSONResponse({"detail": "the service failed; see its log"}, 500)(scope, receive, marked)
        finally:
            seconds = time.perf_counter() - started
            path = scope["path"] if scope["path"] in self._paths else _UNKNOWN
            route: str = getattr(scope.get("route"), "path", None) or path
            record(request_id, status, seconds, route=route, **scope.get("state", {}).get("outcome", {}))


class KeyCheck:
    """ASGI middleware that answers 401, before a body is read, to what does not carry `key` as X-API-Key.

    Every path but those in `free` needs it, the documentation and the schema among them.
    """

    def __init__(self, app: ASGIApp, *, key: str, free: frozenset[str]) -> None:
        self._app = app
        self._key = key.encode()
        self._free = free

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or not."""
        if scope["type"] == "http" and scope["path"] not in self._free:
            given = Headers(scope=scope).get("x-api-key", "").encode("latin-1")
            if not secrets.compare_digest(given, self._key):
                response = JSONResponse({"detail": "send the key of this service as X-API-Key"}, 401)
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)
