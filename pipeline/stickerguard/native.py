"""Native decoders at arm's length: each file is decoded in a child process with limits on its memory and time.

A child is kept for the next file and replaced once it crashed or was stopped. Threads use children of their own; a
process that was forked starts new ones.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stickerguard.errors import DecodeError, LimitError, StickerguardError
from stickerguard.limits import remedy

_PROGRAM = Path(__file__).parent / "native_child.py"
_PATIENCE = 6
"""So many times its CPU seconds may a child take by the clock, on a machine that has other work."""
_GRACE = 2.0
_LIMITS = ("too_many_pixels", "too_much_memory")


@dataclass(frozen=True, slots=True)
class NativeFrame:
    """`pixels` are `width` x `height` x 4 bytes; `milliseconds` is how long it is shown, 0 where the file is silent.
    `opaque_too` says that the file disclaims its alpha, `aspect` is width by height of the pixels."""

    width: int
    height: int
    milliseconds: float
    pixels: bytes
    opaque_too: bool = False
    aspect: float = 1.0


class _Child:
    """Raises OSError when the system starts no process."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-P", str(_PROGRAM), *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Ctrl-C goes to the whole group; the parent alone decides how to end.
            start_new_session=True,
            # One thread decodes; a pool of more would only take address space.
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        )

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def ask(self, request: dict[str, Any], payload: bytes) -> None:
        if self.process.stdin is None:
            raise BrokenPipeError
        head = json.dumps({**request, "size": len(payload)}).encode()
        self.process.stdin.write(struct.pack(">I", len(head)) + head + payload)
        self.process.stdin.flush()

    def answer(self) -> dict[str, Any] | None:
        length = self.read(4)
        head = self.read(struct.unpack(">I", length)[0]) if length else None
        return json.loads(head) if head else None

    def read(self, size: int) -> bytes | None:
        """Exactly `size` bytes; None when the child ended before."""
        data = self.process.stdout.read(size) if self.process.stdout else b""
        return data if len(data) == size else None

    def stop(self) -> int:
        """End the child if it lives; its exit status."""
        self.process.kill()
        self._close()
        return self.process.wait()

    def leave(self) -> None:
        """Let an idle child end by itself."""
        self._close()
        try:
            self.process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self.stop()

    def forget(self) -> None:
        """In a forked process: the child belongs to the other one."""
        self._close()
        self.process.returncode = 0

    def _close(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with contextlib.suppress(OSError):  # half a request may still be in the buffer
                    pipe.close()


class _Pool:
    """Idle children, the last one used first."""

    def __init__(self) -> None:
        self._idle: list[_Child] = []
        self._lock = threading.Lock()

    def take(self) -> _Child:
        with self._lock:
            while self._idle:
                child = self._idle.pop()
                if child.alive:
                    return child
                child.stop()
        return _Child()

    def give(self, child: _Child) -> None:
        with self._lock:
            self._idle.append(child)

    def close(self) -> None:
        with self._lock:
            while self._idle:
                self._idle.pop().leave()

    def after_fork(self) -> None:
        self._lock = threading.Lock()
        while self._idle:
            self._idle.pop().forget()


_POOL = _Pool()
atexit.register(_POOL.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_POOL.after_fork)


def native_frames(
    kind: str, payload: bytes, source: str, *, seconds: float, memory: int, **request: Any
) -> Iterator[NativeFrame]:
    """The frames of `payload`, decoded in a child process by "lottie" or "webm", with at most `seconds` of CPU time and
    `memory` bytes of address space.

    Raises DecodeError: "corrupt" (also where the decoder crashes), "unsupported_format", "no_decoder"; LimitError:
    "too_many_pixels", "too_much_memory", "too_slow".
    """
    try:
        child = _POOL.take()
    except OSError as error:
        raise DecodeError(
            f"{source}: the process that decodes it cannot be started: {error}; free memory or processes and try again",
            code="no_decoder",
        ) from error
    overdue = threading.Event()

    def end() -> None:
        overdue.set()
        child.process.kill()

    clock = threading.Timer(seconds * _PATIENCE, end)
    clock.daemon = True
    clock.start()
    finished = False
    try:
        with contextlib.suppress(BrokenPipeError):  # a child that ended has no answer either
            child.ask({"kind": kind, "seconds": seconds, "memory": memory, **request}, payload)
        while (answer := child.answer()) and "frame" in answer:
            width, height = answer["frame"]
            pixels = child.read(width * height * 4)
            if pixels is None:
                answer = None
                break
            said = {name: answer[name] for name in ("opaque_too", "aspect") if name in answer}
            yield NativeFrame(width, height, answer["ms"], pixels, **said)
        if answer is None:
            raise _ended(source, child.stop(), overdue.is_set(), seconds)
        finished = True
        if "error" in answer:
            raise _refused(source, answer["error"], answer["message"])
    finally:
        clock.cancel()
        if finished and child.alive and not overdue.is_set():
            _POOL.give(child)
        else:
            child.stop()


def _refused(source: str, code: str, message: str) -> StickerguardError:
    if code == "too_much_memory":
        message = f"decoding takes too much memory; {remedy('max_decode_memory')}"
    elif code == "too_many_pixels":
        message += f"; {remedy('max_pixels')}"
    elif code == "corrupt":
        message = f"cannot be decoded: {message}; the file is damaged"
    kind = LimitError if code in _LIMITS else DecodeError
    return kind(f"{source}: {message}", code=code)


def _ended(source: str, status: int, overdue: bool, seconds: float) -> StickerguardError:
    if overdue or status == -getattr(signal, "SIGXCPU", 0):
        return LimitError(
            f"{source}: decoding takes more than {seconds:g} seconds; {remedy('max_decode_seconds')}",
            code="too_slow",
        )
    return DecodeError(
        f"{source}: the decoder crashed on it (exit status {status}); the file is damaged or made to crash decoders",
        code="corrupt",
    )
