"""How much the terms of the lexicon add to a caption's score: weights fitted beside the calibration of the model."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stickerguard.caption.lexicon import LexiconMatch

_PREFIX = "term_"
_EDGE = 1e-6


@dataclass(frozen=True, slots=True)
class TermWeights:
    """What is added to the logit of P(severity >= 2): `suggestive` or `explicit` for the strongest term that means one
    thing only, `coded` where a term with an innocent sense stands; all 0 where nothing was fitted."""

    suggestive: float = 0.0
    explicit: float = 0.0
    coded: float = 0.0

    @classmethod
    def of(cls, parameters: Mapping[str, float]) -> TermWeights:
        """From the calibration parameters of a bundle's caption part."""
        return cls(*(float(parameters.get(_PREFIX + name, 0.0)) for name in ("suggestive", "explicit", "coded")))

    def parameters(self) -> dict[str, float]:
        """As calibration parameters."""
        return {
            f"{_PREFIX}suggestive": self.suggestive, f"{_PREFIX}explicit": self.explicit, f"{_PREFIX}coded": self.coded,
        }  # fmt: skip

    def of_terms(self, matches: Iterable[LexiconMatch]) -> float:
        """The sum for the terms found in one text."""
        return sum(weight * present for weight, present in zip(self._weights(), features(matches), strict=True))

    def _weights(self) -> tuple[float, float, float]:
        return self.suggestive, self.explicit, self.coded


def features(matches: Iterable[LexiconMatch]) -> tuple[float, float, float]:
    """1.0 or 0.0 for: the strongest unequivocal term is suggestive, is explicit, a coded term stands there."""
    found = list(matches)
    strongest = max((match.severity for match in found if not match.coded), default=0)
    return float(strongest == 2), float(strongest == 3), float(any(m.coded and m.severity >= 2 for m in found))


def raised(probabilities: tuple[float, float, float, float], added: float) -> tuple[float, float, float, float]:
    """Probabilities of severity 0 to 3 after `added` came to the logit of severity >= 2, in the same proportions."""
    before = min(max(probabilities[2] + probabilities[3], _EDGE), 1 - _EDGE)
    after = 1 / (1 + math.exp(-(math.log(before / (1 - before)) + added)))
    none, romantic, suggestive, explicit = probabilities
    low, high = (1 - after) / (1 - before), after / before
    return none * low, romantic * low, suggestive * high, explicit * high
