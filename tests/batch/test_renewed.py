"""What a worker process finds that begins in the midst of a run, in place of one that has died."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from stickerguard.batch.items import Item
from stickerguard.batch.scorer import LookupOptions
from stickerguard.bundle import Bundle
from stickerguard.errors import BundleError
from stickerguard.pools import Job, RenewedPool
from stickerguard.recipe import Recipe
from stickerguard.types import Verdict
from tests.drawing import encode, shapes
from tests.idle import kill_idle

PNG = encode(shapes(), "PNG")
Run = Callable[[Recipe, LookupOptions, Callable[[], object]], Iterator[Verdict]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """A run of the command over four stickers with one worker, in place of which another begins after two of them and
    after what the third argument does."""
    command = import_module("stickerguard.cli.score")
    jobs: list[Job] = []
    schedule = RenewedPool.schedule

    def noted(*args: Any, **options: Any) -> Job:
        jobs.append(schedule(*args, **options))
        return jobs[-1]

    def begin(options: Recipe, lookup: LookupOptions, change: Callable[[], object]) -> Iterator[Verdict]:
        def items() -> Iterator[Item]:
            for number in range(4):
                if number == 2:
                    wait([job.future for job in jobs])
                    change()
                    kill_idle(jobs[-1].pool)
                yield Item(f"{number}.png", PNG)

        found: Iterator[Verdict] = command._verdicts(items(), options, lookup, 1, 600.0)
        return found

    monkeypatch.setattr(command, "_PARALLEL_FROM", 1)
    monkeypatch.setattr(RenewedPool, "schedule", noted)
    return begin


def test_it_does_without_a_cache_that_has_failed_meanwhile(run: Run, tmp_path: Path) -> None:
    def damage() -> None:
        for path in tmp_path.iterdir():
            path.unlink()
        (tmp_path / "verdicts.sqlite").write_bytes(os.urandom(8192))

    found = list(run(Recipe(), LookupOptions(cache=tmp_path), damage))
    assert [(verdict.decision, verdict.cached) for verdict in found] == [
        *(("clear", None), ("clear", "content")),
        *(("clear", None), ("clear", None)),
    ]


def test_it_does_not_score_with_another_bundle_than_the_others(run: Run, copy: Path) -> None:
    manifest = copy / "bundle.json"
    text = manifest.read_text("utf-8")
    version = Bundle.load(copy).ref.version
    edited = text.replace(f'"version": "{version}"', '"version": "99.0.0"', 1)
    found = run(Recipe(bundle=copy), LookupOptions(), lambda: manifest.write_text(edited, "utf-8"))
    seen = [next(found), next(found)]
    with pytest.raises(BundleError, match=rf"is the bundle base 99\.0\.0 .* it began with base {version} ") as refused:
        list(found)
    assert refused.value.code == "changed_bundle"
    assert {verdict.bundle.version for verdict in seen} == {version}
