"""The routes of the HTTP API."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any, Literal
from urllib.parse import unquote

from fastapi import APIRouter, Header, HTTPException, Request, Response
from pydantic import BaseModel
from starlette.datastructures import FormData, UploadFile

from stickerguard.service import metrics
from stickerguard.service.engine import Engine
from stickerguard.types import Verdict

OPEN = frozenset({"/healthz", "/readyz", "/metrics"})
"""Paths that need no key: probes and Prometheus do not carry one."""
router = APIRouter()

_FILE = {"type": "string", "format": "binary"}
_FIELDS = {"file", "caption"}
_MOST_FIELDS = 8
_BODY = {
    "required": True,
    "content": {
        "application/octet-stream": {"schema": _FILE | {"minLength": 1}},
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {"file": _FILE, "caption": {"type": "string", "example": "good morning"}},
                "required": ["file"],
                "additionalProperties": False,
            }
        },
    },
}
_BODIES = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {
                    "file": {"type": "array", "items": _FILE, "minItems": 1},
                    "caption": {"type": "string", "example": "good morning"},
                },
                "required": ["file"],
                "additionalProperties": False,
            }
        }
    },
}


class Problem(BaseModel):
    """Why a request was refused."""

    detail: Any


class Verdicts(BaseModel):
    """Verdicts in the order of the files."""

    verdicts: list[Verdict]


class Health(BaseModel):
    """What a probe hears."""

    status: Literal["ok", "the canary was not flagged", "not ready"]


_REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "no sticker in the body, or a form that cannot be parsed"},
    401: {"model": Problem, "description": "wrong or missing X-API-Key"},
    413: {"model": Problem, "description": "the body is too large"},
    415: {"model": Problem, "description": "a form where one is needed"},
    422: {"model": Problem, "description": "a header that cannot be read"},
    429: {
        "model": Problem,
        "description": "too many stickers wait",
        "headers": {"Retry-After": {"schema": {"type": "integer"}, "description": "seconds"}},
    },
    503: {"model": Problem, "description": "starting or stopping"},
}


@router.post("/v1/score", responses=_REFUSALS, response_model=Verdict, openapi_extra={"requestBody": _BODY})
async def score(
    request: Request,
    stickerguard_caption: Annotated[
        str | None,
        Header(description="text that comes with a raw body, percent-encoded UTF-8; forms have a field caption"),
    ] = None,
) -> Response | dict[str, Any]:
    """Score one sticker: the body itself, or `file` of a form.

    A sticker that cannot be decoded is answered with a verdict too; its decision is `error`.
    """
    engine = _engine(request)
    if _is_form(request):
        async with request.form(max_files=1, max_fields=_MOST_FIELDS) as form:
            ((name, data),) = await _files(form, largest=1)
            caption = _caption(form)
    else:
        name, data, caption = "<body>", await request.body(), unquote(stickerguard_caption or "") or None
        if not data:
            raise HTTPException(400, "the body is empty; send the bytes of a sticker")
    verdict = await engine.score(data, name=name, caption=caption)
    return _told(request, [verdict])[0]


@router.post("/v1/score/batch", responses=_REFUSALS, response_model=Verdicts, openapi_extra={"requestBody": _BODIES})
async def score_batch(request: Request) -> dict[str, Any]:
    """Score every `file` of a form; `caption` goes with each. Verdicts come in the order of the files."""
    engine = _engine(request)
    if not _is_form(request):
        raise HTTPException(415, "send multipart/form-data with one part called file for each sticker")
    largest = request.app.state.settings.max_batch
    async with request.form(max_files=largest, max_fields=_MOST_FIELDS) as form:
        stickers = await _files(form, largest=largest)
        caption = _caption(form)
    verdicts = await engine.score_many(stickers, caption=caption)
    return {"verdicts": _told(request, verdicts)}


@router.get("/healthz", responses={503: {"model": Health}})
async def healthz(request: Request, response: Response) -> Health:
    """Whether the canary sticker was flagged when this process started."""
    engine: Engine | None = request.app.state.engine
    if engine is not None and engine.healthy:
        return Health(status="ok")
    response.status_code = 503
    return Health(status="not ready" if engine is None else "the canary was not flagged")


@router.get("/readyz", responses={503: {"model": Health}})
async def readyz(request: Request, response: Response) -> Health:
    """Whether the models are loaded and the service is not stopping."""
    if request.app.state.engine is not None:
        return Health(status="ok")
    response.status_code = 503
    return Health(status="not ready")


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
async def read_metrics() -> Response:
    """For Prometheus."""
    return Response(metrics.exposition(), media_type=metrics.CONTENT_TYPE)


def _engine(request: Request) -> Engine:
    engine: Engine | None = request.app.state.engine
    if engine is None:
        raise HTTPException(503, "the models are not loaded; try again later")
    return engine


def _is_form(request: Request) -> bool:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == "multipart/form-data"


async def _files(form: FormData, *, largest: int) -> list[tuple[str, bytes]]:
    if unknown := sorted(set(form) - _FIELDS):
        raise HTTPException(400, f"the form may have file and caption, not {', '.join(unknown)}")
    found = [entry for entry in form.getlist("file") if isinstance(entry, UploadFile)]
    if not 0 < len(found) <= largest:
        raise HTTPException(400, f"the form has {len(found)} files called file; send 1 to {largest}")
    # File names may say as much as captions: they are answered, never logged.
    return [(entry.filename or f"<file {number}>", await entry.read()) for number, entry in enumerate(found)]


def _caption(form: FormData) -> str | None:
    caption = form.get("caption")
    return caption or None if isinstance(caption, str) else None


def _told(request: Request, verdicts: list[Verdict]) -> list[dict[str, Any]]:
    for verdict in verdicts:
        metrics.count(verdict)
    request.state.outcome = {"decisions": dict(Counter(verdict.decision for verdict in verdicts))}
    with_text = request.app.state.settings.with_text
    return [verdict.to_dict(with_text=with_text) for verdict in verdicts]
