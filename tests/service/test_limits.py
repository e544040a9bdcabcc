"""Clients that send slowly, or half, or too much at once."""

import json
import re
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.drawing import encode, shapes
from tests.service.server import PATIENCE, Server, get, post, serving

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


def logged(server: Server, answered: bytes) -> dict[str, Any]:
    """The line of the log about the request that was answered so."""
    found = re.search(rb"x-request-id: ([\w-]+)", answered, re.IGNORECASE)
    assert found, answered
    rows = (json.loads(line) for line in server.log.read_text("utf-8").splitlines())
    return next(row for row in rows if row.get("request_id") == found[1].decode())


@pytest.mark.parametrize(("start", "status"), [(b"POST /v1/sc", 408), (b"no HTTP\r\n\r\n", 400)])
def test_what_is_refused_before_it_is_understood_has_an_id_and_counts(
    server: Server, start: bytes, status: int
) -> None:
    with connect(server) as connection:
        connection.sendall(start)
        got = answer(connection)
    assert got.startswith(b"HTTP/1.1 %d " % status)
    assert json.loads(got.partition(b"\r\n\r\n")[2])["detail"]
    assert logged(server, got)["status"] == status
    counted = f'stickerguard_request_seconds_count{{route="unknown",status="{status}"}}'
    assert counted in get(f"{server.url}/metrics").text


def test_a_connection_too_many_is_answered_with_its_id(tmp_path: Path) -> None:
    with serving(tmp_path, max_connections=2) as server:
        with connect(server), connect(server):
            refused = get(f"{server.url}/readyz", headers={"X-Request-ID": "one-too-many"})
        assert (refused.status_code, refused.headers["x-request-id"]) == (503, "one-too-many")
        assert "too many connections" in refused.json()["detail"]
        assert refused.headers["retry-after"] == "1"
        assert until(lambda: get(f"{server.url}/readyz").status_code, 200) == 200
        row = logged(server, b"X-Request-ID: one-too-many")
        assert (row["status"], row["route"]) == (503, "/readyz")


def test_a_request_that_outlasts_the_shutdown_is_told(tmp_path: Path) -> None:
    with serving(tmp_path, shutdown_seconds=1) as server, connect(server) as connection:
        connection.sendall(HEAD[:-2] % 1000 + b"Expect: 100-continue\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 100 "), "the request is being read"
        server.process.send_signal(signal.SIGTERM)
        got = answer(connection)
        assert server.process.wait(PATIENCE) == 0
        assert got.startswith(b"HTTP/1.1 503 ")
        assert b"retry-after: 1" in got
        assert "stopping" in json.loads(got.partition(b"\r\n\r\n")[2])["detail"]
        row = logged(server, got)
    assert (row["status"], row["route"]) == (503, "/v1/score")


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
