"""Whatever goes wrong with one sticker is its row, in Python and in every run."""

import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from stickerguard import StickerClassifier
from stickerguard.batch import runner
from stickerguard.batch.items import Item
from stickerguard.batch.runner import run_parallel
from stickerguard.batch.scorer import LookupOptions, Scorer
from stickerguard.batch.sinks import open_sink
from stickerguard.errors import StickerguardError
from stickerguard.writable import writable_text
from tests.batch.stubs import BUNDLE, make_misbehaving
from tests.drawing import encode, shapes

PNG = encode(shapes(), "PNG")


class Panic(BaseException):
    """Native extensions raise panics that are no `Exception`."""


@pytest.mark.parametrize("kind", [RuntimeError, RecursionError, Panic])
def test_what_nobody_foresaw_is_a_row(
    classifier: StickerClassifier,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    kind: type[BaseException],
) -> None:
    def fails(*_: object) -> None:
        raise kind("unforeseen")

    monkeypatch.setattr(classifier.vision, "scores", fails)
    caplog.set_level(logging.DEBUG, "stickerguard")
    verdicts = [*classifier.classify_many([PNG]), Scorer(classifier).score(Item("<bytes>", PNG, id="7"))]
    for verdict in verdicts:
        assert verdict.error
        assert verdict.error.code == "internal"
        assert f"{kind.__name__}: unforeseen" in verdict.error.message
    assert verdicts[1].id == "7"
    assert "Traceback" in caplog.text


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_what_means_to_end_the_run_does(
    classifier: StickerClassifier, monkeypatch: pytest.MonkeyPatch, kind: type[BaseException]
) -> None:
    def ends(*_: object) -> None:
        raise kind

    monkeypatch.setattr(classifier.vision, "scores", ends)
    with pytest.raises(kind):
        Scorer(classifier).score(Item("a.png", PNG))


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet"])
def test_half_an_emoji_can_be_written_wherever_it_stands(
    exhaustive: StickerClassifier, tmp_path: Path, suffix: str
) -> None:
    half = "\ud83d"
    scorer = Scorer(exhaustive)
    item = Item(half, PNG, id=half, caption=f"good {half}", pack=half, kept={half: half})
    verdicts = [
        scorer.score(item),
        exhaustive.classify(f"{half}.png"),
        exhaustive.classify(PNG, caption=f"good {half}"),
        exhaustive.classify(b"no picture", source=half),
    ]
    with open_sink(tmp_path / f"out.{suffix}", with_text=True) as sink:
        for verdict in verdicts:
            sink.write(verdict)
    assert [verdict.error and verdict.error.code for verdict in verdicts] == [
        None,
        "unreadable_file",
        None,
        "not_an_image",
    ]
    assert (verdicts[0].id, verdicts[1].source) == ("\\ud83d", "\\ud83d.png")


@pytest.mark.parametrize("caption", ["\ud83d", "\udc00\u200b", "good \ud83d", "good \udc00 morning"])
def test_half_an_emoji_reads_the_same_through_every_door(exhaustive: StickerClassifier, caption: str) -> None:
    row = Scorer(exhaustive).score(Item("a.png", PNG, caption=caption))
    direct = exhaustive.classify(PNG, caption=caption, source="a.png")
    assert (row.caption, row.risk, row.decision) == (direct.caption, direct.risk, direct.decision)
    texts = [writable_text(caption)] if "good" in caption else []
    assert [line.text for line in row.caption.lines] == texts
    assert row.caption.state == ("evaluated" if texts else "no_text")


def test_a_source_with_half_an_emoji_can_be_written_in_every_verdict(classifier: StickerClassifier) -> None:
    assert classifier.classify(PNG, source="\ud83d").source == "\\ud83d"


def test_a_text_beyond_the_limit_is_named(classifier: StickerClassifier) -> None:
    texts = ["x" * (classifier.limits.max_caption + more) for more in (0, 1)]
    by_door = [
        [Scorer(classifier).score(Item("a.png", PNG, caption=text)) for text in texts],
        [classifier.classify(PNG, caption=text) for text in texts],
    ]
    for verdicts in by_door:
        assert [verdict.error and verdict.error.code for verdict in verdicts] == [None, "caption_too_long"]


def test_no_memory_left_is_a_limit_of_that_sticker(classifier: StickerClassifier) -> None:
    verdict = classifier.failed("a.png", MemoryError())
    assert verdict.error
    assert verdict.error.code == "too_much_memory"


def test_a_cache_that_fails_is_left_and_said_once(
    classifier: StickerClassifier, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    scorer = Scorer(classifier, LookupOptions(cache=tmp_path))
    with sqlite3.connect(tmp_path / "verdicts.sqlite") as other:
        other.execute("DROP TABLE verdicts")
    other.close()
    verdicts = [scorer.score(Item(f"{number}.png", PNG)) for number in range(3)]
    assert [verdict.error for verdict in verdicts] == [None] * 3
    assert caplog.text.count("goes on without the cache") == 1


def test_a_cache_that_has_failed_when_another_worker_begins_is_left_too(
    classifier: StickerClassifier, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    checked = LookupOptions(cache=tmp_path).check()
    (tmp_path / "verdicts.sqlite").write_bytes(b"something else" * 100)
    verdict = Scorer(classifier, checked).score(Item("a.png", PNG))
    assert (verdict.error, verdict.cached) == (None, None)
    assert caplog.text.count("goes on without the cache") == 1
    with pytest.raises(StickerguardError, match="cannot be used"):
        LookupOptions(cache=tmp_path).check()


def test_large_members_do_not_wait_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "MAX_BYTES_AHEAD", 1_000)
    taken = 0

    def members() -> Iterator[Item]:
        nonlocal taken
        for taken in range(1, 9):
            yield Item(f"{taken}.png", bytes(400))

    stream = run_parallel(members(), make_misbehaving, workers=1, bundle=BUNDLE, provider="cpu")
    assert next(stream).source == "1.png"
    assert taken == 3
    assert [verdict.source for verdict in stream] == [f"{number}.png" for number in range(2, 9)]


def test_a_failed_row_keeps_what_was_given_with_it() -> None:
    item = Item("raise.png", b"", id="7", pack="p", kept={"country": "NA"})
    (verdict,) = run_parallel([item], make_misbehaving, workers=1, bundle=BUNDLE, provider="cpu")
    assert (verdict.id, verdict.pack, verdict.kept) == ("7", "p", {"country": "NA"})
