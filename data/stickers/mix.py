"""Stickers in a mix as chats may hold them, to measure on: `python -m data.stickers.mix --out folder`.

The shares are an assumption, not a count: people, animals and things, words alone and chats as in `KINDS`, `CAPTIONED`
of all with words on them, `ANIMATED` of all animated. Photographs come from a built set (`make data`) and are only ever
written into the folder asked for; without one, drawings stand in their place and every row says so. Captions are
everyday phrases, beside people nothing but greetings. Every sticker depends on its number, the seed and the set alone.
"""

from __future__ import annotations

import argparse
import csv
import io
import itertools
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from PIL import Image

from data.command import command
from data.samples.catalogue import HARMLESS_WITH_A_CHILD
from data.stickers import subjects
from data.stickers.faces import pick_face
from data.stickers.grounds import BLACK, WHITE
from data.stickers.local_pictures import LocalPictures
from data.stickers.moving import animation
from data.stickers.subjects import Subject
from data.stickers.writing import Look, fitted, phrase, put


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sticker: its share of all, and how one is drawn (the last argument asks for a minor).

    `wordy`: it is words; `still`: never animated.
    """

    share: float
    draw: Callable[[random.Random, LocalPictures, bool], Subject]
    people: bool = False
    wordy: bool = False
    still: bool = False


KINDS = {
    "photographed people": Kind(0.15, subjects.photographed_person, people=True),
    "drawn people": Kind(0.15, subjects.drawn_person, people=True),
    "photographed animals and things": Kind(0.20, subjects.photographed_thing),
    "drawn animals and things": Kind(0.30, subjects.drawn_thing),
    "words alone": Kind(0.12, subjects.words_alone, wordy=True),
    "screenshots of chats": Kind(0.08, subjects.chat, wordy=True, still=True),
}
CAPTIONED, ANIMATED = 0.65, 0.35
"""Shares of all stickers; those that are words alone are captioned, screenshots stand still."""
MINORS = 0.4
"""Share of the people who are minors."""
_WORDY = sum(kind.share for kind in KINDS.values() if kind.wordy)
_STILL = sum(kind.share for kind in KINDS.values() if kind.still)
_GOLDEN = 0.6180339887
_STEPS = (2**0.5, 3**0.5, 5**0.5)
"""Multiples of these, modulo 1, spread evenly: kinds over the whole, the rest over each kind."""
_APART = 5
"""How far kinds are ahead of each other in those, so that their first stickers are not all alike."""
_FORMATS = ("webp", "webp", "webp", "png", "jpg")


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of a sticker: `depicts` is minor, adult, unsure or nobody, `origin` a set or "drawn by rule"."""

    file: str
    kind: str
    depicts: str
    captioned: bool
    animated: bool
    photograph: bool
    origin: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sticker is to be."""

    kind: str
    captioned: bool
    animated: bool
    minor: bool


def plans(animated: float = ANIMATED) -> Iterator[Plan]:
    """The plans of stickers 0, 1, ... without end: any run of them keeps every share, within each kind too.

    `animated` is the share that moves, 0 to all but the screenshots.
    """
    seen = Counter({name: _APART * place for place, name in enumerate(KINDS)})
    for number in itertools.count(1):
        name = _kind(number * _GOLDEN % 1)
        seen[name] += 1
        captioned, moving, minor = (seen[name] * step % 1 for step in _STEPS)
        kind = KINDS[name]
        yield Plan(
            name,
            kind.wordy or captioned < (CAPTIONED - _WORDY) / (1 - _WORDY),
            not kind.still and moving < animated / (1 - _STILL),
            kind.people and minor < MINORS,
        )


def _kind(place: float) -> str:
    """The kind at `place`, 0 to 1, of all shares laid end to end."""
    ends = itertools.accumulate(kind.share for kind in KINDS.values())
    return next((name for name, end in zip(KINDS, ends, strict=True) if place < end), list(KINDS)[-1])


def draw_mix(
    count: int, seed: int, pictures: Path | None = None, *, animated: float = ANIMATED
) -> Iterator[tuple[Row, bytes]]:
    """`count` stickers with what is known of them, the same ones for the same seed, set and fonts.

    `pictures` is the folder of a built set; None draws everything by rule. Raises StickerguardError, code "not_built",
    where that folder holds no set, FileNotFoundError naming the packages where fonts are missing.
    """
    local = LocalPictures.of(pictures)
    for number, wanted in zip(range(count), plans(animated), strict=False):
        yield _sticker(f"{number:06}", wanted, random.Random(f"{seed} mix {number}"), local)


def write_mix(
    folder: Path, count: int, seed: int, pictures: Path | None = None, *, animated: float = ANIMATED
) -> list[Row]:
    """Write `folder`/stickers and, last, the table `folder`/mix.csv; a former mix there is replaced.

    Raises as `draw_mix`.
    """
    stickers, table = folder / "stickers", folder / "mix.csv"
    table.unlink(missing_ok=True)
    shutil.rmtree(stickers, ignore_errors=True)
    stickers.mkdir(parents=True)
    rows = []
    for row, data in draw_mix(count, seed, pictures, animated=animated):
        (stickers / row.file).write_bytes(data)
        rows.append(row)
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Row)])
        writer.writeheader()
        writer.writerows(map(asdict, rows))
    return rows


def stand_ins(rows: list[Row]) -> str:
    """A sentence that says how many photographs there are, and what stands in the place of those that are not."""
    meant = [row for row in rows if row.kind.startswith("photographed")]
    there = sum(row.photograph for row in meant)
    if there == len(meant):
        return f"{there} of {len(rows)} stickers are photographs, held-out ones of a local set."
    return (
        f"{there} of {len(rows)} stickers are photographs; drawings stand in the place of {len(meant) - there} more, "
        "since no local set has them: the shares read are not those of photographs."
    )


def _sticker(name: str, wanted: Plan, source: random.Random, local: LocalPictures) -> tuple[Row, bytes]:
    kind = KINDS[wanted.kind]
    subject = kind.draw(source, local, wanted.minor)
    captioned = wanted.captioned and not kind.wordy
    caption = _caption(subject.image.size, source, people=kind.people) if captioned else None
    suffix, data = (
        animation(subject.image, caption, source) if wanted.animated else _still(subject.image, caption, source)
    )
    known = subject.depicts, wanted.captioned, wanted.animated, subject.photograph, subject.origin
    return Row(f"{name}.{suffix}", wanted.kind, *known), data


def _caption(size: tuple[int, int], source: random.Random, *, people: bool) -> Image.Image:
    """A caption near the upper or the lower edge of nothing."""
    layer = Image.new("RGBA", size, (0, 0, 0, 0))
    width, height = size
    lang = source.choice(("en", "zh"))
    words = phrase(source, lang)
    if people:
        words = source.choice([greeting for greeting in HARMLESS_WITH_A_CHILD if greeting])
        lang = "en" if words.isascii() else "zh"
    look = Look(pick_face(source, lang, "both"), *source.choice(((WHITE, BLACK), (BLACK, WHITE))))
    font = fitted(look, words, min(size) * source.uniform(0.09, 0.17), width * 0.94, height * 0.4)
    put(layer, words, look, font, (width / 2, height * source.choice((0.12, 0.88, 0.88))))
    return layer


def _still(picture: Image.Image, caption: Image.Image | None, source: random.Random) -> tuple[str, bytes]:
    suffix, buffer = source.choice(_FORMATS), io.BytesIO()
    image = Image.new("RGBA", picture.size, (255, 255, 255, 255) if suffix == "jpg" else (0, 0, 0, 0))
    for layer in (picture, *((caption,) if caption else ())):
        image.alpha_composite(layer)
    quality = source.randint(70, 90)
    if suffix == "jpg":
        image.convert("RGB").save(buffer, "JPEG", quality=quality)
    else:
        image.save(buffer, suffix, quality=quality)
    return suffix, buffer.getvalue()


@command
def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("out/mix"))
    parser.add_argument("--stickers", type=int, default=600)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--pictures", type=Path, help="folder of a set that `make data` built; else all is drawn")
    args = parser.parse_args()
    try:
        rows = write_mix(args.out, args.stickers, args.seed, args.pictures)
    except FileNotFoundError as error:  # fonts
        parser.exit(2, f"{error}\n")
    print(f"{args.out}: {stand_ins(rows)}")


if __name__ == "__main__":
    main()
