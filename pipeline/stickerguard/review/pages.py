"""Templates -> pages, in the reviewer's language."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from stickerguard.reason_parsing import translated
from stickerguard.review.context import DeskContext
from stickerguard.review.sessions import Session
from stickerguard.review.words import LANGUAGES, translator, wanted_language, words
from stickerguard.writable import visible


def render(
    template: str, language: str, *, status: int = 200, session: Session | None = None, **values: Any
) -> HTMLResponse:
    """A page from `templates`."""
    shown = (
        _environment()
        .get_template(template)
        .render(
            t=translator(language),
            language=language,
            languages=[(code, words(code)["name"]) for code in LANGUAGES],
            session=session,
            **{"here": None} | values,
        )
    )
    return HTMLResponse(shown, status)


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page for the session of this request."""
    session: Session = request.state.session
    context: DeskContext = request.app.state.context
    language = wanted_language(session.language or context.language, request.headers.get("accept-language", ""))
    return render(template, language, status=status, session=session, **values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("stickerguard.review"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["visible"] = visible
    environment.filters["translated"] = translated
    return environment
