"""The routes of the HTTP API."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Header, HTTPException, Request, Response
from pydantic import BaseModel

from stickerguard.service import metrics
from stickerguard.service.engine import Engine, Status
from stickerguard.service.inputs import CAPTION_PATTERN, read_sticker, read_stickers
from stickerguard.types import Verdict

OPEN = frozenset({"/healthz", "/readyz", "/metrics"})
"""Paths that need no key: probes and Prometheus do not carry one."""
router = APIRouter()
probes = APIRouter()

_FILE = {"type": "string", "format": "binary"}
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

    status: Status


_REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "no sticker, or a form, caption, charset or X-Request-ID that is refused"},
    401: {"model": Problem, "description": "wrong or missing X-API-Key"},
    408: {"model": Problem, "description": "the body did not arrive in time"},
    413: {"model": Problem, "description": "the body is too large"},
    415: {"model": Problem, "description": "no picture, or no form where one is needed"},
    422: {"model": Problem, "description": "a header that cannot be read"},
    429: {
        "model": Problem,
        "description": "too many stickers wait, or too many bytes are in flight",
        "headers": {"Retry-After": {"schema": {"type": "integer"}, "description": "seconds"}},
    },
    503: {"model": Problem, "description": "starting or stopping, or too many connections are open"},
}


@router.post("/v1/score", responses=_REFUSALS, response_model=Verdict, openapi_extra={"requestBody": _BODY})
async def score(
    request: Request,
    stickerguard_caption: Annotated[
        str | None,
        Header(
            description="text that comes with the sticker, percent-encoded UTF-8; it joins what a form has in caption",
            json_schema_extra={"pattern": CAPTION_PATTERN},
        ),
    ] = None,
) -> Response | dict[str, Any]:
    """Score one sticker: the body itself, or `file` of a form. All captions given count, as lines of one.

    A sticker that cannot be decoded is answered with a verdict too; its decision is `error`.
    """
    engine = _engine(request)
    name, data, caption = await read_sticker(request)
    verdict = await engine.score(data, name=name, caption=caption)
    return _told(request, [verdict])[0]


@router.post("/v1/score/batch", responses=_REFUSALS, response_model=Verdicts, openapi_extra={"requestBody": _BODIES})
async def score_batch(request: Request) -> dict[str, Any]:
    """Score every `file` of a form; `caption` goes with each. Verdicts come in the order of the files."""
    engine = _engine(request)
    stickers, caption = await read_stickers(request, largest=request.app.state.settings.max_batch)
    verdicts = await engine.score_many(stickers, caption=caption)
    return {"verdicts": _told(request, verdicts)}


@probes.get("/healthz", responses={503: {"model": Health}})
async def healthz(request: Request, response: Response) -> Health:
    """Whether the canary sticker, which is scored again and again, was flagged, and in time, when last tried."""
    engine: Engine | None = request.app.state.engine
    status: Status = engine.status if engine is not None else "not ready"
    response.status_code = 200 if status == "ok" else 503
    return Health(status=status)


@probes.get("/readyz", responses={503: {"model": Health}})
async def readyz(request: Request, response: Response) -> Health:
    """Whether the first self-test has ended, the queue has room and the service is not stopping.

    What came of the self-test, and so whether the workers work, /healthz says.
    """
    engine: Engine | None = request.app.state.engine
    if engine is not None and not engine.full:
        return Health(status="ok")
    response.status_code = 503
    return Health(status="not ready")


@probes.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
async def read_metrics() -> Response:
    """For Prometheus."""
    return Response(metrics.exposition(), media_type=metrics.CONTENT_TYPE)


def _engine(request: Request) -> Engine:
    engine: Engine | None = request.app.state.engine
    if engine is None:
        raise HTTPException(503, "the service is starting or stopping; try again later", {"Retry-After": "1"})
    return engine


def _told(request: Request, verdicts: list[Verdict]) -> list[dict[str, Any]]:
    for verdict in verdicts:
        metrics.count(verdict)
    request.state.outcome = {"decisions": dict(Counter(verdict.decision for verdict in verdicts))}
    with_text = request.app.state.settings.with_text
    return [verdict.to_dict(with_text=with_text) for verdict in verdicts]
