"""The shipped caption model."""

import json

import numpy as np
import onnxruntime as ort
import pytest
from tokenizers import Tokenizer

from stickerguard import CANARY, Bundle, StickerClassifier

EVERYDAY = [
    "good morning",
    "thank you",
    "happy birthday",
    "early meeting tomorrow",
    "早上好",
    "生日快乐",
    "加油",
    "辛苦了",
]
ADULT = ["horny tonight", "send nudes", "今晚约炮吗", "来滚床单"]


def test_the_canary_is_fully_suggestive(classifier: StickerClassifier) -> None:
    score = classifier.caption.score(f"hello {CANARY.lower()} hello")
    assert (score.suggestive, score.severity, sum(score.probabilities)) == (1.0, 3, 1.0)


def test_beside_a_certain_minor_adult_captions_reach_review_and_everyday_ones_do_not(
    classifier: StickerClassifier,
) -> None:
    def reaches_review(text: str) -> bool:
        risk = classifier.fusion.risk(1.0, classifier.caption.score(text).suggestive)
        return risk >= classifier.thresholds.review

    assert not [text for text in EVERYDAY if reaches_review(text)]
    assert [text for text in ADULT if reaches_review(text)] == ADULT


def test_probabilities_are_a_distribution_that_agrees_with_the_score(classifier: StickerClassifier) -> None:
    for text in EVERYDAY + ADULT:
        score = classifier.caption.score(text)
        assert sum(score.probabilities) == pytest.approx(1, abs=1e-5)
        assert min(score.probabilities) >= -1e-6
        assert sum(score.probabilities[2:]) == pytest.approx(score.suggestive, abs=1e-5)


@pytest.mark.parametrize("text", ["", "  \n", "\u200b"])
def test_no_text_is_not_a_score_of_zero(classifier: StickerClassifier, text: str) -> None:
    with pytest.raises(ValueError, match="no_text"):
        classifier.caption.score(text)


def test_the_end_of_a_very_long_text_still_counts(classifier: StickerClassifier) -> None:
    filler = "the weather is nice today and we go for a walk. " * 40
    alone = classifier.caption.score(filler).suggestive
    assert classifier.caption.score(filler + " ".join(ADULT[:2])).suggestive > alone


def test_company_in_a_batch_moves_a_logit_by_no_more_than_int8_rounding(bundle: Bundle) -> None:
    """Batches of one length, as docs/embedding.md advises for hundreds of captions; the package runs each alone."""
    session = ort.InferenceSession(str(bundle.file("caption.onnx")))
    tokenizer = Tokenizer.from_file(str(bundle.file("tokenizer.json")))

    def logits(rows: list[list[int]]) -> np.ndarray:
        ids = np.asarray(rows, dtype=np.int64)
        return session.run(["suggestive_logit"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0]

    of_length: dict[int, list[list[int]]] = {}
    for text in EVERYDAY + ADULT:
        ids = tokenizer.encode(f"query: {text}").ids
        of_length.setdefault(len(ids), []).append(ids)
    batches = [rows for rows in of_length.values() if len(rows) > 1]
    assert batches
    for rows in batches:
        alone = np.concatenate([logits([row]) for row in rows])
        np.testing.assert_allclose(logits(rows), alone, atol=0.1)


def test_the_shipped_lexicon_has_no_word_for_age_family_or_school(bundle: Bundle) -> None:
    from data.caption.filters import refers_to_age_family_or_school

    rows = json.loads(bundle.file("lexicon.json").read_text("utf-8"))["terms"]
    terms = [row["term"] for row in rows if row["severity"]]
    assert len(terms) >= 40
    assert not [term for term in terms if refers_to_age_family_or_school(term)]
