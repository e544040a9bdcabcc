"""Who may talk to the desk: only a browser that was given the token, under the address that the desk listens on."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from stickerguard.errors import StickerguardError
from stickerguard.review.sessions import Session, Sessions

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
LARGEST_FORM = 64 * 1024
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    # Neither the browser nor anything between may put a sticker on a disk.
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """ASGI middleware. `token` opens a session for a browser that comes to /?token=...; all else but /static needs one.

    `hosts` are the names under which requests may come, None for any: a name that somebody points at this machine
    (DNS rebinding) is answered with 400. `locked` makes the answer to who has no session.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        token: str,
        cookie: str,
        hosts: frozenset[str] | None,
        sessions: Sessions,
        locked: Callable[[str], Response],
    ) -> None:
        self._app = app
        self._token, self._cookie, self._hosts = token.encode(), cookie, hosts
        self._sessions, self._locked = sessions, locked

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with its session in `scope["state"]`, or not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        try:
            # The session may have to wait for the database, and nobody else with it.
            answer = await run_in_threadpool(self._answer, scope)
        except StickerguardError as error:  # the database is busy or gone, and with it the session
            answer = PlainTextResponse(str(error), 503)
        await (answer or self._app)(scope, receive, sealed)

    def _answer(self, scope: Scope) -> Response | None:
        """Why the request does not get through, or where it should go; None to let it through."""
        headers = Headers(scope=scope)
        if self._hosts is not None and _host(headers.get("host", "")) not in self._hosts:
            return PlainTextResponse("not under this name", 400)
        if scope["path"].startswith("/static/"):
            return None
        session = self._sessions.find(cookie_parser(headers.get("cookie", "")).get(self._cookie, ""))
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if given and secrets.compare_digest(given.encode(), self._token):
            # The token leaves the address bar and the history at once.
            answer = RedirectResponse("/", 303)
            if session is None:
                session = self._sessions.new()
            answer.set_cookie(self._cookie, session.id, httponly=True, samesite="strict")
            return answer
        if session is None:
            return self._locked(headers.get("accept-language", ""))
        scope.setdefault("state", {})["session"] = session
        if scope["method"] in ("GET", "HEAD"):
            return None
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != headers.get("host"):
            return PlainTextResponse("sent from elsewhere", 403)
        if not headers.get("content-length", "").isdigit() or int(headers["content-length"]) > LARGEST_FORM:
            return PlainTextResponse("the form is too large", 413)
        return None


def same_form(session: Session, csrf: str) -> bool:
    """Whether a form was made for this session."""
    return secrets.compare_digest(session.csrf.encode(), csrf.encode())


def _host(value: str) -> str:
    try:
        return urlsplit(f"//{value}").hostname or ""
    except ValueError:
        return ""
