"""Reads a form whose parts say truly what they are. What would be read otherwise than it was meant is refused."""

from __future__ import annotations

import codecs
import re
from collections.abc import AsyncGenerator, Iterable

from fastapi import HTTPException, Request
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, Headers
from starlette.formparsers import MultiPartException, MultiPartParser

MOST_FIELDS = 1000
"""Captions in one form. Their bytes count as the body's; this bounds the objects that empty ones make."""

FIELDS = frozenset({"file", "caption"})
"""Names that parts may have."""

_CHARSETS = {"utf-8", "ascii"}
_PLAIN_ENCODINGS = {b"7bit", b"8bit", b"binary"}
_BOUNDARY = re.compile(rb"[0-9A-Za-z'()+_,\-./:=? ]{1,70}")


class _Parser(MultiPartParser):
    """Writes no sticker to a disk; `BodyLimit` bounds what is in memory."""

    spool_max_size = 2**40
    complete = False
    names: frozenset[str] = frozenset()
    """Of the parts so far."""

    def on_headers_finished(self) -> None:
        _, options = parse_options_header(self._current_part.content_disposition)
        self.names |= {options.get(b"name", b"").decode("utf-8", "replace")}
        if options.get(b"name") == b"caption" and b"filename" in options:
            raise MultiPartException("caption is a field of text, not a file; leave its file name out")
        super().on_headers_finished()
        part = self._current_part
        what = f"the part {part.field_name[:40]!a}"
        for name, value in part.item_headers:
            if name == b"content-transfer-encoding" and value.strip().lower() not in _PLAIN_ENCODINGS:
                raise MultiPartException(f"{what} says Content-Transfer-Encoding: {_shown(value)}; send it as it is")
            if name == b"content-encoding" and value.strip().lower() != b"identity":
                raise MultiPartException(f"{what} says Content-Encoding: {_shown(value)}; send it as it is")
            if name == b"content-type" and part.file is None:
                _check_text(what, value)
        if sum(name == b"content-disposition" for name, _ in part.item_headers) > 1:
            raise MultiPartException(f"{what} has more than one Content-Disposition; send one")

    def on_end(self) -> None:
        self.complete = True


def _check_text(what: str, content_type: bytes) -> None:
    kind, _ = parse_options_header(content_type)
    if kind not in (b"", b"text/plain"):
        raise MultiPartException(f"{what} is called {_shown(kind)}; send text as text/plain, or leave its type out")
    _check_charset(what, content_type)


def _check_charset(what: str, content_type: bytes) -> None:
    """Raise MultiPartException where `content_type` names another charset than UTF-8, or more than one."""
    _, options = parse_options_header(content_type)
    given = options.get(b"charset", b"utf-8")
    try:
        known = codecs.lookup(given.decode("latin-1")).name in _CHARSETS
    except (LookupError, ValueError):
        known = False
    # The option's other spelling (charset*=) and all but the last of several are passed over by the reader of options.
    if not known:
        raise MultiPartException(f"{what} says charset={_shown(given)}; send UTF-8")
    if len(re.findall(rb";\s*charset\b", content_type.lower())) > (b"charset" in options):
        raise MultiPartException(f"{what} says its charset twice, or as charset*; send UTF-8 and say charset=utf-8")


def _shown(value: bytes) -> str:
    return ascii(value[:80].decode("latin-1"))


async def read_form(request: Request, *, most_files: int) -> FormData:
    """The form of `request`, its texts as Latin-1 that keeps every byte. Raises HTTPException 400."""
    content_type = request.headers["content-type"].encode("latin-1")
    _, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    if not _BOUNDARY.fullmatch(boundary):
        raise HTTPException(400, "the form has no boundary, or one of other than 1 to 70 of the characters allowed")
    # The parser would read what is no UTF-8 as Latin-1 and say nothing: as Latin-1 it keeps every byte.
    headers = Headers({"content-type": f'multipart/form-data; charset=latin-1; boundary="{boundary.decode("ascii")}"'})
    parser = _Parser(headers, request.stream(), max_files=most_files, max_fields=MOST_FIELDS)
    parser.stream = _nothing_around(parser.stream, parser, boundary)
    try:
        _check_charset("the form", content_type)
        form = await parser.parse()
    except MultiPartException as error:
        raise HTTPException(400, _told(error.message, most_files, parser.names)) from error
    if not parser.complete:  # its last part would be missing without a word
        await form.close()
        raise HTTPException(400, "the form breaks off before its last boundary")
    return form


async def _nothing_around(
    stream: AsyncGenerator[bytes, None], parser: _Parser, boundary: bytes
) -> AsyncGenerator[bytes, None]:
    """What `parser` gets of `stream`. Raises MultiPartException for what the parser passes over: all before the first
    boundary and behind the last, where a part would be lost without a word."""
    first, last = b"--" + boundary, b"\r\n--" + boundary + b"--"
    # The first boundary may be the last one. `before` is too short to hold the last boundary itself.
    start, before = b"", b"\r\n"
    async for chunk in stream:
        if len(start) < len(first):
            start = (start + chunk).lstrip(b"\r\n")[: len(first)]
            if not first.startswith(start):
                raise MultiPartException("the form does not begin with its boundary; send nothing before it")
        was_complete = parser.complete
        yield chunk
        behind = chunk
        if parser.complete and not was_complete:
            seen = before + chunk
            behind = seen.partition(last)[2] if last in seen else seen
        if parser.complete and behind.strip(b" \t\r\n"):
            raise MultiPartException("the form goes on behind its last boundary; send all its parts before it")
        before = (before + chunk[-len(last) :])[1 - len(last) :]


def not_known(names: Iterable[str]) -> str | None:
    """What is wrong where a form has parts of such `names`."""
    unknown = sorted(set(names) - FIELDS)
    return f"the form may have file and caption, not {', '.join(unknown)}" if unknown else None


def _told(message: str, most_files: int, names: Iterable[str]) -> str:
    """What the parser of the library says, with what to do; `names` are those of the parts that it has seen."""
    if message.startswith("Too many fields"):
        return f"the form has more than {MOST_FIELDS:,} captions; send fewer, of several lines each"
    if message.startswith("Too many files"):
        if wrong := not_known(names):  # without it there would be fewer
            return wrong
        if most_files == 1:
            return "the form has more than one file; send one, or several to /v1/score/batch"
        return f"the form has more than {most_files:,} files; send 1 to {most_files:,}"
    return message
