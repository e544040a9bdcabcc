"""Ask the models of a bundle and write down what they say: `python -m models.known_answers [FOLDER]`.

`models.pack` does it for a new bundle; alone it adds the file to one that was packed before, whose models, version and
everything else stay as they are.
"""

from __future__ import annotations

import argparse
import hashlib
from functools import partial
from itertools import pairwise, product
from pathlib import Path

import onnxruntime

from data.command import command
from stickerguard import Bundle, StickerClassifier
from stickerguard.bundle import MANIFEST, default_bundle_path
from stickerguard.caption.normalize import normalize
from stickerguard.known_answers import (
    FILE,
    CaptionAnswer,
    FusionAnswer,
    KnownAnswers,
    OcrAnswer,
    Picture,
    Stroke,
    VisionAnswer,
)
from stickerguard.manifest import Manifest

VISION_TOLERANCE, CAPTION_TOLERANCE, CONFIDENCE_TOLERANCE = 0.05, 0.03, 0.15
"""About three times, captions ten times, what 8-bit rounding moved these answers by: between ONNX Runtime 1.22 and
1.32, kernels that saturate and others, with graph optimisation and without: .016, .003 and .05."""
RISK_TOLERANCE = 0.001
"""The fusion is not quantised."""
CAPTIONS = (
    "good morning",
    "happy birthday",
    "thank you very much",
    "i miss you",
    "be my valentine",
    "kiss me",
    "single and ready to mingle",
    "come over tonight 😏",
    "早上好",
    "我爱你",
    "晚安",
)
_GRID = (0.0, 0.05, 0.3, 0.5, 0.7, 0.95, 1.0)
_SKIN, _INK, _BLUE, _RED = (255, 214, 170), (30, 30, 40), (60, 110, 220), (215, 60, 60)


@command
def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=default_bundle_path())
    args = parser.parse_args()
    bundle = add(args.folder)
    print(f"{bundle.ref.name} {bundle.ref.version} in {args.folder}: {bundle.ref.sha256}")


def add(folder: Path) -> Bundle:
    """Write the known answers of the bundle in `folder` and its manifest anew."""
    known = ask(Bundle.load(folder))
    # Read again as it was written: what loading makes of a manifest may leave nothing out.
    manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    content = (known.model_dump_json(indent=1) + "\n").encode()
    files = dict(sorted({**manifest.files, FILE: hashlib.sha256(content).hexdigest()}.items()))
    manifest = manifest.model_copy(update={"schema_version": 2, "files": files})
    (folder / FILE).write_bytes(content)
    (folder / MANIFEST).write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return Bundle.load(folder)


def ask(bundle: Bundle) -> KnownAnswers:
    """What the models of `bundle` answer here."""
    models = StickerClassifier(bundle)
    return KnownAnswers(
        onnxruntime=onnxruntime.__version__,
        vision=tuple(_vision(models, name, picture) for name, picture in pictures().items()),
        ocr=tuple(_ocr(models, word) for word in ("HELLO", "MILK TEA")),
        caption=tuple(_caption(models, text) for text in CAPTIONS),
        fusion=tuple(_fusion(models, minor, suggestive) for minor, suggestive in product(_GRID, _GRID)),
    )


def _vision(models: StickerClassifier, name: str, picture: Picture) -> VisionAnswer:
    scores = models.vision.scores([picture.draw()])
    return VisionAnswer(
        name=name,
        picture=picture,
        minor=_rounded(scores.minor[0]),
        person=_rounded(scores.person[0]),
        tolerance=VISION_TOLERANCE,
    )


def _ocr(models: StickerClassifier, word: str) -> OcrAnswer:
    picture = lettering(word)
    lines = models.ocr.read(picture.draw()).lines
    return OcrAnswer(
        name=word,
        picture=picture,
        lines=tuple(line.text for line in lines),
        confidence=_rounded(min((line.confidence for line in lines), default=0.0)),
        tolerance=CONFIDENCE_TOLERANCE,
    )


def _caption(models: StickerClassifier, text: str) -> CaptionAnswer:
    text = normalize(text).text
    alone = models.caption.network(text)
    none, romantic, suggestive, explicit = map(_rounded, alone.probabilities)
    return CaptionAnswer(
        text=text,
        pieces=alone.pieces,
        suggestive=_rounded(alone.suggestive),
        severity=(none, romantic, suggestive, explicit),
        tolerance=CAPTION_TOLERANCE,
    )


def _fusion(models: StickerClassifier, minor: float, suggestive: float) -> FusionAnswer:
    risk = _rounded(models.fusion.risk(minor, suggestive))
    return FusionAnswer(minor=minor, suggestive=suggestive, risk=risk, tolerance=RISK_TOLERANCE)


def _rounded(score: float) -> float:
    return min(1.0, max(0.0, round(float(score), 5)))


def pictures() -> dict[str, Picture]:
    """Pictures of several kinds, so that the scores lie far apart."""
    plain = partial(Picture, width=300, height=240, ground=(127, 127, 127))
    return {
        "waves": plain(swing=90, waves=((2, 1), (-1, 3), (4, -2))),
        "smiling disc": plain(strokes=face(150, 120, 90)),
        "figure": plain(strokes=figure(150, 40, head=26, legs=80)),
        "figure with a large head": plain(strokes=figure(150, 70, head=54, legs=34)),
        "house": Picture(width=240, height=300, ground=(200, 225, 250), strokes=house()),
        "two figures": plain(strokes=(*figure(95, 45, head=24, legs=75), *figure(215, 120, head=30, legs=26))),
    }


def face(x: float, y: float, radius: float) -> tuple[Stroke, ...]:
    """A round face with eyes and a mouth."""
    smile = [(-0.45, 0.3), (-0.2, 0.48), (0.2, 0.48), (0.45, 0.3)]
    points = [(x + dx * radius, y + dy * radius) for dx, dy in smile]
    eyes = [(x + side * 0.38 * radius, y - 0.15 * radius) for side in (-1, 1)]
    return (
        _disc(x, y, radius, _SKIN),
        *(_disc(*eye, 0.12 * radius, _INK) for eye in eyes),
        *(Stroke(start=a, end=b, radius=0.05 * radius, colour=_INK) for a, b in pairwise(points)),
    )


def figure(x: float, y: float, *, head: float, legs: float) -> tuple[Stroke, ...]:
    """A clothed figure: a head at (x, y), a shirt, arms, and trousers `legs` long."""
    neck, hip = y + head, y + head * 2.4
    limbs = [
        ((x, neck + 12), (x, hip), 0.62 * head, _RED),
        ((x - 10, neck + 8), (x - head - 14, hip - 4), 0.22 * head, _RED),
        ((x + 10, neck + 8), (x + head + 14, hip - 4), 0.22 * head, _RED),
        ((x - 0.3 * head, hip), (x - 0.4 * head, hip + legs), 0.26 * head, _BLUE),
        ((x + 0.3 * head, hip), (x + 0.4 * head, hip + legs), 0.26 * head, _BLUE),
    ]
    hair = _disc(x, y - 0.22 * head, head * 1.02, _INK)
    return (*(Stroke(start=a, end=b, radius=r, colour=c) for a, b, r, c in limbs), hair, *face(x, y, 0.92 * head))


def house() -> tuple[Stroke, ...]:
    """Walls, a roof and a sun."""
    walls = [Stroke(start=(60, y), end=(180, y), radius=10, colour=(230, 215, 190)) for y in range(170, 270, 12)]
    roof = [Stroke(start=(120, 80), end=(40 + step, 160), radius=6, colour=_RED) for step in range(0, 161, 8)]
    return (*walls, *roof, _disc(200, 45, 26, (250, 220, 70)))


def _disc(x: float, y: float, radius: float, colour: tuple[int, int, int]) -> Stroke:
    return Stroke(start=(x, y), end=(x, y), radius=radius, colour=colour)


_LETTERS = {
    "A": ((0, 6, 2, 0), (2, 0, 4, 6), (0.9, 4, 3.1, 4)),
    "E": ((0, 0, 0, 6), (0, 0, 3.4, 0), (0, 3, 3, 3), (0, 6, 3.4, 6)),
    "H": ((0, 0, 0, 6), (4, 0, 4, 6), (0, 3, 4, 3)),
    "I": ((2, 0, 2, 6),),
    "K": ((0, 0, 0, 6), (4, 0, 0, 3.4), (1.2, 2.6, 4, 6)),
    "L": ((0, 0, 0, 6), (0, 6, 3.4, 6)),
    "M": ((0, 6, 0, 0), (0, 0, 2, 4), (2, 4, 4, 0), (4, 0, 4, 6)),
    "O": ((1, 0, 3, 0), (3, 0, 4, 1.4), (4, 1.4, 4, 4.6), (4, 4.6, 3, 6), (3, 6, 1, 6), (1, 6, 0, 4.6),
          (0, 4.6, 0, 1.4), (0, 1.4, 1, 0)),
    "T": ((0, 0, 4, 0), (2, 0, 2, 6)),
    " ": (),
}  # fmt: skip


def lettering(text: str) -> Picture:
    """`text` in strokes, dark on light."""
    unit, left, top, step = 7.0, 24.0, 30.0, 40.0
    strokes = [
        Stroke(
            start=(left + number * step + x0 * unit, top + y0 * unit),
            end=(left + number * step + x1 * unit, top + y1 * unit),
            radius=3.2,
            colour=_INK,
        )
        for number, letter in enumerate(text)
        for x0, y0, x1, y1 in _LETTERS[letter]
    ]
    return Picture(width=round(2 * left + len(text) * step), height=102, ground=(240, 240, 235), strokes=tuple(strokes))


if __name__ == "__main__":
    main()
