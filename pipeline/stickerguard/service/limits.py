"""Bodies that are too large, too slow or too many at once, and too many connections, are refused."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_DRAINED = 64 * 2**20
_DRAIN_SECONDS = 5.0
BUSY = "too many stickers wait; try again later"


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """`largest` bytes by path, `otherwise` those of other paths; `seconds` for one body; `in_flight` bytes of all
    requests that are not yet answered."""

    largest: dict[str, int]
    otherwise: int
    seconds: float
    in_flight: int

    def of(self, path: str) -> int:
        """Bytes that a request to `path` may have."""
        return min(self.in_flight, self.largest.get(path, self.otherwise))


class RefusedError(Exception):
    """The answer to a body that must not go on."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


class BodyLimit:
    """ASGI middleware: 413 too many bytes, 408 too slow, 429 too many bytes of all requests together.

    Where `full()` says that nothing more may wait, a body is not even read: 429.
    """

    def __init__(self, app: ASGIApp, *, limits: BodyLimits, full: Callable[[], bool]) -> None:
        self._app = app
        self._limits = limits
        self._full = full
        self._in_flight = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting its bytes."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _Body(receive, self._limits.of(scope["path"]), self._limits.seconds, self._reserve)
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            if scope["method"] == "POST" and self._full():
                raise RefusedError(429, BUSY)
            declared = dict(scope["headers"]).get(b"content-length", b"0")
            if declared.isdigit() and int(declared) > body.limit:
                raise _too_large(body.limit)
            await self._app(scope, body.receive, watched)
        except RefusedError as refused:
            if started:
                raise
            # Who waits for a word (Expect: 100-continue) has sent nothing, and would take that reading for it.
            waits = dict(scope["headers"]).get(b"expect", b"").lower() == b"100-continue" and not body.begun
            if refused.status != 408 and not waits:
                await _drain(receive)
            headers = {"connection": "close"} | ({"retry-after": "1"} if refused.status == 429 else {})
            await JSONResponse({"detail": refused.detail}, refused.status, headers)(scope, receive, send)
        finally:
            self._in_flight -= body.seen

    def _reserve(self, size: int) -> None:
        if self._in_flight + size > self._limits.in_flight:
            raise RefusedError(429, "too many bytes of other requests are in flight; try again later")
        self._in_flight += size


class ConnectionLimit:
    """ASGI middleware: 503 where more than `most` connections are open, or as many requests of former ones go on.

    Only `HeadTimeoutProtocol` tells how many there are; on another server there is no limit.
    """

    def __init__(self, app: ASGIApp, *, most: int) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or not."""
        server = scope.get("state", {}).get("server")
        if scope["type"] == "http" and server and max(len(server.connections), len(server.tasks)) > self._most:
            headers = {"connection": "close", "retry-after": "1"}
            response = JSONResponse({"detail": "too many connections are open; try again later"}, 503, headers)
            await response(scope, receive, send)
            return
        await self._app(scope, receive, send)


class _Body:
    """Counts and times one body. `seen` are the bytes that were reserved; `begun` says whether it was asked for."""

    def __init__(self, receive: Receive, limit: int, seconds: float, reserve: Callable[[int], None]) -> None:
        self._receive = receive
        self._reserve = reserve
        self._seconds = seconds
        self._until = asyncio.get_running_loop().time() + seconds
        self._complete = False
        self.begun = False
        self.limit = limit
        self.seen = 0

    async def receive(self) -> Message:
        if self._complete:  # what comes now is the client's leaving, which may take as long as it likes
            return await self._receive()
        self.begun = True
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            raise RefusedError(408, f"the body did not arrive within {self._seconds:g} seconds") from None
        size = len(message.get("body", b""))
        if self.seen + size > self.limit:
            raise _too_large(self.limit)
        self._reserve(size)
        self.seen += size
        self._complete = not message.get("more_body", False)
        return message


def _too_large(limit: int) -> RefusedError:
    return RefusedError(413, f"the body may have {limit:,} bytes")


async def _drain(receive: Receive) -> None:
    """Read on for a while: a connection closed with unread data is reset, and the client never sees the answer."""
    left = _DRAINED
    try:
        async with asyncio.timeout(_DRAIN_SECONDS):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if message["type"] == "http.disconnect" or not message.get("more_body", False):
                    return
    except TimeoutError:
        return
