"""HTTP/1.1 as h11 reads it, with what uvicorn would pass over, or not understand."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import h11

_ABSOLUTE = re.compile(rb"https?://([^/?#@]+)(/[^?#]*)?(\?[^#]*)?", re.IGNORECASE)


class Connection(h11.Connection):
    """The server's side. `trailers` hears the names of the fields behind a body before the body is said to be whole."""

    def __init__(self, trailers: Callable[[list[str]], None], most: int | None) -> None:
        # `most` are the bytes of a head that is not whole yet; None is the default of h11.
        super().__init__(h11.SERVER, **({} if most is None else {"max_incomplete_event_size": most}))
        self._trailers = trailers

    def next_event(self) -> Any:
        """As h11 gives it; a request for a whole address (`http://host/path`, as to a proxy) is one for its path."""
        event = super().next_event()
        if isinstance(event, h11.Request) and (address := _ABSOLUTE.fullmatch(event.target)):
            host, path, query = address.groups(b"")
            # RFC 9112, 3.2.2: the host of the address goes before that of the header.
            others = [(name, value) for name, value in event.headers if name != b"host"]
            return h11.Request(
                method=event.method,
                target=(path or b"/") + query,
                headers=[(b"host", host), *others],
                http_version=event.http_version,
            )
        if isinstance(event, h11.EndOfMessage) and event.headers:
            self._trailers([name.decode("ascii") for name, _ in event.headers])
        return event
