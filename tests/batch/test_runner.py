"""Several workers give what one gives; a dying or hanging worker costs one sticker."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from stickerguard import StickerClassifier
from stickerguard.batch.items import Item
from stickerguard.batch.runner import run_parallel, size
from stickerguard.batch.scorer import Scorer
from stickerguard.cli.options import build_classifier
from stickerguard.types import Verdict
from tests.batch.stubs import BUNDLE, make_misbehaving

STICKERS = sorted((Path(__file__).resolve().parents[2] / "data/samples/stickers").iterdir())


def stub_run(names: list[str], caption: str | None = None, **options: object) -> list[Verdict]:
    settings = {"workers": 2, "bundle": BUNDLE, "provider": "cpu"} | options
    given = (Item(name, Path(name), id=f"id {name}", caption=caption, pack="all") for name in names)
    return list(run_parallel(given, make_misbehaving, **settings))


def make_scorer() -> Scorer:
    return Scorer(build_classifier(None, "ppocr", "cpu", 1, False))


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
