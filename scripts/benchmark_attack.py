"""Good requests beside attackers that send the slowest files there are: `make bench-attack`.

Ratios hold within one run only: both halves are measured on one server, one after the other.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import io
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import aiohttp
import numpy as np
from PIL import Image

from scripts.benchmark_service import PORT, URL, p95, wait_until_ready

SAMPLES = Path(__file__).parent.parent / "data/samples/stickers"
_PAUSE = 0.2
"""Seconds between two requests of a good client, on average."""


def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=75, help="of each half")
    parser.add_argument("--clients", type=int, default=2)
    parser.add_argument("--attackers", type=int, default=10)
    args = parser.parse_args()
    good = [path.read_bytes() for path in sorted(SAMPLES.iterdir())]
    worst = [progressive(), large_frames(), repeaters()]
    with subprocess.Popen(
        [sys.executable, "-m", "stickerguard", "serve", "--port", str(PORT)],
        env=dict(os.environ), stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        try:
            wait_until_ready()
            asyncio.run(measured(good, worst, args.seconds, args.clients, args.attackers))
        finally:
            server.terminate()


async def measured(good: list[bytes], worst: list[bytes], seconds: float, clients: int, attackers: int) -> None:
    """Print the times of good requests without attackers and with them."""
    p95s = []
    for present in (0, attackers):
        until = time.monotonic() + seconds
        evil = [asyncio.create_task(attack(worst, number, until)) for number in range(present)]
        samples = await asyncio.gather(*(client(good, number, until) for number in range(clients)))
        times = [taken for one in samples for taken, _ in one]
        answers = Counter(answer for one in samples for _, answer in one)
        p95s.append(p95(times))
        print(
            f"{present:3} attackers: {len(times)} good requests {dict(answers)}, "
            f"median {statistics.median(times) * 1000:.0f} ms, p95 {p95s[-1] * 1000:.0f} ms, worst {max(times):.2f} s"
        )
        heard = sum((await asyncio.gather(*evil)), Counter[str]())
        if present:
            print(f"    attackers heard {dict(heard)}")
    print(f"p95 with attackers over p95 without: {p95s[1] / p95s[0]:.2f}")


async def client(bodies: list[bytes], number: int, until: float) -> list[tuple[float, str]]:
    """Seconds and outcome of requests sent one after the other."""
    source = random.Random(number)
    samples = []
    async with aiohttp.ClientSession() as session:
        while time.monotonic() < until:
            started = time.perf_counter()
            answer = await post(session, source.choice(bodies))
            samples.append((time.perf_counter() - started, answer))
            await asyncio.sleep(source.expovariate(1 / _PAUSE))
    return samples


async def attack(bodies: list[bytes], number: int, until: float) -> Counter[str]:
    """Send the worst files, without a pause; what was answered."""
    heard: Counter[str] = Counter()
    async with aiohttp.ClientSession() as session:
        while time.monotonic() < until:
            heard[await post(session, bodies[number % len(bodies)])] += 1
            number += 1
    return heard


async def post(session: aiohttp.ClientSession, body: bytes) -> str:
    """The status, or of a verdict its error code or "scored"."""
    headers = {"content-type": "application/octet-stream"}
    async with session.post(f"{URL}/v1/score", data=body, headers=headers) as answer:
        if answer.status != 200:
            return str(answer.status)
        error = (await answer.json())["error"]
        return str(error["code"]) if error else "scored"


def progressive(scans: int = 20_000, side: int = 4_400) -> bytes:
    """A flat JPEG whose last scan is repeated `scans` times."""
    buffer = io.BytesIO()
    Image.new("RGB", (side, side), (120, 130, 140)).save(buffer, "JPEG", progressive=True, quality=50, subsampling=0)
    data = buffer.getvalue()
    return data[:-2] + data[data.rindex(b"\xff\xda") : -2] * scans + data[-2:]


def large_frames(count: int = 14, side: int = 4_400) -> bytes:
    """A GIF of `count` flat frames, each of another grey."""
    frames = [Image.fromarray(np.full((side, side), number * 17, dtype=np.uint8)) for number in range(count)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], duration=50)
    return buffer.getvalue()


def repeaters(copies: int = 10_000) -> bytes:
    """A Lottie animation that draws a square `copies` times in each frame."""

    def still(value: object) -> dict[str, object]:
        return {"a": 0, "k": value}

    place = {"a": still([0, 0]), "p": still([1, 1]), "s": still([100, 100]), "r": still(1), "o": still(100)}
    square = {"ty": "rc", "p": still([256, 256]), "s": still([200, 200]), "r": still(0), "d": 1}
    fill = {"ty": "fl", "c": still([1, 0, 0, 1]), "o": still(50), "r": 1}
    again = {"ty": "rp", "c": still(copies), "o": still(0), "m": 1, "tr": {**place, "so": still(100), "eo": still(50)}}
    group = {"ty": "gr", "it": [square, fill, {"ty": "tr", **place}]}
    layer = {
        "ddd": 0, "ind": 1, "ty": 4, "nm": "l", "sr": 1, "ks": {**place, "a": still([0, 0, 0]), "p": still([0, 0, 0])},
        "ao": 0, "shapes": [{"ty": "gr", "it": [group, again, {"ty": "tr", **place}]}], "ip": 0, "op": 60, "st": 0,
    }  # fmt: skip
    document = {
        "v": "5.5.7",
        "fr": 30,
        "ip": 0,
        "op": 60,
        "w": 512,
        "h": 512,
        "ddd": 0,
        "assets": [],
        "layers": [layer],
    }
    return gzip.compress(json.dumps(document).encode())


if __name__ == "__main__":
    main()
