"""The report: whole, bounded, escaped, in two languages, and without anything that a page could fetch or run."""

import base64
import hashlib
import io
import os
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from PIL import Image

from stickerguard.batch.items import Item
from stickerguard.batch.previous_rows import Row
from stickerguard.errors import DecodeError
from stickerguard.images import Limits
from stickerguard.reasons import because
from stickerguard.report.collect import MOST_PACKS, Collected
from stickerguard.report.page import render, seen
from stickerguard.report.thumbnails import SIDE, Thumbnails, thumbnail
from stickerguard.report.words import WORDS
from stickerguard.types import CaptionSignal, ErrorInfo, TextLine, Verdict
from tests.drawing import animate, encode, shapes
from tests.idle import kill_idle
from tests.tuning.made import verdict

FLAGGED = replace(
    verdict(1, 0.9, 0.95),
    pack="pack",
    reasons=(because("suggestive", score="0.95").said(),),
    caption=CaptionSignal("evaluated", 0.95, 2, lines=(TextLine("good morning"),)),
)
VOID = {"meta", "img", "br", "input"}


class Page(HTMLParser):
    """The elements of a page, and the text by language."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[tuple[str, str | None]] = []
        self.text: dict[str, str] = {"en": "", "zh": ""}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("lang")))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        inner = next((language for _, language in reversed(self.open) if language), "en")
        self.text[inner] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page_of(*verdicts: Verdict | Row, most: int = 10, with_text: bool = False) -> str:
    collected = Collected(most)
    for each in verdicts:
        collected.add(each)
    return render(collected, with_text=with_text)


def test_it_fetches_and_runs_nothing() -> None:
    text = page_of(FLAGGED)
    page = Page(text)
    assert not page.open
    names = {tag for tag, _ in page.elements}
    assert not names & {"script", "link", "iframe", "object", "form", "base"}
    for _, attributes in page.elements:
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("src", "href"):
            assert (attributes.get(name) or "#").startswith(("#", "data:image/webp"))
    (policy,) = [meta["content"] or "" for meta in page.all("meta") if meta.get("http-equiv")]
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode("utf-8")).digest()).decode("ascii")
    assert policy.split("; ") == [
        "default-src 'none'",
        "img-src data:",
        f"style-src 'sha256-{digest}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert "prefers-color-scheme: dark" in style[1]


def test_hostile_names_are_text_and_say_what_they_hide() -> None:
    name = '<script>alert(1)</script>"><img src=x onerror=alert(2)>\u202egpj.exe\u200b\x00'
    hostile = replace(
        FLAGGED,
        source=name,
        pack=name,
        provider=name,
        reasons=(name,),
        caption=replace(FLAGGED.caption, lines=(TextLine(name),)),
    )
    failed = replace(FLAGGED, decision="error", error=ErrorInfo(name, name), source=name)
    text = page_of(hostile, failed, with_text=True)
    page = Page(text)
    assert not page.open
    assert not page.all("script")
    assert all(image.get("src", "data:") != "x" for image in page.all("img"))
    assert "\\u202egpj.exe\\u200b\\u0000" in page.text["en"]
    assert not re.search(r"[\x00\u202e\u200b]", text)


def test_text_is_in_it_only_when_asked_for() -> None:
    assert "good morning" not in page_of(FLAGGED)
    assert "good morning" in page_of(FLAGGED, with_text=True)


def test_both_languages_say_everything() -> None:
    page = Page(page_of(FLAGGED, replace(FLAGGED, decision="error", error=ErrorInfo("empty", "it is empty"))))
    assert "the caption is suggestive (score 0.95)" in page.text["en"]
    assert "文字有性暗示（分数 0.95）" in page.text["zh"]
    for key in ("title", "counts", "worst_packs", "rows_note", "thumbnails_note", "flag"):
        english, chinese = WORDS[key]
        assert english in page.text["en"]
        assert chinese in page.text["zh"]
    assert not re.search(r"[\u4e00-\u9fff]", page.text["en"].split("·")[-1])
    assert {"lang"} <= set(page.all("html")[0])


def test_it_can_be_used_by_keyboard_and_read_out() -> None:
    page = Page(page_of(FLAGGED))
    assert all("alt" in image for image in page.all("img"))
    assert all(cell.get("scope") in ("col", "row") for cell in page.all("th"))
    labels = {label["for"] for label in page.all("label")}
    assert labels == {field["id"] for field in page.all("input")}
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for attributes in (attributes for _, attributes in page.elements if attributes.get("role") == "region"):
        assert attributes["tabindex"] == "0"
        assert attributes["aria-labelledby"] in ids
    (skip,) = page.all("a")
    assert (skip["href"] or "")[1:] in ids
    assert next(tag for tag, _ in page.elements if re.fullmatch(r"h\d", tag)) == "h1"


def test_states_are_no_scores() -> None:
    unread = replace(FLAGGED, decision="review", risk=None, caption=CaptionSignal("unreadable", unreadable_regions=1))
    zero = replace(FLAGGED, decision="clear", risk=0.0, caption=CaptionSignal("evaluated", 0.0, 0))
    text = page_of(unread)
    assert "unreadable" in Page(text).text["en"]
    assert "0.000" not in text
    assert "0.000" in page_of(zero)


def test_of_many_stickers_the_worst_are_shown_and_the_rest_is_counted() -> None:
    random = np.random.default_rng(0)
    clear = replace(FLAGGED, decision="clear", pack=None)
    verdicts = [
        replace(clear, source=f"{number}.png", risk=float(risk)) for number, risk in enumerate(random.random(3000))
    ]
    verdicts[700] = replace(FLAGGED, source="flagged.png", risk=None)
    collected = Collected(25)
    for each in verdicts:
        collected.add(each)
    worst = collected.worst()
    assert worst[0].verdict.source == "flagged.png"
    assert [entry.verdict.risk for entry in worst[1:]] == sorted(
        (each.risk or 0.0 for each in verdicts if each.decision == "clear"), reverse=True
    )[:24]
    assert collected.counts == Counter({"clear": 2999, "flag": 1})
    text = render(collected, with_text=False)
    assert re.search(r"25 .*of.* 3,000;", text)
    assert len(text) < 60_000


def test_packs_are_ranked_by_the_share_that_is_marked_and_bounded() -> None:
    collected = Collected(5)
    for number in range(MOST_PACKS + 50):
        collected.add(replace(FLAGGED, decision="clear", pack=f"pack {number}"))
    for decision in ("flag", "clear"):
        collected.add(replace(FLAGGED, decision=decision, pack="half"))
    packs = collected.worst_packs()
    assert len(packs) == MOST_PACKS
    assert packs[0] == ("half", Counter(flag=1, clear=1))
    assert f"{MOST_PACKS} " in Page(render(collected, with_text=False)).text["en"]


def test_names_and_texts_are_cut_and_say_so() -> None:
    assert seen("x" * 300) == "x" * 300
    assert seen("x" * 100_000) == "x" * 300 + "…"
    long = replace(FLAGGED, source="n" * 10_000, caption=replace(FLAGGED.caption, lines=(TextLine("t" * 10_000),)))
    assert len(page_of(long, with_text=True)) < 20_000


def test_what_a_former_part_of_the_run_scored_is_counted_and_named() -> None:
    text = page_of(Row("old.png", "flag", 0.9, "pack", 0), FLAGGED)
    assert "old.png" in text
    assert "scored in an earlier part of this run" in text
    assert "100.0 %" in text


def test_an_empty_run_has_a_report_too() -> None:
    assert "no sticker" in Page(page_of()).text["en"]


@pytest.mark.parametrize("size", [(400, 300), (30, 20), (3, 900)])
def test_thumbnails_are_small_grey_and_blurred(size: tuple[int, int]) -> None:
    stripes = np.zeros((size[1], size[0], 3), dtype=np.uint8)
    stripes[:, ::2] = (255, 0, 0)
    picture = Image.open(io.BytesIO(thumbnail(encode(Image.fromarray(stripes), "PNG"), "a.png", 0, Limits())))
    assert max(picture.size) <= SIDE
    pixels = np.asarray(picture.convert("RGB")).astype(int)
    assert (np.ptp(pixels, axis=2) <= 2).all()
    # Neighbouring stripes were 76 grey levels apart.
    inside = pixels[:, 2:-2, 0] if pixels.shape[1] > 5 else pixels[:, :, 0]
    assert np.ptp(inside) < 30


def test_the_frame_that_decided_is_shown() -> None:
    black, white = (Image.new("RGB", (60, 60), colour) for colour in ("black", "white"))
    data = animate([black, white], "GIF")
    for frame, grey in ((0, 0), (1, 255), (None, 0)):
        picture = Image.open(io.BytesIO(thumbnail(data, "a.gif", frame, Limits())))
        assert abs(float(np.asarray(picture.convert("L")).mean()) - grey) < 10


def test_a_picture_that_cannot_be_decoded_has_no_thumbnail_and_the_others_have(
    caplog: pytest.LogCaptureFixture,
) -> None:
    collected = Collected(10)
    contents = [b"no picture", encode(shapes(), "PNG"), DecodeError("2: is gone", code="not_found")]
    with Thumbnails(Limits()) as thumbnails:
        for number, content in enumerate(contents):
            collected.add(replace(FLAGGED, source=f"{number}"), Item(f"{number}", content), thumbnails)
        collected.add(replace(FLAGGED, decision="clear"), Item("clear", contents[1]), thumbnails)
        text = render(collected, with_text=False)
        assert thumbnails.order(contents[1], "again", 0).made()
    assert text.count("data:image/webp;base64,") == 1
    page = Page(text)
    assert page.text["en"].count("no thumbnail") == 3
    for language, note in zip(("en", "zh"), WORDS["lacking_note"], strict=True):
        assert note in page.text[language]
    assert re.search(r"</span>\s*2\.", text)
    assert "0: not a picture" in caplog.text
    assert "2: is gone" in caplog.text


def test_a_report_that_lacks_no_thumbnail_says_nothing_of_it() -> None:
    collected = Collected(10)
    with Thumbnails(Limits()) as thumbnails:
        collected.add(FLAGGED, Item("a", encode(shapes(), "PNG")), thumbnails)
        text = render(collected, with_text=False)
    assert WORDS["lacking_note"][0] not in text


def test_a_worker_that_is_killed_without_work_costs_no_thumbnail() -> None:
    data = encode(shapes(), "PNG")
    with Thumbnails(Limits()) as thumbnails:
        assert thumbnails.order(data, "a", 0).made()
        kill_idle(thumbnails.decoder.workers.current)
        later = [thumbnails.order(data, name, 0) for name in ("b", "c")]
        assert all(ordered.made() for ordered in later)


def test_a_worker_that_dies_of_a_picture_costs_its_thumbnail_and_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with Thumbnails(Limits()) as thumbnails:
        with monkeypatch.context() as patch:
            patch.setattr("stickerguard.report.thumbnails.thumbnail", _die)
            killed = thumbnails.order(b"", "deadly.png", 0)
        assert killed.made() is None
        assert thumbnails.order(encode(shapes(), "PNG"), "b", 0).made()
    assert "deadly.png: the decoder died on it (exit code 9)" in caplog.text


def _die(*_: object) -> None:
    os._exit(9)
