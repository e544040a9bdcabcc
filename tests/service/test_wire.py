"""Requests as bytes on the wire, which clients' libraries do not send: trailers, whole addresses."""

import json
import socket
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stickerguard.types import CANARY
from tests.service.server import PATIENCE, Server, serving

FILE = b'Content-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("service"), workers=1) as running:
        yield running


def exchange(server: Server, request: bytes) -> tuple[int, dict[str, Any]]:
    """Status and content of the answer to a request that is written out and asks for the connection to be closed."""
    address = urllib.parse.urlsplit(server.url)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=PATIENCE) as connection:
        connection.sendall(request)
        head, _, body = b"".join(iter(lambda: connection.recv(65536), b"")).partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


@pytest.mark.parametrize("announced", ["Trailer: Stickerguard-Caption\r\n", ""])
@pytest.mark.parametrize("field", [f"Stickerguard-Caption: {CANARY}\r\n", ""])
@pytest.mark.parametrize("form", [True, False])
def test_a_caption_in_a_trailer_is_refused(
    server: Server, samples: Path, announced: str, field: str, form: bool
) -> None:
    child = (samples / "baby_no_text.webp").read_bytes()
    body = b"--XX\r\n" + FILE + child + b"\r\n--XX--\r\n" if form else child
    content_type = "multipart/form-data; boundary=XX" if form else "image/webp"
    head = (
        f"POST /v1/score HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: {content_type}\r\n{announced}"
        f"Transfer-Encoding: chunked\r\n\r\n{len(body):x}\r\n"
    )
    status, answer = exchange(server, head.encode() + body + f"\r\n0\r\n{field}\r\n".encode())
    if announced or field:
        assert status == 400
        assert "stickerguard-caption" in answer["detail"].lower()
    else:
        assert (status, answer["decision"]) == (200, "clear")


@pytest.mark.parametrize("address", ["http://stickers.example", "HTTPS://stickers.example:8443"])
def test_an_address_may_be_whole_as_proxies_are_told_it(server: Server, samples: Path, address: str) -> None:
    child = (samples / "baby_no_text.webp").read_bytes()
    head = "HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
    caption = f"Stickerguard-Caption: {CANARY}"
    request = f"POST {address}/v1/score {head}{len(child)}\r\n{caption}\r\n\r\n".encode() + child
    status, answer = exchange(server, request)
    assert (status, answer["decision"]) == (200, "flag")
    status, answer = exchange(server, f"POST {address}/v1/score?caption=x {head}0\r\n\r\n".encode())
    assert (status, "no parameters" in answer["detail"]) == (400, True)
    assert exchange(server, f"GET {address} {head}0\r\n\r\n".encode())[0] == 404


@pytest.mark.parametrize("name", ["X-Stickerguard-Caption", "Stickerguard-Captions", "My_Stickerguard_Caption"])
def test_a_header_that_is_nearly_that_of_the_caption_is_refused(server: Server, name: str) -> None:
    head = f"POST /v1/score HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{name}: hi\r\nContent-Length: 1\r\n\r\nx"
    status, answer = exchange(server, head.encode())
    assert status == 400
    assert answer["detail"] == f"the header {name.lower()!r} is not known; there is Stickerguard-Caption"


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([b"file", b"image"], "the form may have file and caption, not image"),
        ([b"image", b"file"], "the form may have file and caption, not image"),
        ([b"file", b"file"], "the form has more than one file; send one, or several to /v1/score/batch"),
        ([], "the form has no file called file; send one"),
    ],
)
def test_a_form_of_other_files_than_one_says_what_to_do(server: Server, parts: list[bytes], said: str) -> None:
    text = b'--XX\r\nContent-Disposition: form-data; name="caption"\r\n\r\nhi\r\n'
    files = b"".join(b"--XX\r\n" + FILE.replace(b'"file"', b'"%s"' % part) + b"x\r\n" for part in parts)
    body = text + files + b"--XX--\r\n"
    head = (
        b"POST /v1/score HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=XX\r\n"
    )
    status, answer = exchange(server, head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
    assert (status, answer["detail"]) == (400, said)


def test_who_asks_before_sending_too_much_is_not_told_to_go_on(server: Server) -> None:
    head = "POST /v1/score HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 900000000\r\n\r\n"
    status, answer = exchange(server, head.encode())
    assert status == 413
    assert "the body may have" in answer["detail"]
