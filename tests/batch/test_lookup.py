"""Repeats are answered from the cache, what is near a confirmed sticker is flagged, and neither hides anything."""

import dataclasses
import sqlite3
from pathlib import Path

import numpy as np
import pdqhash
import pytest
from PIL import Image

from stickerguard import StickerClassifier
from stickerguard.batch.cache import LARGEST_NEAR, VerdictCache, scope_of
from stickerguard.batch.items import Item
from stickerguard.batch.known import NO_HASHES, KnownList
from stickerguard.batch.pdq import distances, format_hash, parse_hash, pdq_hashes
from stickerguard.batch.scorer import LookupOptions, Scorer
from stickerguard.errors import StickerguardError
from stickerguard.images import decode
from stickerguard.selftest import CANARY_STICKER
from stickerguard.types import Verdict
from tests.drawing import encode, shapes

BIG = shapes((400, 300), seed=3)
PNG = encode(BIG, "PNG")
CANARY = CANARY_STICKER.read_bytes()


def plain(verdict: Verdict) -> dict[str, object]:
    return verdict.to_dict() | {"elapsed_ms": None, "cached": None}


def hash_of(data: bytes) -> str:
    return format_hash(pdq_hashes(decode(data).frames)[0])


def test_a_repeat_is_answered_without_the_models(classifier: StickerClassifier, tmp_path: Path) -> None:
    first = Scorer(classifier, LookupOptions(cache=tmp_path)).score(Item("a.png", CANARY, id="1"))
    second = Scorer(classifier, LookupOptions(cache=tmp_path)).score(Item("b.png", CANARY, id="2"))
    assert (first.cached, second.cached) == (None, "content")
    assert second.elapsed_ms.vision is None
    assert plain(second) == plain(first) | {"source": "b.png", "id": "2"}
    assert second.decision == "flag"


def test_another_bundle_engine_or_caption_is_another_sticker(classifier: StickerClassifier, tmp_path: Path) -> None:
    scorer = Scorer(classifier, LookupOptions(cache=tmp_path))
    scorer.score(Item("a.png", PNG))
    assert scorer.score(Item("a.png", PNG, caption="good morning")).cached is None
    scorer._scope = lambda caption: scope_of("another bundle", caption)  # type: ignore[method-assign]  # as after an update
    assert scorer.score(Item("a.png", PNG)).cached is None
    assert scope_of("a", None) != scope_of("a", "") != scope_of("a")


def test_no_caption_text_rests_in_the_cache_unless_it_is_kept(classifier: StickerClassifier, tmp_path: Path) -> None:
    for with_text in (False, True):
        folder = tmp_path / str(with_text)
        Scorer(classifier, LookupOptions(cache=folder, with_text=with_text)).score(Item("a.png", CANARY))
        stored = b"".join(path.read_bytes() for path in folder.iterdir())
        assert (b"CANARY" in stored) is with_text


def test_what_failed_is_tried_again(classifier: StickerClassifier, tmp_path: Path) -> None:
    scorer = Scorer(classifier, LookupOptions(cache=tmp_path))
    assert [scorer.score(Item("a.png", b"broken")).cached for _ in range(2)] == [None, None]


def test_a_reencoded_repost_is_near_and_another_picture_is_not(classifier: StickerClassifier, tmp_path: Path) -> None:
    scorer = Scorer(classifier, LookupOptions(cache=tmp_path, near=LARGEST_NEAR))
    scorer.score(Item("a.png", PNG))
    repost = encode(BIG.convert("RGBA").resize((396, 297)), "WEBP", quality=70)
    assert scorer.score(Item("b.webp", repost)).cached == "near"
    assert scorer.score(Item("c.png", encode(shapes((400, 300), seed=4).rotate(90), "PNG"))).cached is None


def test_every_hash_within_the_limit_is_found_and_none_beyond(tmp_path: Path, classifier: StickerClassifier) -> None:
    random = np.random.default_rng(0)
    cache = VerdictCache(tmp_path, with_text=False)
    verdict = classifier.classify(PNG)
    scope = scope_of("test")
    for trial in range(60):
        bits = random.integers(0, 2, 256).astype(np.uint8)
        value = np.packbits(bits).view(np.uint64)
        cache.add(scope, bytes([trial]), dataclasses.replace(verdict, source=str(trial)), value)
        distance = trial % (LARGEST_NEAR + 3)
        bits[random.choice(256, distance, replace=False)] ^= 1
        found = cache.find_near(scope, np.packbits(bits).view(np.uint64), LARGEST_NEAR)
        assert (found is not None and found.source == str(trial)) is (distance <= LARGEST_NEAR)


def test_a_sticker_near_the_confirmed_list_is_flagged(classifier: StickerClassifier, tmp_path: Path) -> None:
    listed = tmp_path / "confirmed.txt"
    listed.write_text(f"# ours\nmd5 0123\npdq {hash_of(PNG)}\n\n{'0' * 64}\n", "utf-8")
    scorer = Scorer(classifier, LookupOptions(known=listed, cache=tmp_path / "cache"))
    for repeat in range(2):
        verdict = scorer.score(Item("a.webp", encode(BIG, "WEBP", quality=80)))
        assert (verdict.decision, verdict.cached) == ("flag", "content" if repeat else None)
        assert verdict.known_distance is not None
        assert verdict.known_distance <= 31
        assert "confirmed list" in verdict.reasons[0]
        assert verdict.reasons[1] == "without the confirmed list the decision is clear, since:"
    other = scorer.score(Item("b.png", encode(shapes((400, 300), seed=9).rotate(90), "PNG")))
    assert (other.decision, other.known_distance) == ("clear", None)


def transparent() -> Image.Image:
    """A drawing on transparent pixels with another drawing hidden under them."""
    shown, hidden = np.asarray(shapes((400, 300), seed=3)), np.asarray(shapes((400, 300), seed=8).rotate(180))
    return Image.fromarray(np.where(shown[..., 3:] > 0, shown, hidden * np.uint8([1, 1, 1, 0])))


@pytest.mark.parametrize("way", ["dropped", "white", "black", "grey"])
def test_a_list_made_elsewhere_matches_however_transparency_was_hashed(tmp_path: Path, way: str) -> None:
    image = transparent()
    if way == "dropped":
        shown = image.convert("RGB")
    else:
        shown = Image.new("RGB", image.size, (127, 127, 127) if way == "grey" else way)
        shown.paste(image, mask=image)
    bits, _ = pdqhash.compute(np.asarray(shown))
    path = tmp_path / "list.txt"
    path.write_text(f"pdq {np.packbits(bits).tobytes().hex()}\n", "utf-8")
    assert KnownList.load(path).nearest(decode(encode(image, "PNG")).frames) == 0


def test_a_hash_is_what_the_exchange_format_says() -> None:
    text = hash_of(PNG)
    assert len(text) == 64
    flipped = parse_hash(text).copy()
    flipped[2] ^= np.uint64(0b1011)
    assert distances(parse_hash(text)[np.newaxis], flipped).tolist() == [3]


def test_a_blank_picture_matches_nothing(tmp_path: Path) -> None:
    assert len(pdq_hashes(decode(np.zeros((64, 64, 3), np.uint8)).frames)) == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("pdq 12ab", ":1: not a PDQ hash"),
        ("pdq " + "z" * 64, ":1: not a PDQ hash"),
        ("pdq", ":1: not a PDQ hash"),
        ("md5 00", "holds no PDQ hash, only signals of other types"),
        ("", "holds no PDQ hash"),
        (f"pdq {'0' * 64}\npqd {'f' * 64}", ":2: not a PDQ hash .'pqd' is no type"),
        (f"pdq {'0' * 64}\npdq,{'f' * 64}", ":2: not a PDQ hash"),
        (f"pdq {'0' * 64}\n\ufeffpdq {'f' * 64}", ":2: not a PDQ hash"),
        (f"pdq {'0' * 64} {'f' * 64}", ":1: not a PDQ hash .two hashes"),
        ("hash,quality\n" + "f" * 64, ":1: not a PDQ hash"),
    ],
)
def test_a_bad_list_is_refused_with_file_and_line(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "list.txt"
    path.write_text(content, "utf-8")
    with pytest.raises(StickerguardError, match=words):
        KnownList.load(path)


@pytest.mark.parametrize(
    "line",
    ["\ufeffpdq {}", "PDQ {}", "pdq\t{}", "pdq  {}\r", "{}", "pdq {} case-17", "{} case 17", "Pdq {} # seen twice"],
)
@pytest.mark.parametrize("upper", [False, True])
def test_a_confirmed_hash_counts_however_its_line_is_written(tmp_path: Path, line: str, upper: bool) -> None:
    path, digits = tmp_path / "list.txt", hash_of(PNG)
    path.write_text(line.format(digits.upper() if upper else digits) + f"\npdq {'0f' * 32}\n", "utf-8")
    known = KnownList.load(path)
    assert known.nearest(decode(PNG).frames) == 0
    assert (len(known.hashes), known.passed_over.total()) == (2, 0)


def test_a_list_is_empty_only_where_it_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "list.txt"
    path.write_text(f"{NO_HASHES}\n", "utf-8")
    known = KnownList.load(path)
    assert (len(known.hashes), known.nearest(decode(PNG).frames)) == (0, None)
    assert f"{path}: an export that held no hash" in caplog.text
    path.write_text(f"{NO_HASHES}\npdq {hash_of(PNG)}\n", "utf-8")
    assert KnownList.load(path).nearest(decode(PNG).frames) == 0
    path.write_text("# no hashes\n", "utf-8")
    with pytest.raises(StickerguardError, match="holds no PDQ hash"):
        KnownList.load(path)


def test_signals_of_other_types_are_counted_and_reported(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "list.txt"
    path.write_text(f"md5 00\npdq {hash_of(PNG)}\nSHA1 00\nmd5 01\nurl example.org/#x\n", "utf-8")
    known = KnownList.load(path)
    assert known.passed_over == {"md5": 2, "sha1": 1, "url": 1}
    assert f"{path}: passed over" in caplog.text
    assert "2 md5, 1 sha1, 1 url" in caplog.text


def test_a_file_that_is_no_cache_is_refused(classifier: StickerClassifier, tmp_path: Path) -> None:
    (tmp_path / "verdicts.sqlite").write_bytes(b"something else" * 100)
    with pytest.raises(StickerguardError, match="cannot be used"):
        Scorer(classifier, LookupOptions(cache=tmp_path))


DAMAGE = {
    "a bit": "CAST(CAST(substr(verdict, 1, 20) AS BLOB) || x'E3' || CAST(substr(verdict, 22) AS BLOB) AS TEXT)",
    "cut": "substr(verdict, 1, 20)",
    "nothing": "NULL",
    "a number": "5",
    "bytes": "x'FF00'",
    "another decision": 'replace(verdict, \'"decision": "clear"\', \'"decision": "flag"\')',
}


@pytest.mark.parametrize("near", [None, LARGEST_NEAR])
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_verdict_is_scored_again_and_replaced(
    classifier: StickerClassifier, tmp_path: Path, damage: str, near: int | None
) -> None:
    lookup = LookupOptions(cache=tmp_path, near=near)
    first = Scorer(classifier, lookup).score(Item("a.png", PNG))
    with sqlite3.connect(tmp_path / "verdicts.sqlite") as database:
        assert database.execute(f"UPDATE verdicts SET verdict = {damage}").rowcount == 1
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    database.close()
    again, third = (Scorer(classifier, lookup).score(Item("a.png", PNG)) for _ in range(2))
    assert (again.cached, third.cached) == (None, "content")
    assert plain(again) == plain(third) == plain(first)


@pytest.mark.parametrize("damage", ["x'00'", "CAST(x'E3E3' AS TEXT)", "7"])
def test_a_damaged_hash_is_near_nothing(classifier: StickerClassifier, tmp_path: Path, damage: str) -> None:
    lookup = LookupOptions(cache=tmp_path, near=LARGEST_NEAR)
    Scorer(classifier, lookup).score(Item("a.png", PNG))
    with sqlite3.connect(tmp_path / "verdicts.sqlite") as database:
        database.execute(f"UPDATE words SET pdq = {damage}")
    database.close()
    repost = Item("b.webp", encode(BIG.convert("RGBA").resize((396, 297)), "WEBP", quality=70))
    found = [Scorer(classifier, lookup).score(repost) for _ in range(2)]
    assert [(verdict.decision, verdict.cached) for verdict in found] == [("clear", None), ("clear", "content")]


def test_a_cache_with_damaged_pages_is_done_without(
    classifier: StickerClassifier, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    scorer = Scorer(classifier, LookupOptions(cache=tmp_path))
    scorer.score(Item("a.png", PNG))
    path = tmp_path / "verdicts.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    scorer = Scorer(classifier, LookupOptions(cache=tmp_path))
    content = path.read_bytes()
    # The list of tables is in the first page, of 4 KiB.
    path.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))
    assert scorer.score(Item("a.png", PNG)).decision == "clear"
    assert "scoring goes on without the cache" in caplog.text
