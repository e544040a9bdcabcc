"""HTTP/1.1 as h11 reads it, with what uvicorn would pass over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import h11


class Connection(h11.Connection):
    """The server's side. `trailers` hears the names of the fields behind a body before the body is said to be whole."""

    def __init__(self, trailers: Callable[[list[str]], None], most: int | None) -> None:
        # `most` are the bytes of a head that is not whole yet; None is the default of h11.
        super().__init__(h11.SERVER, **({} if most is None else {"max_incomplete_event_size": most}))
        self._trailers = trailers

    def next_event(self) -> Any:
        """As h11 gives it."""
        event = super().next_event()
        if isinstance(event, h11.EndOfMessage) and event.headers:
            self._trailers([name.decode("ascii") for name, _ in event.headers])
        return event
