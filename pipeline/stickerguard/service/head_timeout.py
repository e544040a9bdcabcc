"""HTTP/1.1 with a limit on the time that a request's head may take; uvicorn has none of its own."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any, ClassVar

import h11
from starlette.responses import JSONResponse
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from stickerguard.service.events import Connection
from stickerguard.service.observe import REQUEST_ID, new_id, record


class HeadTimeoutProtocol(H11Protocol):
    """Closes a connection whose request line and headers are not complete `seconds` after they could have begun.

    What comes before a request is understood is answered, logged and counted as requests are. Those find in their
    state, as `server`, which connections and requests there are, and as `trailers` the names of the fields that came
    behind the body, once it is whole.
    """

    seconds: ClassVar[float] = 10.0
    _timer: asyncio.TimerHandle | None = None
    _since = 0.0

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state | {"server": server_state}, _loop)
        self.conn = Connection(self._keep_trailers, config.h11_max_incomplete_event_size)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """The clock starts: a client that says nothing at all is slow too."""
        super().connection_made(transport)
        self._start()

    def data_received(self, data: bytes) -> None:
        """Stop the clock where the head is complete, start it where a further one has begun."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop()
        elif self._timer is None:
            self._start()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is left to wait for."""
        self._stop()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP."""
        self._refuse(HTTPStatus.BAD_REQUEST, msg)

    def _keep_trailers(self, names: list[str]) -> None:
        self.scope["state"]["trailers"] = names

    def _start(self) -> None:
        self._since = self.loop.time()
        self._timer = self.loop.call_later(self.seconds, self._close)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _close(self) -> None:
        self._timer = None
        if not self.transport.is_closing():
            detail = f"the head of the request did not arrive within {self.seconds:g} seconds"
            self._refuse(HTTPStatus.REQUEST_TIMEOUT, detail)

    def _refuse(self, status: HTTPStatus, detail: str) -> None:
        request_id = new_id()
        answer = JSONResponse({"detail": detail}, status, {"connection": "close", REQUEST_ID: request_id})
        head = h11.Response(status_code=status, headers=answer.raw_headers, reason=status.phrase)
        try:
            for event in (head, h11.Data(data=bytes(answer.body)), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        except h11.LocalProtocolError:  # the answer to this request is on its way already
            return
        finally:
            self.transport.close()
        record(request_id, status, self.loop.time() - self._since)


def with_head_timeout(seconds: float) -> type[Any]:
    """The protocol with this limit, as `uvicorn.Config(http=...)` takes it."""
    return type("HeadTimeoutProtocol", (HeadTimeoutProtocol,), {"seconds": seconds})
