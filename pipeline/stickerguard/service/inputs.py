"""Stickers and captions out of a request. Whatever comes with it is taken or refused, never passed over."""

from __future__ import annotations

import re
from typing import TypeAlias
from urllib.parse import unquote_to_bytes

from fastapi import HTTPException, Request
from starlette.datastructures import FormData, UploadFile

from stickerguard.service.forms import not_known, read_form

Stickers: TypeAlias = list[tuple[str, bytes]]
"""Name and content of each."""

CAPTION_HEADER = "Stickerguard-Caption"
_H, _T = "[0-9A-Fa-f]", "%[89ABab][0-9A-Fa-f]"
CAPTION_PATTERN = (
    rf"^(?:[ -$&-~]|%[0-7]{_H}|%(?:[Cc][2-9A-Fa-f]|[Dd]{_H}){_T}|%[Ee]0%[ABab]{_H}{_T}|%[Ee][1-9A-Ca-cEeFf]{_T}{_T}"
    rf"|%[Ee][Dd]%[89]{_H}{_T}|%[Ff]0%[9ABab]{_H}{_T}{_T}|%[Ff][1-3]{_T}{_T}{_T}|%[Ff]4%8{_H}{_T}{_T})*$"
)
"""Percent-encoded UTF-8."""

_TYPES = re.compile(r"(?:image|video)/[^/]+|application/(?:octet-stream|(?:x-)?gzip|x-tgsticker)|")


async def read_sticker(request: Request) -> tuple[str, bytes, str | None]:
    """Name, content and caption of one sticker. Raises HTTPException: 400 or 415."""
    _check(request)
    if _content_type(request) == "multipart/form-data":
        stickers, caption = await _read_form(request, largest=1)
        return *stickers[0], caption
    if not _TYPES.fullmatch(_content_type(request)):
        raise HTTPException(
            415,
            f"the body is called {_content_type(request)[:80]!a}; send a sticker's bytes as "
            "application/octet-stream, or multipart/form-data with a part called file",
        )
    data = await request.body()
    _check_trailers(request)
    if not data:
        raise HTTPException(400, "the body is empty; send the bytes of a sticker")
    return "<body>", data, "\n".join(_header_captions(request)) or None


async def read_stickers(request: Request, *, largest: int) -> tuple[Stickers, str | None]:
    """Up to `largest` stickers of a form and the caption that goes with each. Raises HTTPException: 400 or 415."""
    _check(request)
    if _content_type(request) != "multipart/form-data":
        raise HTTPException(415, "send multipart/form-data with one part called file for each sticker")
    return await _read_form(request, largest=largest)


def _content_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _check(request: Request) -> None:
    if request.url.query:
        raise HTTPException(400, "the address takes no parameters; a caption goes into a form or a header")
    names = {name.lower() for name in request.headers}
    # One that is nearly right, such as with X- before it, would lose a caption.
    if unknown := sorted(n for n in names if "stickerguard" in n and n != CAPTION_HEADER.lower()):
        raise HTTPException(400, f"the header {unknown[0][:80]!a} is not known; there is {CAPTION_HEADER}")
    if {value.strip().lower() for value in request.headers.getlist("content-encoding")} - {"identity"}:
        raise HTTPException(415, "send the body without Content-Encoding")
    if len(request.headers.getlist("content-type")) > 1:
        raise HTTPException(415, "send one Content-Type")
    if announced := request.headers.get("trailer"):
        raise _trailing(announced)


def _check_trailers(request: Request) -> None:
    # They are known when the body has been read, and to `HeadTimeoutProtocol` only; another server drops what is not
    # announced.
    if names := getattr(request.state, "trailers", None):
        raise _trailing(", ".join(names))


def _trailing(names: str) -> HTTPException:
    return HTTPException(400, f"the request has trailers ({names[:80]!a}); send them as headers, before the body")


def _header_captions(request: Request) -> list[str]:
    captions = []
    for value in request.headers.getlist(CAPTION_HEADER):
        if not re.fullmatch(CAPTION_PATTERN, value):
            raise HTTPException(400, f"{CAPTION_HEADER} must be percent-encoded UTF-8, a % itself as %25")
        captions.append(unquote_to_bytes(value).decode("utf-8"))
    return [caption for caption in captions if caption]


async def _read_form(request: Request, *, largest: int) -> tuple[Stickers, str | None]:
    form = await read_form(request, most_files=largest)
    try:
        _check_trailers(request)
        stickers = await _files(form, largest=largest)
        captions = [*_header_captions(request), *_form_captions(form)]
    finally:
        await form.close()
    return stickers, "\n".join(captions) or None


def _text(latin: str, what: str) -> str:
    try:
        return latin.encode("latin-1").decode("utf-8")
    except UnicodeError as error:
        raise HTTPException(400, f"{what} is not UTF-8") from error


async def _files(form: FormData, *, largest: int) -> Stickers:
    if wrong := not_known(_text(name, "the name of a part") for name in form):
        raise HTTPException(400, wrong)
    entries = form.getlist("file")
    found = [entry for entry in entries if isinstance(entry, UploadFile)]
    if len(found) < len(entries):
        raise HTTPException(400, "a part called file has no file name, so it is text; send it as a file")
    if not found:  # `read_form` refuses too many
        raise HTTPException(
            400, f"the form has no file called file; send {'one' if largest == 1 else f'1 to {largest:,}'}"
        )
    # File names may say as much as captions: they are answered, never logged.
    names = [_text(entry.filename or f"<file {number}>", "a file name") for number, entry in enumerate(found)]
    return [(name, await entry.read()) for name, entry in zip(names, found, strict=True)]


def _form_captions(form: FormData) -> list[str]:
    # `read_form` refuses one that is a file.
    captions = [_text(entry, "caption") for entry in form.getlist("caption") if isinstance(entry, str)]
    return [caption for caption in captions if caption]
