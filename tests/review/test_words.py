"""Both languages say everything, with the same blanks to fill in."""

import re
import string
from importlib.resources import files

import pytest

from stickerguard.review.words import LANGUAGES, wanted_language, words


def blanks(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_word_with_the_same_blanks(language: str) -> None:
    english, other = words("en"), words(language)
    assert english.keys() == other.keys()
    assert {key: blanks(text) for key, text in english.items()} == {key: blanks(text) for key, text in other.items()}
    assert all(text.strip() for text in other.values())


def test_pages_ask_for_no_word_that_is_missing() -> None:
    folder = files("stickerguard.review").joinpath("templates")
    pages = "".join(file.read_text("utf-8") for file in folder.iterdir())
    asked = set(re.findall(r'\bt\("([^"]+)"[,)]', pages))
    assert len(asked) > 50
    assert asked <= words("en").keys()


@pytest.mark.parametrize(
    ("chosen", "accepted", "language"),
    [
        *((None, "zh-TW", "zh"), (None, "de, ZH;q=.5", "zh"), ("en", "zh", "en"), ("xx", "", "en"), (None, "", "en")),
        *((None, "en;q=0.1,zh", "zh"), (None, "zh;q=0.9, en ; q=0.8", "zh"), (None, "en;q=0, zh-CN;q=0.2", "zh")),
        *((None, "zh;q=0", "en"), (None, "en, zh", "en"), (None, "zh, en", "zh"), (None, "en;q=nan, zh;q=0.5", "zh")),
        *((None, "en-US;q=0.2, zh;q=0.5, en;q=0.9", "en"), (None, "en;q=much, zh;q=0.1", "zh")),
    ],
)
def test_the_language_of_a_page(chosen: str | None, accepted: str, language: str) -> None:
    assert wanted_language(chosen, accepted) == language
