"""A real server process for the tests."""

from __future__ import annotations

import contextlib
import functools
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

PATIENCE = 300
"""Seconds; no measurement."""


@dataclass(frozen=True)
class Server:
    """Its address, process and log file."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(folder: Path, workers: int = 1, **settings: object) -> Iterator[Server]:
    """`stickerguard serve`, ready; `settings` become STICKERGUARD_... variables."""
    port = free_port()
    # Others may use the machine: only a test that is about time gives a limit of its own.
    patient = {"timeout": PATIENCE} | settings
    environment = os.environ | {f"STICKERGUARD_{name.upper()}": str(value) for name, value in patient.items()}
    log = folder / f"server-{port}.log"
    command = [sys.executable, "-m", "stickerguard", "serve", "--port", str(port), "--workers", str(workers)]
    with log.open("wb") as file:
        process = subprocess.Popen(command, env=environment, stdout=file, stderr=file, start_new_session=True)
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + PATIENCE
        while not _ready(url):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server did not start:\n{log.read_text('utf-8')}")
            time.sleep(0.05)
        yield Server(url, process, log)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


# Reading the certificates of the system takes longer than an answer, and nothing here is encrypted.
get = functools.partial(httpx.get, verify=False, timeout=PATIENCE)
post = functools.partial(httpx.post, verify=False, timeout=PATIENCE)


@contextlib.contextmanager
def standing_still(server: Server) -> Iterator[list[int]]:
    """The processes that score, which do nothing inside: what is sent meanwhile is at work or waits, however fast the
    machine is."""
    workers = workers_of(server)
    for pid in workers:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield workers
    finally:
        for pid in workers:
            with contextlib.suppress(ProcessLookupError):  # the service may have replaced it
                os.kill(pid, signal.SIGCONT)


def until_waiting(server: Server, count: int) -> None:
    """Come back when at least so many stickers wait for a worker."""
    deadline = time.monotonic() + PATIENCE
    while waiting(server) < count:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def waiting(server: Server) -> float:
    """How many stickers wait for a worker, as the metrics say."""
    found = re.search(r"^stickerguard_stickers_waiting (\S+)$", get(f"{server.url}/metrics").text, re.M)
    assert found is not None
    return float(found[1])


def workers_of(server: Server) -> list[int]:
    """The processes that score: children of the fork server."""
    return [worker for child in _children(server.process.pid) for worker in _children(child)]


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


def _ready(url: str) -> bool:
    try:
        return get(f"{url}/readyz", timeout=2).status_code == 200
    except httpx.TransportError:
        return False
