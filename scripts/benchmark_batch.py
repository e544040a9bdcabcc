"""The batch run against naive scripts and against its own bounds, on a mix of stickers as chats may hold them.

`make bench-batch`; with PICTURES=folder photographs come from a set that `make data` built. Prints what share of the
mix is read, kind by kind, and the rates. Writes out/bench_batch.json and out/bench_batch.png. Rates compare within one
run on one machine only.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from data.stickers.mix import ANIMATED, stand_ins, write_mix
from scripts.benchmark_read import (
    STAGES,
    Scored,
    by_kind,
    by_person,
    of_animations,
    scored,
    share_read,
    stage_shares,
)
from stickerguard.errors import StickerguardError
from stickerguard.runtime import available_cpus

NAIVE = {"naive-rapidocr": 1, "naive-rapidocr-every-frame": 4, "naive-tesseract": 2}
"""The naive scripts, and by what the number of their stickers is divided."""


@dataclass(slots=True)
class Outcome:
    """`seconds` of `stickers`, CPU seconds a sticker, peak memory of the whole process tree.

    Start-up counts for `stickerguard score` alone.
    """

    name: str
    processes: int
    stickers: int
    seconds: float
    cpu_seconds: float
    peak_mb: float

    @property
    def rate(self) -> float:
        """Stickers per second."""
        return self.stickers / self.seconds


def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stickers", type=int, default=600)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--pictures", type=Path, help="folder of a set that `make data` built; else all is drawn")
    parser.add_argument("--animated", type=float, default=ANIMATED, help="share of the stickers that move")
    parser.add_argument(
        "--slow", type=int, default=120, help="stickers for naive RapidOCR, fewer for the other naive scripts; 0: none"
    )
    parser.add_argument("--endurance", type=int, help="instead: memory of one run over this many stickers")
    parser.add_argument("--out", type=Path, default=Path("out/bench_batch.json"))
    args = parser.parse_args()
    folder = args.out.parent / f"bench_mix_{args.stickers}_{args.seed}"
    try:
        rows = write_mix(folder, args.stickers, args.seed, args.pictures, animated=args.animated)
    except StickerguardError as error:
        parser.exit(2, f"{error}\n")
    corpus, cpus = folder / "stickers", available_cpus()
    if args.endurance:
        endurance(corpus, args.endurance, cpus)
        return
    print(f"{folder}: {stand_ins(rows)}")
    output = args.out.with_suffix(".jsonl")
    outcomes = [
        batch_run(corpus, output, args.stickers, cpus),
        contender("decode-vision", corpus, args.stickers, cpus),
        contender("decode", corpus, args.stickers, cpus),
    ]
    for name, part in NAIVE.items() if args.slow else ():
        outcomes.append(contender(name, corpus, max(1, args.slow // part), 1))
    stickers = scored(rows, output)
    tell_reading(stickers)
    report(outcomes)
    figures = {
        "pictures": stand_ins(rows),
        "share_read": share_read(stickers),
        "stages": stage_shares(stickers),
        "of_animations": {stage: of_animations(stickers, stage) for stage in STAGES},
        "stickers": [{"outcome": sticker.outcome, **asdict(sticker.row)} for sticker in stickers],
        "contenders": [asdict(outcome) for outcome in outcomes],
    }
    args.out.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    plot(outcomes, args.out.with_suffix(".png"))


def tell_reading(stickers: Sequence[Scored]) -> None:
    """Print what share was read, of which kinds and why, and where the time went."""
    Console(width=160).print(by_kind(stickers), by_person(stickers))
    stages = ", ".join(f"{stage} {share:.0%}" for stage, share in stage_shares(stickers).items())
    moving = ", ".join(f"{stage} {of_animations(stickers, stage):.0%}" for stage in ("decode", "vision", "ocr"))
    print(f"read: {share_read(stickers):.1%} (goal: at most 30 %)")
    print(f"of the workers' time: {stages}; of these, for animations: {moving}")


def batch_run(corpus: Path, output: Path, count: int, workers: int) -> Outcome:
    """`stickerguard score` as a user calls it; its start-up counts."""
    command = [sys.executable, "-m", "stickerguard", "score", str(corpus), "-o", str(output), "--workers", str(workers)]
    command.append("--overwrite")
    seconds, cpu, peak, _ = watched(command)
    return Outcome("stickerguard score", workers, count, seconds, cpu / count, peak)


def endurance(corpus: Path, count: int, workers: int) -> None:
    """Resident memory of the process tree after 500 stickers and at the most later, in a run over `count`."""
    files = itertools.islice(itertools.cycle(sorted(corpus.iterdir())), count)
    command = [sys.executable, "-m", "stickerguard", "score", "-", "--workers", str(workers)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    tree = psutil.Process(process.pid)
    # One thread feeds, one reads: the run itself must hold no more than it works on.
    threading.Thread(target=_feed, args=(process, list(map(str, files))), daemon=True).start()
    seen: dict[int, float] = {}
    for number, _ in enumerate(process.stdout or (), 1):
        if number % 500 == 0:
            seen[number] = sum(member.memory_info().rss for member in [tree, *tree.children(recursive=True)]) / 2**20
    process.wait()
    table = Table("stickers", "resident MB of all processes")
    for number, megabytes in seen.items():
        table.add_row(str(number), f"{megabytes:.0f}")
    Console(width=120).print(table)
    print(f"growth after 500: {max(seen.values()) - seen[500]:.0f} MB")


def _feed(process: subprocess.Popen[str], lines: Sequence[str]) -> None:
    if process.stdin:
        with process.stdin as stream:
            stream.writelines(f"{line}\n" for line in lines)


def contender(name: str, corpus: Path, count: int, processes: int) -> Outcome:
    """One of `benchmark_contenders`; loading its models does not count."""
    command = [sys.executable, "-m", "scripts.benchmark_contenders", name, str(corpus), f"--count={count}"]
    _, _, peak, printed = watched([*command, f"--processes={processes}"])
    found = json.loads(printed.splitlines()[-1])
    return Outcome(name, processes, found["stickers"], found["seconds"], found["cpu_seconds"] / found["stickers"], peak)


def watched(command: Sequence[str]) -> tuple[float, float, float, str]:
    """Wall seconds, CPU seconds, peak resident MB over the process tree, and what was printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(psutil.Process(process.pid), peak), daemon=True)
    watcher.start()
    printed, _ = process.communicate()
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, cpu, peak[0], printed


def _watch(process: psutil.Process, peak: list[float]) -> None:
    while True:
        try:
            family = [process, *process.children(recursive=True)]
            peak[0] = max(peak[0], sum(member.memory_info().rss for member in family) / 2**20)
        except psutil.Error:
            if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
                return
        time.sleep(0.2)


def report(outcomes: Sequence[Outcome]) -> None:
    """Print the table; CPU time says more than the rate where other work runs beside."""
    ours = outcomes[0]
    columns = (
        "contender", "processes", "stickers", "per second", "ours over it", "CPU ms a sticker", "over ours", "peak MB",
    )  # fmt: skip
    table = Table(*columns)
    for outcome in outcomes:
        table.add_row(
            outcome.name,
            str(outcome.processes),
            str(outcome.stickers),
            f"{outcome.rate:.1f}",
            f"{ours.rate / outcome.rate:.2f} x",
            f"{outcome.cpu_seconds * 1000:.1f}",
            f"{outcome.cpu_seconds / ours.cpu_seconds:.2f} x",
            f"{outcome.peak_mb:.0f}",
        )
    Console(width=160).print(table)


def plot(outcomes: Sequence[Outcome], path: Path) -> None:
    """Stickers per second as bars."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7, 2.6), layout="constrained")
    bars = axes.barh([outcome.name for outcome in outcomes], [outcome.rate for outcome in outcomes])
    axes.bar_label(bars, fmt="%.1f", padding=3)
    axes.set_xscale("log")
    axes.set_xlabel("stickers per second (log scale)")
    axes.invert_yaxis()
    figure.savefig(path, dpi=120)


if __name__ == "__main__":
    main()
