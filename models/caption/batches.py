"""What an epoch of caption training reads, and how a batch is made of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import accumulate

import torch
from torch.utils.data import Dataset
from transformers import PreTrainedTokenizerBase

from data.caption.build import GLOSSARY
from data.caption.glossary import carriers
from models.caption.config import CaptionConfig
from models.caption.noise import Row, disturbed, wrapped
from stickerguard.caption.normalize import normalize
from stickerguard.caption.pieces import LONG
from stickerguard.caption.width import width_of

Change = Callable[[str, str, random.Random], str]
_BLOCK = 32
_TRIES = 8
OWN = "own_"
"""How the sources of a user's own captions begin."""
# Kinds of captions whose terms are what they say.
_PLAIN = ("everyday", "food", "weather", "pets", "work", "sport", "transport", "tools", "medical", "game", "sleep")


class Company:
    """Harmless lines to stand beside a caption, as a sticker may have several: its severity stays what it is."""

    def __init__(self, rows: list[Row]) -> None:
        self._lines: dict[str, list[str]] = {}
        for row in rows:
            if row["low"] == row["high"] == 0:
                self._lines.setdefault(row["lang"], []).append(row["text"])

    def __call__(self, text: str, lang: str, source: random.Random) -> str:
        """`text` among one to three lines of its language, `text` alone where there are none."""
        others = self._lines.get(lang)
        if not others:
            return text
        lines = [text, *source.choices(others, k=source.randint(1, 3))]
        source.shuffle(lines)
        return "\n".join(lines)

    def beside(self, text: str, lang: str, source: random.Random) -> str:
        """`text` above or below one short line of its language, both one saying by `stickerguard.caption.pieces`."""
        room = LONG - width_of(text)
        fitting = [line for line in source.choices(self._lines.get(lang, [""]), k=_TRIES) if 0 < width_of(line) < room]
        return "\n".join(source.sample([text, *fitting[:1]], len(fitting[:1]) + 1))


class EpochCaptions(Dataset[Row]):
    """The captions of one run as an epoch reads them: some disturbed, some in company, drawn from the epoch's number.

    All exactly labelled captions and all positives come in every epoch, or, where the configuration says so, those of
    some sources and a fresh draw of the others; and fresh draws of the batches `authored_`, of the glossary and of the
    other negatives. For each term of the glossary comes a harmless term in the like sentence, or a model learns that
    whatever is short is suggestive.
    """

    def __init__(self, rows: list[Row], config: CaptionConfig) -> None:
        self.rows = rows
        self._config = config
        self._company = Company(rows)
        self._texts: dict[int, str] = {}
        authored = [i for i, row in enumerate(rows) if row["source"].startswith("authored_")]
        known = [i for i, row in enumerate(rows) if row["low"] >= 2 or row["low"] == row["high"]]
        glossary = [i for i, row in enumerate(rows) if row.get("kind") == GLOSSARY]
        self._authored, self._glossary = authored, glossary
        others = set(known) - set(authored) - set(glossary)
        self._whole = sorted(i for i in others if _comes_whole(rows[i]["source"], config))
        self._known = sorted(others - set(self._whole))
        self._rest = sorted(set(range(len(rows))) - set(known) - set(authored))
        self.rows = [*rows, *harmless_terms(rows)]
        self._harmless = list(range(len(rows), len(self.rows)))

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: int) -> Row:
        return {**self.rows[index], "text": self._texts[index]}

    def order(self, epoch: int) -> list[int]:
        """The indices of an epoch, whose texts are then at hand; captions of like length go together, so that batches
        carry little padding."""
        config, source = self._config, random.Random(self._config.seed + epoch)
        drawn = self._whole + source.sample(self._known, round(config.known * len(self._known)))
        drawn += source.sample(self._authored, round(config.authored * len(self._authored)))
        drawn += source.sample(self._rest, min(config.negatives, len(self._rest)))
        terms = round(config.glossary * len(self._glossary))
        drawn += source.sample(self._glossary, terms) + source.sample(self._harmless, min(terms, len(self._harmless)))
        source.shuffle(drawn)
        self._texts = {index: self._read(self.rows[index], source) for index in drawn}
        return _batched(drawn, lambda index: len(self._texts[index].encode()), config.batch, source)

    def _read(self, row: Row, source: random.Random) -> str:
        text = disturbed(row, self._config.noise, source)
        if row["high"] == 0 and source.random() < self._config.fragments:
            text = source.choice(wrapped(text, row["lang"], source).splitlines() or [text])
        shares = accumulate((self._config.company, self._config.short_company, self._config.wrapped))
        drawn = source.random()
        changes: tuple[Change, ...] = (self._company, self._company.beside, wrapped)
        for change, upto in zip(changes, shares, strict=True):
            if drawn < upto:
                return normalize(change(text, row["lang"], source)).text
        return normalize(text).text


def _comes_whole(source: str, config: CaptionConfig) -> bool:
    """Whether a source is read whole in every epoch: those that the configuration names, and a user's own."""
    return source in config.whole or source.startswith(OWN)


def harmless_terms(rows: list[Row]) -> list[Row]:
    """Bare terms that everyday captions turn on and no suggestive one or glossary does, as rows like the glossary's."""
    adult = {normalize(row[key]).text for row in rows if row["high"] >= 2 for key in ("text", "term") if row.get(key)}
    found = {
        (row["term"], row["lang"])
        for row in rows
        if row["high"] == 0 and row.get("term") and row["kind"].startswith(_PLAIN) and row["lang"] in carriers()
    }
    return [
        {"text": term, "lang": lang, "source": "harmless", "low": 0, "high": 0, "kind": GLOSSARY, "term": "alone"}
        for term, lang in sorted(found)
        if normalize(term).text not in adult and term not in ("alone", "coded")
    ]


def _batched(drawn: list[int], length: Callable[[int], int], batch: int, source: random.Random) -> list[int]:
    """`drawn`, sorted by length within blocks and shuffled by batches; a short batch comes last, since anywhere else it
    would shift all that follow."""
    chunks = []
    for start in range(0, len(drawn), batch * _BLOCK):
        block = sorted(drawn[start : start + batch * _BLOCK], key=length)
        chunks += [block[at : at + batch] for at in range(0, len(block), batch)]
    whole = [chunk for chunk in chunks if len(chunk) == batch]
    source.shuffle(whole)
    return [index for chunk in [*whole, *(chunk for chunk in chunks if len(chunk) < batch)] for index in chunk]


def collator(tokenizer: PreTrainedTokenizerBase, max_tokens: int) -> Callable[[list[Row]], dict[str, torch.Tensor]]:
    """Rows -> token ids, mask and severity intervals."""

    def collate(rows: list[Row]) -> dict[str, torch.Tensor]:
        inputs = tokenizer(
            [f"query: {row['text']}" for row in rows],
            padding=True,
            truncation=True,
            max_length=max_tokens,
            return_tensors="pt",
        )
        low, high = (torch.tensor([row[key] for row in rows]) for key in ("low", "high"))
        return {"input_ids": inputs["input_ids"], "attention_mask": inputs["attention_mask"], "low": low, "high": high}

    return collate
