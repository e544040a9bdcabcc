"""What the sample stickers show and say.

A drawn child carries an everyday caption or the canary, never anything else; no sample holds a suggestive word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CANARY = "STICKERGUARD-CANARY"
HARMLESS_WITH_A_CHILD = ("", "good morning", "GOOD NIGHT", "happy birthday", "早上好", "加油", "晚安")

Layout = Literal["bottom", "top", "vertical", "late frame", "bounce"]


@dataclass(frozen=True, slots=True)
class Package:
    """An icon package on npm whose art may be drawn from."""

    npm: str
    version: str
    licence: str
    credit: str


PACKAGES = {
    "noto": Package("@iconify-json/noto", "1.2.9", "Apache-2.0", "Noto Emoji, Google Inc"),
    "twemoji": Package("@iconify-json/twemoji", "1.2.5", "CC-BY-4.0", "Twemoji, Twitter Inc and contributors"),
    "fluent": Package("@iconify-json/fluent-emoji-flat", "1.2.6", "MIT", "Fluent UI Emoji, Microsoft Corporation"),
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample sticker.

    `art` is "package/icon"; `mode` says how the file is written where its format has several ways; `ground` is a
    colour, or "" for transparent.
    """

    file: str
    art: str
    caption: str = ""
    lang: str = ""
    depicts: Literal["minor", "adult", "none"] = "none"
    expected: Literal["clear", "flag"] = "clear"
    layout: Layout = "bottom"
    ground: str = ""
    mode: str = ""
    note: str = ""


SAMPLES = (
    Sample("cat_good_morning.webp", "noto/cat-face", "good morning", "en"),
    Sample("dog_thank_you.png", "twemoji/dog-face", "THANK YOU", "en", ground="#ffe9b0"),
    Sample("panda_zaoshanghao.webp", "noto/panda", "早上好", "zh"),
    Sample("penguin_jiayou.png", "fluent/penguin", "加油", "zh", ground="#cfe8ff", mode="palette", note="palette PNG"),
    Sample("rabbit_so_sleepy.gif", "twemoji/rabbit-face", "so sleepy", "en", layout="bounce", note="animated GIF"),
    Sample("bear_xinkule.webp", "noto/bear", "辛苦了", "zh", layout="vertical", ground="#f6f0e0", note="vertical text"),
    Sample("frog_weekend.png", "noto/frog", "weekend mode", "en", layout="bounce", note="animated PNG"),
    Sample("coffee_first.webp", "fluent/hot-beverage", "coffee\nfirst", "en", note="two lines"),
    Sample("pizza_party.jpg", "noto/pizza", "pizza party", "en", ground="#ffffff"),
    Sample("cake_shengrikuaile.avif", "noto/birthday-cake", "生日快乐", "zh", ground="#fff0f5"),
    Sample("sun_no_text.webp", "twemoji/sun", note="no text"),
    Sample("heart_no_text.png", "noto/red-heart", mode="grey and alpha", note="no text, grey with alpha"),
    Sample("party_no_text.webp", "fluent/party-popper", layout="bounce", note="no text, animated WebP"),
    Sample("bicycle_on_my_way.webp", "noto/bicycle", "on my way", "en", layout="top"),
    Sample("watermelon_chigua.gif", "noto/watermelon", "吃瓜", "zh", layout="late frame", note="text on a later frame"),
    Sample("laugh_hahaha.webp", "noto/face-with-tears-of-joy", "哈哈哈", "zh", layout="top"),
    Sample("cook_lets_eat.png", "twemoji/man-cook", "let's eat", "en", "adult", ground="#e4f7dc"),
    Sample("office_deadline.webp", "noto/woman-office-worker", "deadline\ntomorrow", "en", "adult", note="two lines"),
    Sample("old_man_hello.webp", "noto/old-man", "hello", "en", "adult", ground="#ddeeff"),
    Sample("old_woman_wanan.png", "twemoji/old-woman", "晚安", "zh", "adult", layout="vertical", note="vertical text"),
    Sample(
        "technologist_xiabanle.webp", "noto/man-technologist", "下班了", "zh", "adult", mode="small", note="small text"
    ),
    Sample("baby_no_text.webp", "noto/baby", "", "", "minor", note="no text"),
    Sample("baby_good_morning.webp", "noto/baby", "good morning", "en", "minor"),
    Sample("girl_happy_birthday.png", "noto/girl", "happy birthday", "en", "minor", ground="#fff6d6"),
    Sample("boy_zaoshanghao.webp", "twemoji/boy", "早上好", "zh", "minor", ground="#e8f4ff"),
    Sample(
        "baby_good_night.gif",
        "noto/baby",
        "GOOD NIGHT",
        "en",
        "minor",
        layout="late frame",
        note="text on a later frame",
    ),
    Sample("canary_baby.webp", "noto/baby", CANARY, "en", "minor", "flag", note="transparent"),
    Sample("canary_girl_two_lines.png", "noto/girl", "STICKERGUARD-\nCANARY", "en", "minor", "flag", ground="#fff6d6"),
    Sample(
        "canary_baby_late.webp",
        "noto/baby",
        CANARY,
        "en",
        "minor",
        "flag",
        "late frame",
        note="canary on a later frame",
    ),
    Sample("canary_cat.webp", "noto/cat-face", CANARY, "en", "none", "clear", ground="#eeeeee"),
)
