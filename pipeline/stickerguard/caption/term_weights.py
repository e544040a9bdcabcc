"""How much the terms of the lexicon add to a caption's score: weights fitted beside the calibration of the model."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple, dataclass, fields

from stickerguard.caption.lexicon import LexiconMatch
from stickerguard.caption.width import width_of

_PREFIX = "term_"
_EDGE = 1e-6
_WIDEST = 30


@dataclass(frozen=True, slots=True)
class TermWeights:
    """What is added to the logit of P(severity >= 2), all 0 where nothing was fitted.

    `suggestive` or `explicit` where the strongest term that means one thing only is of severity 2 or 3, and `coded`
    where a term with an innocent sense stands: however much else does. The same names with `share_` are multiplied by
    the share of the text that these terms take up, in [0, 1]: a word alone says more than a word in a long sentence.
    """

    suggestive: float = 0.0
    explicit: float = 0.0
    coded: float = 0.0
    share_suggestive: float = 0.0
    share_explicit: float = 0.0
    share_coded: float = 0.0

    @classmethod
    def of(cls, parameters: Mapping[str, float]) -> TermWeights:
        """From the calibration parameters of a bundle's caption part."""
        return cls(*(float(parameters.get(_PREFIX + field.name, 0.0)) for field in fields(cls)))

    def parameters(self) -> dict[str, float]:
        """As calibration parameters."""
        return {_PREFIX + name: value for name, value in asdict(self).items()}

    def of_terms(self, text: str, matches: Iterable[LexiconMatch]) -> float:
        """The sum for the terms found in one text."""
        weights: tuple[float, ...] = astuple(self)
        return sum(weight * found for weight, found in zip(weights, features(text, matches), strict=True))


def features(text: str, matches: Iterable[LexiconMatch]) -> tuple[float, ...]:
    """What each of the weights, in their order, is multiplied by; `matches` do not overlap, left to right.

    Shares go by width, a wide character (UAX 11) counting as two, of letters and digits and of whatever the terms are
    made of; a longer text counts as 30 wide, so that idle words about a term cannot make its share vanish.
    """
    found = [match for match in matches if match.severity >= 2]
    plain, coded = ([match for match in found if match.coded is is_coded] for is_coded in (False, True))
    strongest = max((match.severity for match in plain), default=0)
    present = float(strongest == 2), float(strongest == 3), float(bool(coded))
    of_plain, of_coded = (sum(width_of(text[match.start : match.end]) for match in of) for of in (plain, coded))
    starts, ends = [*(match.start for match in found), len(text)], [0, *(match.end for match in found)]
    rest = "".join(text[end:start] for end, start in zip(ends, starts, strict=True))
    width = max(1, min(_WIDEST, of_plain + of_coded + width_of(filter(str.isalnum, rest))))
    shares = (min(1.0, of_these / width) for of_these in (of_plain, of_plain, of_coded))
    return *present, *(one * share for one, share in zip(present, shares, strict=True))


def raised(probabilities: tuple[float, float, float, float], added: float) -> tuple[float, float, float, float]:
    """Probabilities of severity 0 to 3 after `added` came to the logit of severity >= 2, in the same proportions."""
    before = min(max(probabilities[2] + probabilities[3], _EDGE), 1 - _EDGE)
    after = 1 / (1 + math.exp(-(math.log(before / (1 - before)) + added)))
    none, romantic, suggestive, explicit = probabilities
    return *_shared(1 - after, none, romantic), *_shared(after, suggestive, explicit)


def _shared(total: float, first: float, second: float) -> tuple[float, float]:
    """`total` in the proportion of both, which need not be exact; to the first where both are 0."""
    share = second / (first + second) if first + second > 0 else 0.0
    return total * (1 - share), total * share
