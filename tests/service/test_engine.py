"""Lanes of worker processes: what one sticker does to its worker is no other sticker's business."""

import asyncio
import gzip
import json
import logging
import re
import shutil
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest
from pebble.common.types import RemoteTraceback

from scripts.slow_stickers import large_frames, progressive
from stickerguard.bundle import default_bundle_path
from stickerguard.classifier import StickerClassifier
from stickerguard.service import worker
from stickerguard.service.cost_estimate import looks_slow
from stickerguard.service.engine import BusyError, Engine
from stickerguard.service.logs import JsonLines
from stickerguard.service.settings import Settings
from tests.drawing import animate, encode, shapes
from tests.idle import kill_idle
from tests.service import crash

T = TypeVar("T")
PNG = encode(shapes(), "PNG")
SLOW = progressive(80)
"""As slow as the limits on a sticker's structure let one be."""


def with_engine(act: Callable[[Engine], Awaitable[T]], **settings: object) -> T:
    async def main() -> T:
        usual = {"workers": 2, "slow_workers": 1, "slow_niceness": 0, "timeout": 300}
        engine = Engine(Settings.model_validate(usual | settings))
        try:
            return await act(engine)
        finally:
            await engine.close()

    return asyncio.run(main())


def test_a_sticker_that_ends_its_worker_is_told_so_and_the_others_are_scored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "score", crash.score)
    stickers = [("good", PNG), ("bad", b"always"), *(("good", PNG) for _ in range(6)), ("bad", b"always")]

    verdicts = with_engine(lambda engine: engine.score_many(stickers, caption=None))

    assert [verdict.source for verdict in verdicts] == [name for name, _ in stickers]
    for verdict in verdicts:
        code = verdict.error.code if verdict.error else None
        assert code == ("worker_died" if verdict.source == "bad" else None)


def test_what_is_given_to_workers_just_as_they_are_given_up_is_scored_all_the_same() -> None:
    async def given_late(engine: Engine) -> str:
        await engine.score(PNG, name="before", caption=None)
        pool = engine._quick._pool.current
        kill_idle(pool)
        pool._check_pool_status = lambda: None  # it was looked at a moment before
        return (await engine.score(PNG, name="late", caption=None)).decision

    assert with_engine(given_late) == "clear"


def test_an_error_that_nobody_foresees_costs_its_own_sticker_and_is_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker, "score", crash.failing_score)
    stickers = [("good", PNG), ("secret-name", b"always"), ("good", PNG)]
    verdicts = with_engine(lambda engine: engine.score_many(stickers, caption="secret words"))
    codes = [verdict.error and verdict.error.code for verdict in verdicts]
    assert codes == [None, "internal", None]
    (record,) = [record for record in caplog.records if record.exc_info]
    line = JsonLines().format(record)
    assert "secret" not in line
    row = json.loads(line)
    assert row["exception"] == "OverflowError"
    assert any(re.fullmatch(r".*/engine\.py:\d+ _one", frame) for frame in row["frames"])
    raised = [frame for cause in row["causes"] for frame in cause["frames"]]
    assert re.fullmatch(r".*/crash\.py:\d+ failing_score", raised[-1])


def test_the_log_says_when_the_service_is_no_longer_well_and_when_it_is_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    answers = iter([True, True, False, False, True])

    async def act(engine: Engine) -> None:
        told = asyncio.Event()

        async def examine() -> str:
            if (passed := next(answers, None)) is None:
                told.set()
                passed = True
            return "ok" if passed else "the self-test failed"

        monkeypatch.setattr(engine, "_examine", examine)
        await engine.start()
        engine.tell("ready")
        await told.wait()

    caplog.set_level(logging.INFO)
    with_engine(act, health_seconds=0.01)
    rows = [json.loads(JsonLines().format(record)) for record in caplog.records]
    assert [(row["message"], row["level"], row["status"]) for row in rows if "status" in row] == [
        ("ready", "info", "ok"),
        ("health", "warning", "the self-test failed"),
        ("health", "info", "ok"),
    ]


def test_the_log_tells_no_text_that_looks_like_a_frame() -> None:
    error = ValueError("secret words")
    error.__cause__ = RemoteTraceback('  File "secret.py", line 3, in words\nValueError: secret')
    record = logging.LogRecord("service", logging.ERROR, "", 0, "failed", None, (ValueError, error, None))
    assert "secret" not in JsonLines().format(record)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system has no such timer")
def test_the_self_test_runs_under_the_timer_that_stickers_have(
    monkeypatch: pytest.MonkeyPatch, classifier: StickerClassifier
) -> None:
    monkeypatch.setattr(worker, "_classifier", classifier)
    rung: list[int] = []
    before = signal.signal(signal.SIGPROF, lambda number, _: rung.append(number))
    try:
        assert worker.selftest(0.001)
    finally:
        signal.signal(signal.SIGPROF, before)
    assert rung
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


def test_every_verdict_names_the_thresholds_of_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    scored = with_engine(lambda engine: engine.score(PNG, name="good", caption=None), operating_point="strict")
    monkeypatch.setattr(worker, "score", crash.score)
    died = with_engine(lambda engine: engine.score(b"always", name="bad", caption=None), operating_point="strict")
    assert scored.thresholds is not None
    assert scored.thresholds.name == "strict"
    assert died.thresholds == scored.thresholds


def test_a_sticker_whose_worker_died_once_is_tried_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(worker, "score", crash.score)
    name = str(tmp_path / "died")

    verdict = with_engine(lambda engine: engine.score(PNG, name=name, caption=None))

    assert Path(name).exists(), "the worker was to die once"
    assert (verdict.decision, verdict.error) == ("clear", None)


@pytest.mark.skipif(sys.platform != "linux", reason="the limit needs /proc")
def test_memory_is_limited_by_a_code_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "score", crash.greedy_score)
    verdicts = [
        with_engine(lambda engine: engine.score(PNG, name="a.png", caption=None), worker_memory=memory)
        for memory in (2**32, 2**35)
    ]
    assert [verdict.error and verdict.error.code for verdict in verdicts] == ["too_much_memory", None]


def test_processor_time_is_limited_by_a_code_that_names_the_limit() -> None:
    verdict = with_engine(lambda engine: engine.score(SLOW, name="slow.jpg", caption=None), sticker_seconds=0.1)
    assert verdict.error is not None
    assert verdict.error.code == "too_many_seconds"
    assert "STICKERGUARD_STICKER_SECONDS" in verdict.error.message


def test_a_good_sticker_passes_slow_ones() -> None:
    attack = [SLOW, large_frames(5)]

    async def act(engine: Engine) -> tuple[int, list[str]]:
        slow = [asyncio.create_task(engine.score(attack[n % 2], name="slow", caption=None)) for n in range(10)]
        await asyncio.sleep(0)
        good = [await engine.score(PNG, name="good", caption=None) for _ in range(4)]
        waiting = sum(not task.done() for task in slow)
        ends = [verdict.error.code if verdict.error else "scored" for verdict in await asyncio.gather(*slow)]
        return waiting, [verdict.decision for verdict in good] + ends

    waiting, ends = with_engine(act, sticker_seconds=0.3)
    assert waiting > 0, "no good sticker waits for all slow ones"
    assert ends[:4] == ["clear"] * 4
    assert set(ends[4:]) <= {"too_many_seconds", "scored"}


def test_slow_stickers_leave_room_in_the_queue() -> None:
    async def act(engine: Engine) -> list[str | None]:
        verdicts = await asyncio.gather(*(engine.score(SLOW, name="slow", caption=None) for _ in range(8)))
        return [verdict.error.code if verdict.error else None for verdict in verdicts]

    codes = with_engine(act, queue=8, sticker_seconds=0.1)
    assert set(codes) == {"busy", "too_many_seconds"}
    assert codes.count("busy") == 3, "one is scored, four wait, the rest is refused"


LARGE = PNG + bytes(2**20)
"""Slow by its size."""
ROUND = gzip.compress(b"{}")
"""Slow by its form: the head of a Lottie."""


@pytest.mark.parametrize("slow", [SLOW, LARGE, ROUND], ids=["header", "bytes", "lottie"])
def test_a_batch_is_never_turned_away_by_its_own_members(slow: bytes) -> None:
    async def act(engine: Engine) -> list[str | None]:
        verdicts = await engine.score_many([("slow", slow)] * 8, caption=None)
        return [verdict.error.code if verdict.error else None for verdict in verdicts]

    codes = with_engine(act, queue=8, max_batch=8, sticker_seconds=0.1)
    assert len(codes) == 8
    assert "busy" not in codes


def test_beside_slow_stickers_of_others_a_slow_batch_is_refused_as_a_whole_and_quick_ones_have_room() -> None:
    async def act(engine: Engine) -> list[object]:
        batch = asyncio.create_task(engine.score_many([("slow", LARGE)] * 10, caption=None))
        while not engine.waiting:
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not engine.full
        found: list[object] = [(await engine.score(LARGE, name="slow", caption=None)).error]
        with pytest.raises(BusyError):
            await engine.score_many([("quick", PNG), ("slow", LARGE)], caption=None)
        found.append((await engine.score(PNG, name="quick", caption=None)).decision)
        return [*found, *(verdict.error and verdict.error.code for verdict in await batch)]

    refused, quick, *codes = with_engine(act, queue=8, max_batch=10)
    assert getattr(refused, "code", None) == "busy"
    assert quick == "clear"
    assert len(codes) == 10
    assert "busy" not in codes


def test_what_a_header_promises() -> None:
    assert looks_slow(progressive(10))
    assert looks_slow(large_frames(2))
    assert not looks_slow(PNG)
    assert not looks_slow(encode(shapes((512, 512)).convert("RGB"), "JPEG"))
    assert not looks_slow(animate([shapes((512, 512), seed=seed) for seed in range(10)], "WEBP"))
    assert not looks_slow(b"no picture at all")


def test_a_worker_that_finds_another_bundle_refuses_it_and_the_service_says_so(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    shutil.copytree(default_bundle_path(), bundle)

    async def exchanged(engine: Engine) -> tuple[str, str | None, str, bool]:
        before = await engine.score(PNG, name="before", caption=None)
        manifest = bundle / "bundle.json"
        manifest.write_text(manifest.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        kill_idle(engine._quick._pool.current)  # so that new ones are started, which load what is there now
        after = await engine.score(PNG, name="after", caption=None)
        assert after.error is not None
        return before.decision, after.error.code, await engine._examine(), str(bundle) in after.error.message

    # With two threads a model each worker loads its own.
    found = with_engine(exchanged, bundle=bundle, threads=2, workers=1)
    assert found == ("clear", "changed_bundle", "the self-test failed", True)
