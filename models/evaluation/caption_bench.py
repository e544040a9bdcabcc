"""What the caption half must find, and what must not fool it: the glossary, contexts, harmless company, real OCR."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from data.caption.glossary import carriers, read_glossary
from data.caption.writers import TWINS, read_writer
from models.caption.evasion import EVASIONS
from models.caption.noise import OTHER_SCRIPTS
from models.caption.reread import UNREAD, reread
from models.evaluation.caption import Row, score_captions
from models.evaluation.stats import as_metrics, figures, rate_row
from stickerguard import Bundle, RuntimeOptions
from stickerguard.caption.model import CaptionModel
from stickerguard.caption.pieces import LONG
from stickerguard.caption.width import width_of
from stickerguard.fusion import FusionModel
from stickerguard.ocr import create_engine

MISSED, FALSE = "recall at the review point", "false positive rate at the review point"
DISGUISED, ACCOMPANIED, DRAWN = 60, 200, 200
"""How many terms are disguised, and how many captions of a language stand in company or are drawn and read."""
SHORT = LONG // 2
"""Width below which two captions together are one saying (see `stickerguard.caption.pieces`)."""


def review_point(bundle: Bundle) -> float:
    """The lowest suggestive score that sends a sticker with a certain minor to review, to three decimals."""
    fusion = FusionModel(bundle.file("fusion.onnx"), options=RuntimeOptions())
    threshold = bundle.manifest.operating_point("review").threshold
    scores = np.linspace(0, 1, 1001)
    return next((float(score) for score in scores if fusion.risk(1.0, float(score)) >= threshold), 1.0)


def bench_metrics(bundle: Bundle, model: CaptionModel, rows: list[Row], *, seed: int = 0) -> list[dict[str, object]]:
    """All figures of the bench; `rows` are the captions of the fold "test", a user's own left out."""
    rows = [row for row in rows if not str(row["source"]).startswith("own_")]
    point = review_point(bundle)
    return [
        *glossary_metrics(model, point, seed),
        *twin_metrics(model, point),
        *context_metrics(model, rows, point),
        *company_metrics(model, rows, point, seed),
        *drawn_metrics(bundle, model, rows, seed),
    ]


def glossary_metrics(model: CaptionModel, point: float, seed: int) -> Iterator[dict[str, object]]:
    """Blunt terms alone, in a short sentence and disguised; the innocent lines that train nothing."""
    source = random.Random(seed)
    entries = read_glossary()
    for lang in sorted({entry.lang for entry in entries}):
        listed = [entry for entry in entries if entry.lang == lang]
        blunt = [entry.term for entry in listed if entry.blunt]
        innocent = [entry.innocent_line for entry in listed if entry.innocent_line and entry.measures]
        name = f"glossary, {lang}"
        spoken = [source.choice(carriers()[lang].bench).replace("{}", term) for term in blunt]
        yield _rate(f"{name}: blunt terms alone", MISSED, model, blunt, point)
        yield _rate(f"{name}: blunt terms in a sentence", MISSED, model, spoken, point)
        if innocent:
            yield _rate(f"{name}: innocent uses", FALSE, model, innocent, point)
        if lang in ("en", "zh"):
            picked = source.sample(blunt, min(DISGUISED, len(blunt)))
            for label, change in (EVASIONS | (OTHER_SCRIPTS if lang == "zh" else {})).items():
                yield _rate(f"{name}: blunt terms, {label}", MISSED, model, [change(t, source) for t in picked], point)


def twin_metrics(model: CaptionModel, point: float) -> Iterator[dict[str, object]]:
    """The same terms meant and used innocently, by a hand that trained nothing: which is which, what reaches review."""
    twins = list(read_writer(TWINS))
    for lang in sorted({row.lang for row in twins}):
        inside = [row for row in twins if row.lang == lang]
        meant = np.asarray([row.severity >= 2 for row in inside], dtype=bool)
        texts = [row.text for row in inside]
        name = f"twins, {lang}"
        # Both lines of a term are drawn together.
        groups = np.asarray([row.term for row in inside])
        yield from as_metrics(f"{name}: meant against innocent", figures(meant, score_captions(model, texts), groups))
        yield _rate(f"{name}: meant", MISSED, model, [row.text for row in inside if row.severity >= 2], point)
        yield _rate(f"{name}: innocent", FALSE, model, [row.text for row in inside if row.severity < 2], point)


def context_metrics(model: CaptionModel, rows: list[Row], point: float) -> Iterator[dict[str, object]]:
    """Harmless captions in contexts that fool: the share over the review point, by slice and language."""
    of_contexts = [row for row in rows if row["source"].startswith("context_")]
    for lang, kind in sorted({(row["lang"], row["kind"]) for row in of_contexts}):
        texts = [row["text"] for row in of_contexts if (row["lang"], row["kind"]) == (lang, kind)]
        yield _rate(f"context, {lang}: {kind.replace('_', ' ')}", FALSE, model, texts, point)


def company_metrics(model: CaptionModel, rows: list[Row], point: float, seed: int) -> Iterator[dict[str, object]]:
    """Suggestive captions alone and among three harmless lines; four harmless lines together."""
    source = random.Random(seed)
    for lang in ("en", "zh"):
        inside = [row for row in rows if row["lang"] == lang and not row["source"].startswith("context_")]
        harmless = [row["text"] for row in inside if row["high"] == 0]
        suggestive = [row["text"] for row in inside if row["low"] >= 2][:ACCOMPANIED]
        if len(harmless) < 4 or not suggestive:
            continue
        among = ["\n".join(source.sample([text, *source.sample(harmless, 3)], 4)) for text in suggestive]
        quiet = ["\n".join(source.sample(harmless, 4)) for _ in suggestive]
        yield _rate(f"company, {lang}: suggestive alone", MISSED, model, suggestive, point)
        yield _rate(f"company, {lang}: suggestive among three harmless lines", MISSED, model, among, point)
        yield _rate(f"company, {lang}: four harmless lines", FALSE, model, quiet, point)
        yield from _short_company(f"company, {lang}", model, suggestive, harmless, point, source)


def _short_company(
    name: str, model: CaptionModel, suggestive: list[str], harmless: list[str], point: float, source: random.Random
) -> Iterator[dict[str, object]]:
    """Short captions alone, below one short harmless line, where both may count as one saying, and apart from it."""
    bad, good = ([text for text in texts if width_of(text) < SHORT] for texts in (suggestive, harmless))
    if bad and good:
        pairs = [(source.choice(good), text) for text in bad]
        yield _rate(f"{name}: short and suggestive alone", MISSED, model, bad, point)
        below = ["\n".join(pair) for pair in pairs]
        yield _rate(f"{name}: short and suggestive below a short harmless line", MISSED, model, below, point)
        yield _rate_apart(f"{name}: short and suggestive apart from a short harmless line", MISSED, model, pairs, point)
        quiet = list(pairwise(good))[: len(bad)]
        yield _rate_apart(f"{name}: two short harmless lines apart", FALSE, model, quiet, point)


def drawn_metrics(bundle: Bundle, model: CaptionModel, rows: list[Row], seed: int) -> Iterator[dict[str, object]]:
    """Captions as they are written, and as the bundle's own OCR reads them off drawn stickers."""
    engine = create_engine("ppocr", bundle, RuntimeOptions())
    source = random.Random(seed)
    for lang in sorted({row["lang"] for row in rows} - set(UNREAD)):
        inside = [row for row in rows if row["lang"] == lang and not row["source"].startswith("context_")]
        picked = source.sample(inside, min(DRAWN, len(inside)))
        pairs = [(row, read) for row in picked if (read := reread(row, engine, source)) is not None]
        positive = np.asarray([row["low"] >= 2 for row, _ in pairs], dtype=bool)
        groups = np.asarray([row["text"] for row, _ in pairs])
        written, seen = [row["text"] for row, _ in pairs], [read for _, read in pairs]
        for label, texts in (("written", written), ("drawn and read", seen)):
            if positive.any():
                found = figures(positive, score_captions(model, texts), groups)
                yield from as_metrics(f"real OCR, {lang}: {label}", found)


def _rate(name: str, metric: str, model: CaptionModel, texts: list[str], point: float) -> dict[str, object]:
    groups: npt.NDArray[np.str_] = np.asarray(texts)
    return rate_row(name, metric, score_captions(model, texts), point, groups)


def _rate_apart(
    name: str, metric: str, model: CaptionModel, pairs: list[tuple[str, str]], point: float
) -> dict[str, object]:
    """The same of texts that stand apart in one picture: the score of such a sticker."""
    whole = ["\n".join(pair) for pair in pairs]
    scores = np.asarray([model.score(text, *pair).suggestive for text, pair in zip(whole, pairs, strict=True)])
    return rate_row(name, metric, scores, point, np.asarray(whole))
