"""Stickers as platforms have them, drawn: about two in three carry words, and each kind has its share.

Nobody is depicted and the words are everyday phrases. Every sticker depends on its number and the seed alone.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PIL import Image

from data.stickers import motifs, writing
from data.stickers.other_scripts import other_script
from data.stickers.parted import parted
from data.stickers.scribbles import scribbled
from data.stickers.writing import Box, Everyday, Hand, Written, shrunk

TEXT_FREE = "text-free"
OTHER_SCRIPT, ALONE, PARTED, MOTIFS = "other script", "letter alone", "parted", "motifs"
"""Kinds that no corpus has a share of: words in a script that the recogniser does not know, one letter, words with a
sign between all letters, and shapes by chance without a word."""
HARD = ("blurred", "faint", "struck", "amid scribbles", "bent", "minute")
_SIDES = (240, 320, 370, 512, 512, 512)
_SHARES = (
    ("outlined", 9),
    ("handwriting", 9),
    ("tiny", 8),
    ("arc", 5),
    ("crossed", 4),
    ("blocks", 5),
    ("column", 4),
    ("recompressed", 5),
    ("animated", 4),
    ("kana", 3),
    ("traditional", 3),
    ("hard", 6),
    (TEXT_FREE, 35),
)
_FORMATS = ("WEBP", "WEBP", "WEBP", "PNG", "JPEG")
_GOLDEN = 0.6180339887
"""Multiples of this, modulo 1, spread the kinds evenly over any number of stickers."""


@dataclass(frozen=True, slots=True, eq=False)
class DrawnSticker:
    """A file of a drawn sticker: `data` in the format `suffix`, with its words, one line a `\\n`, "" without any.

    `kind` is what is measured by, `lang` a BCP 47 tag, "" without words, and `detail` says more. The words of a still
    fill `boxes`: left, top, right, bottom in pixels.
    """

    data: bytes
    suffix: str
    text: str
    lang: str
    kind: str
    detail: str
    boxes: tuple[Box, ...] = ()


def draw_stickers(count: int, seed: int, half: str = "both") -> Iterator[DrawnSticker]:
    """`count` stickers, the same ones for the same seed and fonts; `half` of the faces and scribbles: "fit", "held out"
    or "both". Raises FileNotFoundError naming the packages where a language has no font."""
    for number in range(count):
        yield draw_sticker(_kind((number + 0.5) * _GOLDEN % 1), random.Random(f"{seed} {number}"), half)


def _kind(place: float) -> str:
    left = place * sum(share for _, share in _SHARES)
    for kind, share in _SHARES:
        left -= share
        if left < 0:
            return kind
    return TEXT_FREE


def draw_sticker(kind: str, source: random.Random, half: str = "both") -> DrawnSticker:
    """One sticker of a kind; "hard" is any of `HARD`, also `OTHER_SCRIPT`, `ALONE`, `PARTED` and `MOTIFS`. Raises
    FileNotFoundError as `draw_stickers` does."""
    side = source.choice(_SIDES)
    if kind in (TEXT_FREE, MOTIFS):
        image, detail = scribbled(source, side, half) if kind == TEXT_FREE else motifs.drawn(source, side)
        written = Written(image, "", ())
        if source.random() < 0.25:
            written = _tiny(written, source)
        return _saved(written, source, "", kind, detail)
    if kind == OTHER_SCRIPT:
        other = other_script(source, half)
        return _saved(writing.one_block(source, other, side), source, other.lang, kind, other.lang)
    if kind == PARTED:
        parted_hand = parted(source, half)
        return _saved(writing.one_block(source, parted_hand, side), source, parted_hand.lang, kind, kind)
    lang = {"kana": "ja", "traditional": "zh-Hant", "column": source.choice(("zh", "ja", "zh-Hant"))}.get(kind)
    lang = lang or source.choice(("zh", "en"))
    hand = Everyday(lang, half)
    if kind == ALONE:
        return _saved(writing.alone(source, hand, side), source, lang, kind, kind)
    if kind == "animated":
        return _animated(source, hand, side)
    detail = source.choice(HARD) if kind == "hard" else kind
    return _saved(written_as(detail, source, hand, side), source, lang, kind, detail)


def written_as(detail: str, source: random.Random, hand: Hand, side: int) -> Written:
    """Words in the manner of a kind of still, or of one of `HARD`, on a ground of `side` pixels before it is shrunk."""
    written = _LAYOUTS.get(detail, writing.one_block)(source, hand, side)
    if detail == "tiny":
        written = _tiny(written, source)
    for _ in range(source.randint(2, 4) if detail in ("recompressed", "tiny") else 0):
        written = written._replace(image=_worn(written.image, source))
    return written


def _handwriting(source: random.Random, hand: Hand, side: int) -> Written:
    return writing.one_block(source, hand, side, script=True)


_LAYOUTS: dict[str, Callable[[random.Random, Hand, int], Written]] = {
    "handwriting": _handwriting,
    "arc": writing.arc,
    "crossed": writing.crossed,
    "blocks": writing.blocks,
    "column": writing.column,
    "blurred": writing.blurred,
    "faint": writing.faint,
    "struck": writing.struck,
    "amid scribbles": writing.amid_scribbles,
    "bent": writing.bent,
    "minute": writing.minute,
}


def _tiny(written: Written, source: random.Random) -> Written:
    side = source.randint(60, 120)
    return shrunk(written, side, source.choice((Image.Resampling.LANCZOS, Image.Resampling.BILINEAR)))


def _worn(image: Image.Image, source: random.Random) -> Image.Image:
    """Saved once more with loss; where the format has no alpha, on white or grey."""
    buffer = io.BytesIO()
    if source.random() < 0.5:
        _opaque(image, source).save(buffer, "JPEG", quality=source.randint(35, 70))
    else:
        image.save(buffer, "WEBP", quality=source.randint(20, 55))
    with Image.open(buffer) as worn:
        return worn.convert("RGBA")


def _opaque(image: Image.Image, source: random.Random) -> Image.Image:
    grey = source.choice((255, 200, 230))
    on = Image.new("RGBA", image.size, (grey, grey, grey, 255))
    on.alpha_composite(image)
    return on.convert("RGB")


def _saved(written: Written, source: random.Random, lang: str, kind: str, detail: str) -> DrawnSticker:
    saved, buffer = source.choice(_FORMATS), io.BytesIO()
    if saved == "JPEG":
        _opaque(written.image, source).save(buffer, saved, quality=source.randint(75, 92))
    else:
        written.image.save(buffer, saved, quality=source.randint(70, 90))
    suffix = saved.lower().replace("jpeg", "jpg")
    return DrawnSticker(buffer.getvalue(), suffix, written.text, lang, kind, detail, written.boxes)


def _animated(source: random.Random, hand: Everyday, side: int) -> DrawnSticker:
    """Words that stay while something hops, or appear word by word, or a second phrase that follows the first."""
    written = writing.one_block(source, hand, side)
    plain, text = written.image, written.text
    manner = source.choice(("stays", "comes", "follows"))
    frames: list[Image.Image] = []
    if manner == "stays":
        for number in range(6):
            frame = plain.copy()
            x, y = side * (0.3 + 0.06 * number), side * (0.5 - 0.08 * (number % 2))
            spot = Image.new("RGBA", (side // 10, side // 10), (240, 180, 60, 255))
            frame.paste(spot, (round(x), round(y)))
            frames.append(frame)
    elif manner == "comes":
        blank = Image.new("RGBA", plain.size, plain.getpixel((side // 2, side // 2)))
        frames = [blank, plain, plain]
    else:
        second = writing.one_block(source, hand, side)
        frames, text = [plain, plain, second.image, second.image], f"{text}\n{second.text}"
    buffer = io.BytesIO()
    frames[0].save(buffer, "WEBP", save_all=True, append_images=frames[1:], duration=400, quality=85)
    return DrawnSticker(buffer.getvalue(), "webp", text, hand.lang, "animated", f"animated, {manner}")
