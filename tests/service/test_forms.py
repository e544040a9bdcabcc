"""Forms as they are read from a body that comes in pieces."""

import asyncio

import pytest
from fastapi import HTTPException, Request
from starlette.types import Message

from stickerguard.service.forms import read_form
from stickerguard.types import CANARY
from tests.drawing import encode, shapes

PNG = encode(shapes(), "PNG")
FILE = b'Content-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
CAPTION = b'Content-Disposition: form-data; name="caption"\r\n\r\n' + CANARY.encode()
DATA = PNG + b"--XX--, \r\n--XX-, \r\n --XX--"
"""Content with what looks like a boundary."""


def read(body: bytes, piece: int) -> list[bytes]:
    """The contents of the files of a form that comes `piece` bytes at a time."""
    pieces = [body[i : i + piece] for i in range(0, len(body), piece)]

    async def receive() -> Message:
        return {"type": "http.request", "body": pieces.pop(0) if pieces else b"", "more_body": bool(pieces)}

    async def contents() -> list[bytes]:
        head = [(b"content-type", b"multipart/form-data; boundary=XX")]
        request = Request({"type": "http", "method": "POST", "path": "/", "headers": head}, receive)
        form = await read_form(request, most_files=9)
        try:
            return [await file.read() for file in form.getlist("file") if not isinstance(file, str)]
        finally:
            await form.close()

    return asyncio.run(contents())


def form(*parts: bytes) -> bytes:
    return b"".join(b"--XX\r\n" + part + b"\r\n" for part in parts) + b"--XX--"


@pytest.mark.parametrize("piece", [1, 2, 3, 5, 8, 13, 100_000])
@pytest.mark.parametrize(
    ("before", "behind"), [(b"", b""), (b"", b"\r\n"), (b"", b"\n"), (b"\r\n\r\n", b" \t\r\n\r\n")]
)
def test_white_space_around_a_form_does_not_matter(piece: int, before: bytes, behind: bytes) -> None:
    assert read(before + form(FILE + DATA, CAPTION, FILE + PNG) + behind, piece) == [DATA, PNG]


@pytest.mark.parametrize("piece", [1, 2, 3, 5, 8, 13, 100_000])
@pytest.mark.parametrize("part", [CAPTION, FILE + PNG])
@pytest.mark.parametrize("between", [b"", b"\r\n", b"\r\n\r\n"])
def test_a_part_behind_the_last_boundary_is_refused(piece: int, part: bytes, between: bytes) -> None:
    with pytest.raises(HTTPException, match="behind its last boundary") as refused:
        read(form(FILE + DATA) + between + form(part), piece)
    assert refused.value.status_code == 400


@pytest.mark.parametrize("piece", [1, 2, 3, 5, 8, 13, 100_000])
@pytest.mark.parametrize("body", [form(FILE + DATA) + b"x", form() + b"\r\n" + form(FILE + DATA)])
def test_anything_behind_the_last_boundary_is_refused(piece: int, body: bytes) -> None:
    with pytest.raises(HTTPException, match="behind its last boundary"):
        read(body, piece)


@pytest.mark.parametrize("piece", [1, 2, 3, 5, 8, 13, 100_000])
@pytest.mark.parametrize("before", [b"hello\r\n", b"\r\nhello\r\n", b"\r\n\r\nhello"])
def test_anything_before_the_first_boundary_is_refused(piece: int, before: bytes) -> None:
    with pytest.raises(HTTPException, match="does not begin with its boundary") as refused:
        read(before + form(FILE + DATA), piece)
    assert refused.value.status_code == 400
