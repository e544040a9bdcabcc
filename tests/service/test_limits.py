"""Clients that send slowly, or half, or too much at once."""

import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.drawing import encode, shapes
from tests.service.server import Server, post, serving

PNG = encode(shapes(), "PNG")
HEAD = b"POST /v1/score HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    settings = {"header_seconds": 2, "body_seconds": 3, "max_bytes_in_flight": 600_000}
    with serving(tmp_path_factory.mktemp("limits"), **settings) as running:
        yield running


def connect(server: Server) -> socket.socket:
    address = urlsplit(server.url)
    return socket.create_connection((address.hostname or "", address.port or 0), timeout=60)


def answer(connection: socket.socket) -> bytes:
    """All that comes until the server closes the connection."""
    return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.mark.parametrize("start", [b"", b"POST /v1/sc", HEAD[:-2] % 100])
def test_a_head_that_does_not_come_ends_the_connection(server: Server, start: bytes) -> None:
    with connect(server) as connection:
        connection.sendall(start)
        assert answer(connection).startswith(b"HTTP/1.1 408 ")


def test_a_second_head_that_does_not_come_ends_the_connection(server: Server) -> None:
    with connect(server) as connection:
        connection.sendall(b"GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
        connection.sendall(b"GET /rea")
        assert b"HTTP/1.1 408 " in answer(connection)


def test_a_body_that_does_not_come_is_answered(server: Server) -> None:
    with connect(server) as connection:
        connection.sendall(HEAD % 1000 + b"half")
        got = answer(connection)
    assert got.startswith(b"HTTP/1.1 408 ")
    assert b"did not arrive within 3 seconds" in got


def test_a_body_that_drips_is_answered_too(server: Server) -> None:
    with connect(server) as connection:
        connection.sendall(HEAD % 1000)
        connection.settimeout(0.2)
        for _ in range(100):
            try:
                got = connection.recv(65536)
                break
            except TimeoutError:
                connection.sendall(b"x")
    assert got.startswith(b"HTTP/1.1 408 ")


def test_bytes_of_all_requests_are_counted_together(server: Server) -> None:
    def status() -> int:
        return post(f"{server.url}/v1/score", content=PNG + bytes(250_000), timeout=60).status_code

    def beside_a_slow_one(head_start: float) -> int:
        with connect(server) as connection:
            connection.sendall(HEAD % 500_000 + bytes(450_000))
            time.sleep(head_start)
            return status()

    # A busy machine may take longer to read what was sent.
    assert any(beside_a_slow_one(seconds) == 429 for seconds in (0.05, 0.1, 0.2, 0.4, 0.8, 1.6))
    assert until(status, 200) == 200, "a client that has left holds nothing"


def until(status: "object", wanted: int) -> int:
    assert callable(status)
    deadline = time.monotonic() + 30
    while (found := int(status())) != wanted and time.monotonic() < deadline:
        time.sleep(0.1)
    return found
