"""The service against the batch runner on one drawn corpus: `make bench-service`. Ratios hold within one run only."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import aiohttp
from rich.console import Console
from rich.table import Table

from scripts.benchmark_batch import batch_run
from scripts.benchmark_corpus import write_corpus
from stickerguard.runtime import available_cpus

PORT = 8471
URL = f"http://127.0.0.1:{PORT}"
Sample = tuple[float, bool]
"""Seconds until the answer came, and whether the caption was read."""


def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stickers", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--out", type=Path, default=Path("out/bench_service.json"))
    args = parser.parse_args()
    corpus = args.out.parent / f"bench_corpus_{args.stickers}_{args.seed}"
    if not corpus.exists():
        write_corpus(corpus, args.stickers, args.seed)
    workers = available_cpus()
    batch = batch_run(corpus, args.out.with_suffix(".jsonl"), args.stickers, workers)
    bodies = [path.read_bytes() for path in sorted(corpus.iterdir())]
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "stickerguard", "serve", "--port", str(PORT), "--workers", str(workers)],
        env=os.environ | {"STICKERGUARD_QUEUE": "1000"}, stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        try:
            wait_until_ready()
            cold = time.perf_counter() - started
            full = asyncio.run(closed_load(bodies, clients=4 * workers))
            rate = len(bodies) / full
            samples = asyncio.run(open_load(bodies, rate / 2))
        finally:
            server.terminate()
    early = [seconds for seconds, read in samples if not read]
    late = [seconds for seconds, read in samples if read]
    rows = [
        ("cold start to ready", f"{cold:.2f} s", "3 s"),
        (f"batch run, {workers} workers, start-up included", f"{batch.rate:.1f}/s", ""),
        (f"service, {workers} workers, {4 * workers} clients", f"{rate:.1f}/s", ""),
        ("service over batch run", f"{rate / batch.rate:.2f}", ">= 0.80"),
        (f"p95 at half load, early exit (n = {len(early)})", f"{p95(early) * 1000:.1f} ms", "40 ms"),
        (f"p95 at half load, caption read (n = {len(late)})", f"{p95(late) * 1000:.1f} ms", "150 ms"),
    ]
    table = Table("measured", "value", "goal")
    for row in rows:
        table.add_row(*row)
    Console(width=120).print(table)
    args.out.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


def wait_until_ready() -> None:
    """Return when /readyz says so."""
    while True:
        try:
            with urllib.request.urlopen(f"{URL}/readyz", timeout=1):
                return
        except OSError:
            time.sleep(0.02)


async def closed_load(bodies: Sequence[bytes], clients: int) -> float:
    """Seconds for all `bodies`, `clients` of them under way at any time."""
    queue = iter(bodies)
    started = time.perf_counter()
    async with aiohttp.ClientSession() as session:

        async def work() -> None:
            for body in queue:
                await post(session, body)

        await asyncio.gather(*(work() for _ in range(clients)))
    return time.perf_counter() - started


async def open_load(bodies: Sequence[bytes], rate: float) -> list[Sample]:
    """Answers to `bodies` sent at random moments, `rate` a second on average, whatever is still under way."""
    source = random.Random(5)
    samples: list[Sample] = []
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def one(body: bytes) -> None:
            sent = time.perf_counter()
            answer = await post(session, body)
            samples.append((time.perf_counter() - sent, answer["caption"]["state"] != "not_evaluated"))

        tasks = []
        for body in bodies:
            await asyncio.sleep(source.expovariate(rate))
            tasks.append(asyncio.create_task(one(body)))
        await asyncio.gather(*tasks)
    return samples


async def post(session: aiohttp.ClientSession, body: bytes) -> dict[str, Any]:
    """The verdict on `body`."""
    headers = {"content-type": "application/octet-stream"}
    async with session.post(f"{URL}/v1/score", data=body, headers=headers) as answer:
        answer.raise_for_status()
        verdict: dict[str, Any] = await answer.json()
        return verdict


def p95(seconds: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(seconds, n=20)[-1]


if __name__ == "__main__":
    main()
