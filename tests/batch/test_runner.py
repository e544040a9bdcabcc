"""Several workers give what one gives; a dying or hanging worker costs one sticker."""

import itertools
import os
from collections.abc import Iterator
from concurrent.futures import wait
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from stickerguard import StickerClassifier
from stickerguard.batch.items import Item
from stickerguard.batch.runner import run_parallel, size
from stickerguard.batch.scorer import Scorer
from stickerguard.errors import BundleError
from stickerguard.pools import Job, RenewedPool, WorkersError
from stickerguard.recipe import Recipe, build_classifier
from stickerguard.types import Verdict
from tests.batch.stubs import BUNDLE, make_misbehaving, make_until
from tests.idle import kill_idle

STICKERS = sorted((Path(__file__).resolve().parents[2] / "data/samples/stickers").iterdir())


def stub_run(names: list[str], caption: str | None = None, **options: object) -> list[Verdict]:
    settings = {"workers": 2, "bundle": BUNDLE, "provider": "cpu"} | options
    given = (Item(name, Path(name), id=f"id {name}", caption=caption, pack="all") for name in names)
    return list(run_parallel(given, make_misbehaving, **settings))


def make_scorer() -> Scorer:
    return Scorer(build_classifier(Recipe()))


def test_two_workers_say_what_one_process_says(classifier: StickerClassifier) -> None:
    paths = [*STICKERS, Path("absent.png")]
    given = (Item(str(path), path) for path in paths)
    found = run_parallel(given, make_scorer, workers=2, bundle=classifier.bundle.ref, provider=classifier.provider)
    expected = classifier.classify_many(paths)
    for ours, theirs in zip(found, expected, strict=True):
        ours, theirs = ours.to_dict(with_text=True), theirs.to_dict(with_text=True)
        del ours["elapsed_ms"], theirs["elapsed_ms"]
        assert ours == theirs


def test_order_is_kept_and_work_is_shared() -> None:
    names = [f"{number}.png" for number in range(40)]
    found = stub_run(names, caption="pack")
    assert [verdict.source for verdict in found] == names
    words = {verdict.error.message for verdict in found if verdict.error}
    assert 1 <= len(words) <= 2
    assert all(word.endswith(" pack") for word in words)


@pytest.mark.parametrize(
    ("bad", "code", "words"),
    [
        ("die.png", "worker_died", "the worker process died"),
        ("hang.png", "timeout", "not scored within 15 seconds"),
        ("raise.png", "internal", "ValueError: unforeseen"),
    ],
)
def test_a_sticker_that_breaks_its_worker_costs_only_itself(bad: str, code: str, words: str) -> None:
    names = [f"{number}.png" for number in range(6)] + [bad] + [f"{number}.png" for number in range(6, 12)]
    found = stub_run(names, timeout=15.0)
    assert [verdict.source for verdict in found] == names
    codes = [verdict.error.code for verdict in found if verdict.error]
    assert codes == ["stub"] * 6 + [code] + ["stub"] * 6
    assert words in (found[6].error.message if found[6].error else "")


def test_inputs_are_taken_as_they_are_needed() -> None:
    taken = 0

    def endless() -> Iterator[Item]:
        nonlocal taken
        for number in itertools.count():
            taken += 1
            yield Item(f"{number}.png", b"")

    stream = run_parallel(endless(), make_misbehaving, workers=2, bundle=BUNDLE, provider="cpu")
    assert [next(stream).source for _ in range(5)] == [f"{number}.png" for number in range(5)]
    stream.close()
    assert taken < 30


def test_what_waits_is_bounded_by_its_texts_too() -> None:
    texts = Item("a.png", Path("a.png"), id="17", caption="x" * 100, pack="p", kept={"country": "NA", "note": None})
    assert size(texts) == 5 + 2 + 100 + 1 + 2
    assert size(Item("a.png", b"1234")) == 5 + 4


def test_a_worker_that_dies_without_a_sticker_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"{number}.png" for number in range(12)]
    jobs: list[Job] = []
    schedule = RenewedPool.schedule

    def noted(*args: Any, **options: Any) -> Job:
        jobs.append(schedule(*args, **options))
        return jobs[-1]

    def slow() -> Iterator[Item]:
        for name in names:
            if name in ("1.png", "6.png"):
                wait([job.future for job in jobs])
                kill_idle(jobs[-1].pool)
            yield Item(name, Path(name))

    monkeypatch.setattr(RenewedPool, "schedule", noted)
    found = list(run_parallel(slow(), make_misbehaving, workers=1, bundle=BUNDLE, provider="cpu"))
    assert [verdict.source for verdict in found] == names
    assert {verdict.error.code for verdict in found if verdict.error} == {"stub"}
    assert len({id(job.pool) for job in jobs}) == 3


def test_workers_that_die_as_they_start_end_the_run() -> None:
    given = (Item(f"{number}.png", b"") for number in range(20))
    with pytest.raises(WorkersError, match="die before they are given anything"):
        list(run_parallel(given, make_dead, workers=1, bundle=BUNDLE, provider="cpu"))


@pytest.mark.parametrize("names", [["a.png", "die.new", "b.png"], ["b.png"]])
def test_a_worker_that_is_refused_something_ends_the_run_with_that(tmp_path: Path, names: list[str]) -> None:
    bundle = tmp_path / "die.new"
    if bundle.name not in names:
        bundle.touch()
    found: list[Verdict] = []
    given = (Item(name, tmp_path / name) for name in names)
    with pytest.raises(BundleError, match="is another bundle") as refused:
        found.extend(run_parallel(given, partial(make_until, bundle), workers=1, bundle=BUNDLE, provider="cpu"))
    assert refused.value.code == "changed_bundle"
    assert [verdict.error and verdict.error.code for verdict in found] == ["stub", "worker_died"][: len(names) - 1]


def make_dead() -> Scorer:
    os._exit(9)
