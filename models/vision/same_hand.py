"""People whom one artist drew, side by side in a batch: which of two is the younger one.

Hands differ more than ages do, so that over all pictures a network first learns whose children look like whose adults.
A ranking loss within one hand (RankNet, Burges et al. 2005) asks for nothing but the difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import torch
from torch.nn.functional import softplus

from data.vision.index import Picture
from data.vision.picture_books import CUT_OUT, page_of

NO_HAND = -1.0


def hands_of(pictures: Sequence[Picture]) -> list[float]:
    """A number for the artist of each cut-out whose age is known, NO_HAND for all other pictures."""
    numbers: dict[str, float] = {}
    return [
        numbers.setdefault(picture.group, float(len(numbers))) if _counts(picture) else NO_HAND for picture in pictures
    ]


def paired(order: list[int], pictures: Sequence[Picture], batch: int, generator: torch.Generator) -> list[int]:
    """`order` with every second cut-out of a batch replaced by one of the other age and of the same hand.

    From the same page where it has one, else from anywhere in the artist's pages.
    """
    by_page: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    by_hand: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number, picture in enumerate(pictures):
        if _counts(picture):
            if page := page_of(picture):
                by_page[page, picture.label].append(number)
            by_hand[picture.group, picture.label].append(number)
    changed = list(order)
    for start in range(0, len(order), batch):
        places = [place for place in range(start, min(start + batch, len(order))) if _counts(pictures[order[place]])]
        for first, second in zip(places[::2], places[1::2], strict=False):
            one = pictures[order[first]]
            other = "adult" if one.label == "minor" else "minor"
            choice = by_page.get((page_of(one), other)) or by_hand.get((one.group, other))
            if choice:
                changed[second] = choice[int(torch.randint(len(choice), (), generator=generator))]
    return changed


def younger_loss(logits: torch.Tensor, minor: torch.Tensor, hand: torch.Tensor) -> torch.Tensor:
    """Mean of log(1 + exp(adult - minor)) over all pairs of one hand in a batch, 0 where there is none.

    All are float32 [batch]: minor logits, minor targets, and the numbers of `hands_of`.
    """
    known = hand != NO_HAND
    pairs = (minor[:, None] > 0.5) & (minor[None, :] < 0.5) & (hand[:, None] == hand[None, :]) & known[:, None]
    losses = softplus(logits[None, :] - logits[:, None])
    return torch.where(pairs, losses, torch.zeros_like(losses)).sum() / pairs.sum().clamp(min=1)


def _counts(picture: Picture) -> bool:
    return picture.source in CUT_OUT and picture.label in ("minor", "adult")
