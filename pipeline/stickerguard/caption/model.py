"""Caption text -> severity and suggestive score."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from stickerguard.caption.canary import contains_canary
from stickerguard.caption.lexicon import Lexicon, LexiconMatch
from stickerguard.caption.normalize import normalize
from stickerguard.caption.own_exceptions import with_exceptions
from stickerguard.caption.own_lexicon import FLOORS, OwnLexicon
from stickerguard.caption.pieces import scored_texts, term_texts, within_limits
from stickerguard.caption.term_weights import TermWeights, raised
from stickerguard.runtime import RuntimeOptions, create_session
from stickerguard.signature import Signature, Tensor, check_preprocessing

_PREFIX = "query: "
_TOKENS = Tensor("int64", (None, None))
_SIGNATURE = Signature(
    {"input_ids": _TOKENS, "attention_mask": _TOKENS},
    {"suggestive": Tensor("float", (None,)), "severity": Tensor("float", (None, 4))},
)


@dataclass(frozen=True, slots=True)
class CaptionScore:
    """`suggestive` is calibrated P(severity >= 2) in [0, 1]; `probabilities` are those of severity 0, 1, 2, 3.

    `severity` is the most probable one, or that of a term of the team's own lexicon if higher. `terms` have their spans
    in the texts joined by line breaks; `unscored` characters were beyond the limits. `without_terms` is what
    `suggestive` would be if no term of either lexicon counted; `raised_by` names the terms that made the difference.
    """

    suggestive: float
    severity: int
    probabilities: tuple[float, float, float, float]
    terms: tuple[LexiconMatch, ...]
    unscored: int = 0
    without_terms: float = 0.0
    raised_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NetworkScore:
    """What the network says of one window of `pieces`, without terms, other readings or canary."""

    pieces: tuple[int, ...]
    suggestive: float
    probabilities: tuple[float, float, float, float]


class CaptionModel:
    """The caption model of a bundle, its tokenizer and its lexicon. Safe to share between threads."""

    def __init__(
        self,
        model: Path,
        tokenizer: Path,
        lexicon: Path,
        *,
        max_tokens: int,
        options: RuntimeOptions,
        own: OwnLexicon | None = None,
        weights: TermWeights | None = None,
    ) -> None:
        self._session = create_session(model, options, _SIGNATURE)
        check_preprocessing(model, self._session, max_tokens=max_tokens)
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        # A caption longer than the model reads is scored in overlapping windows, not cut: what is cut could hide.
        self._tokenizer.enable_truncation(max_tokens, stride=max_tokens // 4)
        self._tokenizer.no_padding()
        self.lexicon = with_exceptions(Lexicon.load(lexicon), own.exceptions if own else ())
        self.own = own
        self._weights = weights or TermWeights()

    def score(self, *texts: str) -> CaptionScore:
        """Score one caption, given as one text or several that a viewer may meet together or apart.

        The whole is scored and, of what is more than one saying, each part that may be one (see `pieces`), so
        that harmless company hides little; each alone, so company in a batch can never change a score; where it
        looks disguised, also with the disguise undone; the most suggestive reading counts. To its score the
        terms of the bundle's lexicon, wherever they stand, add their fitted weights; a term of the team's own
        lexicon raises it to the floor of its severity. The canary is fully suggestive in every bundle.
        `unscored` counts characters beyond the limits of `pieces`. Raises ValueError when nothing visible is
        left: "no text" is not a score of 0.
        """
        within = [within_limits(text) for text in texts]
        kept, unscored = [text for text, _ in within], max((left for _, left in within), default=0)
        if not any(normalize(text).text for text in kept):
            raise ValueError("no text to score; report the state no_text instead")
        if any(map(contains_canary, kept)):
            return CaptionScore(1.0, 3, (0.0, 0.0, 0.0, 1.0), self.find_terms("\n".join(kept)), unscored, 1.0)
        windows = (window for reading in scored_texts(kept, self.lexicon) for window in self._windows(reading))
        without, probabilities = max(map(self._run, windows), key=lambda found: found[0])
        added, raised_by = self._added_by_terms(kept)
        suggestive = without
        if added:
            probabilities = raised(probabilities, added)
            suggestive = min(1.0, probabilities[2] + probabilities[3])
        severity = int(np.argmax(probabilities))
        listed, own_terms = max(map(self.own.severest, kept)) if self.own else (0, ())
        if listed:
            severity = max(severity, listed)
            if FLOORS[listed] > suggestive:
                suggestive, raised_by = FLOORS[listed], own_terms
        terms = self.find_terms("\n".join(kept))
        return CaptionScore(
            suggestive,
            severity,
            probabilities,
            terms,
            unscored,
            without,
            raised_by if suggestive > without else (),
        )

    def find_terms(self, text: str) -> tuple[LexiconMatch, ...]:
        """The bundle's and the team's own terms in `text`."""
        return self.lexicon.find(text) + (self.own.lexicon.find(text) if self.own else ())

    def count_pieces(self, word: str) -> int:
        """Into how many pieces of the vocabulary `word` is cut; a word that the model knows well is one."""
        return len(self._tokenizer.encode(word, add_special_tokens=False).ids)

    def network(self, text: str) -> NetworkScore:
        """The network alone on the first window of `text`, which is taken as it stands: to compare models with."""
        pieces = self._windows(text)[0]
        return NetworkScore(pieces, *self._run(pieces))

    def _added_by_terms(self, texts: list[str]) -> tuple[float, tuple[str, ...]]:
        """The most that the terms of a reading add, and the ids of these terms."""
        found = [(reading, self.lexicon.find(reading)) for reading in term_texts(texts, self.lexicon)]
        added, at = max(((self._weights.of_terms(*found[at]), -at) for at in range(len(found))), default=(0.0, 0))
        return added, tuple(dict.fromkeys(match.id for match in found[-at][1] if match.severity >= 2)) if added else ()

    def _windows(self, reading: str) -> list[tuple[int, ...]]:
        encoding = self._tokenizer.encode(_PREFIX + reading)
        return [tuple(part.ids) for part in (encoding, *encoding.overflowing)]

    def _run(self, ids: tuple[int, ...]) -> tuple[float, tuple[float, float, float, float]]:
        input_ids = np.asarray([ids], dtype=np.int64)
        feed = {"input_ids": input_ids, "attention_mask": np.ones_like(input_ids)}
        suggestive, severity = self._session.run(["suggestive", "severity"], feed)
        none, romantic, adult, explicit = (float(value) for value in severity[0])
        return float(suggestive[0]), (none, romantic, adult, explicit)
