"""Writers, folds and glossary keep what the proxy protocol and the figures rely on."""

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from data.caption.build import Caption, authored, glossary, own, own_fold, seed, without_repetitions, words, written
from data.caption.filters import refers_to_age_family_or_school
from data.caption.glossary import carried, carriers, read_glossary, read_spellings, read_words
from data.caption.keys import key_of
from data.caption.writers import read_writer, writers
from data.recipe import recipe
from stickerguard.caption.normalize import normalize
from stickerguard.errors import StickerguardError

FOLDS = recipe().captions.folds


def test_every_writer_lies_in_one_fold_and_every_listed_one_has_a_file() -> None:
    listed = Counter(name for names in FOLDS.values() for name in names)
    assert set(listed.values()) == {1}
    assert set(listed) == set(writers())


def test_what_only_tests_lies_apart() -> None:
    for name, path in writers().items():
        assert (path.parent.name == "tests") == (name in FOLDS["test"])


def test_no_suggestive_caption_refers_to_age_family_or_school() -> None:
    kept = [caption for caption in (*written(), *glossary()) if caption.low >= 2]
    assert len(kept) > 10_000
    assert [caption.text for caption in kept if refers_to_age_family_or_school(caption.text)] == []


def test_the_glossary_is_large_enough_and_each_language_has_sentences() -> None:
    counts = Counter(entry.lang for entry in read_glossary())
    assert counts["zh"] >= 1000
    assert counts["en"] >= 900
    assert min(counts["zh-Hant"] + counts["yue"], counts["ja"], counts["ko"], counts["es"]) >= 300
    assert set(counts) == set(carriers())


def test_no_term_stands_twice_and_only_terms_with_an_innocent_sense_have_an_innocent_line() -> None:
    entries = read_glossary()
    twice = Counter((entry.lang, entry.term.casefold()) for entry in entries)
    assert [key for key, count in twice.items() if count > 1] == []
    assert [entry.term for entry in entries if entry.innocent_line and entry.alone] == []


def test_sentences_that_measure_train_nothing() -> None:
    for spoken in carriers().values():
        assert not set(spoken.bench) & {*spoken.blunt, *spoken.coded}
        assert all("{}" in sentence for sentence in (*spoken.blunt, *spoken.coded, *spoken.bench))


def test_innocent_lines_that_measure_train_nothing() -> None:
    trains = {caption.text for caption in glossary()}
    measures = [entry.innocent_line for entry in read_glossary() if entry.innocent_line and entry.measures]
    assert len(measures) > 500
    assert not trains & set(measures)


def test_everyday_words_are_no_terms_that_count_alone_and_no_captions_that_measure() -> None:
    listed = {normalize(word).text for found in read_words().values() for word in found}
    assert len(listed) > 10_000
    assert not listed & {normalize(entry.term).text for entry in read_glossary() if entry.severity and entry.alone}
    assert not listed & {normalize(caption.text).text for caption in (*written(), *authored()) if caption.low >= 2}
    measure = {key_of(entry.innocent_line) for entry in read_glossary() if entry.innocent_line and entry.measures}
    assert not measure & {key_of(caption.text) for caption in words()}


def test_other_spellings_are_of_terms_and_no_everyday_words() -> None:
    terms = {entry.term for entry in read_glossary() if entry.severity}
    assert set(read_spellings()) <= terms
    spelled = {normalize(spelling).text for spellings in read_spellings().values() for spelling in spellings}
    assert not spelled & {normalize(word).text for found in read_words().values() for word in found}
    assert [text for text in spelled if refers_to_age_family_or_school(text)] == []


def test_a_broken_list_is_named(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "en.yaml").write_text("{a: b}")
    with pytest.raises(StickerguardError, match=r"words/en\.yaml"):
        read_words(tmp_path)


def caption(text: str, fold: str, source: str = "s") -> Caption:
    return Caption(text, "en", source, fold, 0, 0, "Apache-2.0")


def test_what_tests_leaves_all_training_and_what_a_fold_measures_leaves_what_always_trains() -> None:
    rows = [caption("Hello!", "test"), caption("hello", "a"), caption("good day", "a"), caption("good day", "always")]
    rows += [caption("see you", "a"), caption("see you", "b"), caption("bye", "always")]
    rows += [caption("bye", "calibrate"), caption("good night", "calibrate")]
    kept = {(row.text, row.fold) for row in without_repetitions(rows)}
    assert kept == {("Hello!", "test"), ("good day", "a"), ("see you", "a"), ("see you", "b"), ("bye", "always")} | {
        ("good night", "calibrate")
    }


def test_an_own_caption_always_falls_into_the_same_measured_fold_or_only_tests() -> None:
    found = [own_fold(f"caption {number}") for number in range(400)]
    assert set(found) == set(FOLDS) - {"always", "calibrate"}
    assert 0.1 < found.count("test") / len(found) < 0.3


@pytest.mark.parametrize("words", ["good morning all {}", "约好了{}"])
def test_an_own_caption_lies_where_those_with_the_same_words_lie(words: str) -> None:
    for number in range(30):
        text = words.format(f"kettle {number}")
        ways = [text, text.upper(), f"{text}!!", text.replace("oo", "00").replace("约", "約"), f"{text} 🍽"]
        assert len({own_fold(way) for way in ways}) == 1


def test_captions_that_only_a_guess_makes_the_same_are_two(tmp_path: Path) -> None:
    rows = [{"text": f"caption {number}", "severity": 0} for number in range(20)]
    rows += [{"text": "sarap", "severity": 0}, {"text": "paras", "severity": 1}]
    (tmp_path / "captions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    assert [(row.text, row.low) for row in own(tmp_path)][-2:] == [("sarap", 0), ("paras", 1)]


@pytest.mark.parametrize(
    "line",
    ["nonsense", "{}", json.dumps({"text": " ", "lang": "en", "severity": 0, "kind": "", "term": ""}),
     json.dumps({"text": "a", "lang": "en", "severity": 4, "kind": "", "term": ""})],
)  # fmt: skip
def test_a_bad_line_of_a_writer_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "writer.jsonl"
    path.write_text(line + "\n", "utf-8")
    with pytest.raises(StickerguardError, match=r"writer\.jsonl:1"):
        list(read_writer(path))


def test_a_coded_term_comes_in_a_sentence_that_says_which_sense_is_meant() -> None:
    spoken = carriers()["en"]
    for alone, sentences in ((True, spoken.blunt), (False, spoken.coded)):
        text = carried("kettle", "en", alone=alone, source=random.Random(1))
        assert text in [sentence.replace("{}", "kettle") for sentence in sentences]


GAPS = ["\u2028", "\u2029", "\x85"]


@pytest.mark.parametrize("gap", GAPS)
def test_a_separator_of_unicode_ends_no_line_of_captions(tmp_path: Path, gap: str) -> None:
    path, text = tmp_path / "lines.jsonl", f"good{gap}evening"
    row = {"text": text, "lang": "en", "severity": 0, "kind": "", "term": ""}
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")
    assert [written.text for written in read_writer(path)] == [text]
    row |= {"batch": "b", "label": 0, "source": "s", "licence": "own"}
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")
    assert [caption.text for caption in (*authored(path), *seed(path, 1))] == [text, text]


@pytest.mark.parametrize("line", ["nonsense", "{}", '{"text": "a", "label": [1], "lang": "en", "source": "s"}'])
def test_a_bad_line_of_a_seed_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "seed.jsonl"
    path.write_text(line + "\n", "utf-8")
    with pytest.raises(StickerguardError, match=r"seed\.jsonl:1"):
        list(seed(path, 1))


def test_half_an_emoji_of_a_seed_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / "seed.jsonl"
    path.write_text(r'{"text": "hi \ud83d", "label": 0, "lang": "en", "source": "s", "licence": "own"}' + "\n", "utf-8")
    assert [caption.text for caption in seed(path, 1)] == ["hi \ufffd"]


def test_a_users_own_label_counts_where_ours_has_the_same_words() -> None:
    rows = [Caption("Hello!", "en", "own_x", "a", 0, 0, "own"), Caption("hello", "en", "w", "a", 2, 2, "Apache-2.0")]
    assert without_repetitions(rows) == rows[:1]
