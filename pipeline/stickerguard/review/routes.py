"""The pages of the desk."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from stickerguard.errors import StickerguardError
from stickerguard.review.cards import Card, card_of, earlier, is_secret, last_of, near_of, near_state, pack_of
from stickerguard.review.context import DeskContext
from stickerguard.review.desk import HELD, Answer
from stickerguard.review.evidence import bars, caption_lines, outlines
from stickerguard.review.guard import same_form
from stickerguard.review.pages import page
from stickerguard.review.pictures import Picture
from stickerguard.review.progress import progress_of
from stickerguard.review.sessions import Session
from stickerguard.review.words import LANGUAGES

router = APIRouter()
ROWS = 100
"""Lines of a page of the queue."""
Text = Annotated[str, Form()]


def _possible(number: int) -> int:
    """The number of a sticker in an address; 404 for one that no database can hold."""
    if not 0 < number < 2**63:
        raise HTTPException(404)
    return number


Number = Annotated[int, Depends(_possible)]


@router.get("/")
def start(request: Request) -> Response:
    """Where a stretch of work begins."""
    return _start(request)


@router.post("/begin")
def begin(
    request: Request,
    csrf: Text,
    reviewer: Text = "",
    queue: Text = "",
    sorting: Text = "",
    most_cards: Text = "",
    most_minutes: Text = "",
    keys: Text = "",
) -> Response:
    """Begin a stretch."""
    context, session = _checked(request, csrf)
    try:
        context.sessions.begin(
            session.id,
            reviewer=reviewer,
            queue=queue,
            sorting=sorting,
            most_cards=_number(most_cards, int),
            most_minutes=_number(most_minutes, float),
            keys=bool(keys),
        )
    except StickerguardError as error:
        return _start(request, status=422, problem=str(error))
    return RedirectResponse("/card", 303)


@router.get("/card")
def card(request: Request, frame: int | None = None) -> Response:
    """The card at hand, or the next one."""
    context, session = _at(request)
    if not session.reviewer or session.started is None:
        return RedirectResponse("/", 303)
    # A pause gives the card back, and with it what was undone to be decided again, or is half written.
    if context.sessions.over(session) and not context.desk.has_card(session):
        return _pause(request)
    number = context.desk.card(session)
    if number is None:
        return _message(request, "done")
    return _sticker(request, number, frame=frame, deciding=True)


@router.get("/sticker/{number}")
def sticker(request: Request, number: Number, frame: int | None = None) -> Response:
    """A sticker to look at only."""
    return _sticker(request, number, frame=frame, deciding=False)


@router.post("/decide/{number}")
def decide(
    request: Request,
    number: Number,
    csrf: Text,
    decision: Text = "",
    note: Text = "",
    seconds: Text = "",
    picture: Text = "",
    severity: Text = "",
    second_opinion: Text = "",
    verdict: Text = "",
) -> Response:
    """Keep a decision, and go to the next card."""
    context, session = _checked(request, csrf)
    answer = None
    try:
        answer = Answer(
            decision=decision,
            note=note.replace("\r\n", "\n"),
            seconds=_number(seconds, float),
            picture=picture or None,
            severity=_number(severity, int),
            second_opinion=bool(second_opinion),
            verdict=verdict or None,
        )
        context.desk.decide(session, number, answer)
    except StickerguardError as error:
        if error.code == "card_gone":
            return _message(request, "gone", status=409, note=note)
        if error.code in ("bad_form", "card_changed") and context.desk.card(session) == number:
            status = 422 if error.code == "bad_form" else 409
            return _sticker(request, number, deciding=True, status=status, problem=str(error), answer=answer)
        if error.code in ("review_database_busy", "bad_review_database"):
            busy = error.code == "review_database_busy"
            kind, status = ("busy", 503) if busy else ("unsaved", 500)
            return _message(request, kind, status=status, problem=str(error), note=note)
        raise
    return RedirectResponse("/card", 303)


@router.post("/undo")
def undo(request: Request, csrf: Text, last: Text = "") -> Response:
    """Take the last decision back, which is the one of the number `last` if the page showed one."""
    context, session = _checked(request, csrf)
    try:
        context.desk.undo(session, _number(last, int))
    except StickerguardError as error:
        if error.code not in ("card_gone", "bad_form"):
            raise
        return _message(request, "problem", status=409 if error.code == "card_gone" else 422, problem=str(error))
    return RedirectResponse("/card", 303)


@router.post("/alive")
def alive(request: Request, csrf: Text) -> Response:
    """Keep the card for longer."""
    context, session = _checked(request, csrf)
    return Response(status_code=204 if context.desk.alive(session) else 410)


@router.post("/language")
def language(request: Request, csrf: Text, language: Text = "") -> Response:
    """Change the language of the pages."""
    context, session = _checked(request, csrf)
    if language in LANGUAGES:
        context.sessions.speak(session.id, language)
    return RedirectResponse("/card" if session.started is not None else "/", 303)


@router.get("/pause")
def pause(request: Request) -> Response:
    """Between two stretches; the card goes back to the queue."""
    return _pause(request)


@router.post("/go-on")
def go_on(request: Request, csrf: Text) -> Response:
    """Begin another stretch with the same limits."""
    context, session = _checked(request, csrf)
    context.sessions.go_on(session.id)
    return RedirectResponse("/card", 303)


@router.get("/queue")
def queue(request: Request, page: int = 1) -> Response:
    """What waits, in the order in which it will come."""
    context, session = _at(request)
    states = ("waiting",) if session.queue == "first" else ("second",)
    order = "pack_place, place" if session.sorting == "pack" else "place"
    query = f"""SELECT number, source, pack, risk, state, worst, EXISTS (SELECT 1 FROM leases
      WHERE leases.sticker = stickers.number AND {HELD} AND leases.session != :session) AS taken
      FROM stickers WHERE state = :state ORDER BY {order} LIMIT :rows OFFSET :first"""
    count = context.database.number("SELECT count(*) FROM stickers WHERE state = ?", states)
    page, pages = _page(page, count)
    values = {"session": session.id, "state": states[0], "rows": ROWS, "first": (page - 1) * ROWS}
    rows = context.database.rows(query, values | {"now": context.database.clock()})
    names = ("flag", "review", "clear")
    shown = [dict(row) | {"verdict": names[row["worst"]]} for row in rows]
    return _shown(request, "queue.html", here="queue", rows=shown, page=page, pages=pages)


@router.get("/failed")
def failed(request: Request, page: int = 1) -> Response:
    """Stickers that could not be scored."""
    context, _ = _at(request)
    page, pages = _page(page, context.database.number("SELECT count(*) FROM stickers WHERE state = 'failed'"))
    query = "SELECT source, verdict FROM stickers WHERE state = 'failed' ORDER BY number LIMIT ? OFFSET ?"
    rows = [
        {"source": row["source"], **(json.loads(row["verdict"])["error"] or {"code": "", "message": ""})}
        for row in context.database.rows(query, (ROWS, (page - 1) * ROWS))
    ]
    return _shown(request, "failed.html", here="failed", rows=rows, page=page, pages=pages)


@router.get("/picture/{number}/{frame}/{kind}.png")
def picture(request: Request, number: Number, frame: int, kind: str) -> Response:
    """One frame, encoded anew: clear, or blurred and grey."""
    context, _ = _at(request)
    found = card_of(context.database, number)
    if found is None or kind not in ("clear", "blurred"):
        raise HTTPException(404)
    try:
        shown = context.pictures.show(found.verdict, frame)
    except StickerguardError as error:
        raise HTTPException(404, str(error)) from error
    return Response(shown.clear if kind == "clear" else shown.blurred, media_type="image/png")


def _start(request: Request, *, status: int = 200, problem: str | None = None) -> Response:
    context, session = _at(request)
    progress = progress_of(context.database, session)
    return _shown(request, "start.html", status=status, here="start", progress=progress, problem=problem)


def _pause(request: Request) -> Response:
    context, session = _at(request)
    context.desk.release(session)
    return _message(request, "pause", here="pause")


def _message(request: Request, kind: str, *, status: int = 200, **values: Any) -> Response:
    context, session = _at(request)
    progress = progress_of(context.database, session) if kind in ("done", "pause") else None
    last = last_of(context.database, session)
    values = {"note": "", "problem": ""} | values
    return _shown(request, "message.html", status=status, kind=kind, progress=progress, last=last, **values)


def _sticker(
    request: Request,
    number: int,
    *,
    deciding: bool,
    frame: int | None = None,
    status: int = 200,
    problem: str | None = None,
    answer: Answer | None = None,
) -> Response:
    context, session = _at(request)
    found = card_of(context.database, number)
    if found is None:
        raise HTTPException(404)
    verdict = found.verdict
    picture, unseen = _picture(context, found, frame)
    if deciding:
        for following in context.desk.peek(session):
            if following != number and (soon := card_of(context.database, following)):
                context.pictures.prepare(soon.verdict)
                break
    hashes = picture.hashes if picture else None
    near, near_more = near_of(context.database, context.neighbours, found, hashes)
    pack, pack_more = pack_of(context.database, found)
    shown = outlines(verdict, picture.frame) if picture else []
    thresholds = verdict.thresholds or context.thresholds.get(verdict.bundle.sha256)
    blind = (deciding and session.queue == "second") or is_secret(context.database, found, session.reviewer)
    return _shown(
        request,
        "sticker.html",
        status=status,
        here="card" if deciding else None,
        kind="card" if deciding else "look",
        number=number,
        card=found,
        deciding=deciding,
        problem=problem,
        answer=answer,
        picture=picture,
        unseen=unseen,
        outlines=shown,
        bars=bars(verdict, thresholds),
        thresholds_known=thresholds is not None,
        lines=caption_lines(verdict.caption),
        withheld=any(line.text is None for line in verdict.caption.lines),
        near=near,
        near_more=near_more,
        near_state=near_state(hashes),
        compared=context.neighbours.state(),
        pack=pack,
        pack_more=pack_more,
        earlier=[] if blind else earlier(context.database, number),
        last=last_of(context.database, session) if deciding else None,
        waiting=context.database.number(
            "SELECT count(*) FROM stickers WHERE state = ?", ("waiting" if session.queue == "first" else "second",)
        ),
    )


def _picture(context: DeskContext, card: Card, frame: int | None) -> tuple[Picture | None, str]:
    """The picture, or why there is none."""
    try:
        picture = context.pictures.show(card.verdict, frame)
    except StickerguardError as error:
        return None, str(error)
    if card.hash_state in (None, "failed"):
        context.neighbours.keep(card.number, picture.hashes)
    return picture, ""


def _at(request: Request) -> tuple[DeskContext, Session]:
    return request.app.state.context, request.state.session


def _checked(request: Request, csrf: str) -> tuple[DeskContext, Session]:
    """Raises HTTPException 403 for a form that was not made for this session."""
    context, session = _at(request)
    if not same_form(session, csrf):
        raise HTTPException(403)
    return context, session


def _shown(request: Request, template: str, **values: Any) -> Response:
    return page(request, template, **values)


def _page(page: int, count: int) -> tuple[int, int]:
    pages = max(1, -(-count // ROWS))
    return min(max(1, page), pages), pages


def _number(text: str, kind: type[int] | type[float]) -> Any:
    """The number in a field, None where it is empty. Raises StickerguardError, code "bad_form"."""
    if not text.strip():
        return None
    try:
        return kind(text)
    except ValueError as error:
        raise StickerguardError(f"{text[:20]!r} is no number", code="bad_form") from error
