"""Good requests beside attackers that send the slowest files there are: `make bench-attack`.

Ratios hold within one run only: both halves are measured on one server, one after the other.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import aiohttp

from scripts.benchmark_service import PORT, URL, p95, wait_until_ready
from scripts.slow_stickers import large_frames, progressive, repeaters

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


if __name__ == "__main__":
    main()
