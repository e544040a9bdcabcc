"""Bodies that are too large are refused while they arrive, whatever their Content-Length says."""

from __future__ import annotations

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_DRAINED = 64 * 2**20


class TooLargeError(Exception):
    """More bytes came than allowed."""


class BodyLimit:
    """ASGI middleware that answers 413 to a request with more than `largest(path)` bytes."""

    def __init__(self, app: ASGIApp, *, largest: dict[str, int], otherwise: int) -> None:
        self._app = app
        self._largest = largest
        self._otherwise = otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting its bytes."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._largest.get(scope["path"], self._otherwise)
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        seen = 0
        started = False

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise TooLargeError
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            if declared.isdigit() and int(declared) > limit:
                raise TooLargeError
            await self._app(scope, counted, watched)
        except TooLargeError:
            if started:
                raise
            await _drain(receive)
            content = {"detail": f"the body may have {limit:,} bytes"}
            await JSONResponse(content, 413, {"connection": "close"})(scope, receive, send)


async def _drain(receive: Receive) -> None:
    """Read on for a while: a connection closed with unread data is reset, and the client never sees the answer."""
    left = _DRAINED
    while left > 0:
        message = await receive()
        left -= len(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return
