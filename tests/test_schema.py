"""The committed JSON schema is that of the dataclasses, and every verdict fits it."""

import json

import jsonschema
import pytest

from stickerguard import StickerClassifier
from stickerguard.schema import SCHEMA_FILE, verdict_schema
from stickerguard.selftest import CANARY_STICKER
from tests.drawing import encode, shapes

SCHEMA = json.loads(SCHEMA_FILE.read_text("utf-8"))


def test_the_committed_schema_is_current() -> None:
    assert verdict_schema() == SCHEMA, "run: python -m stickerguard.schema > pipeline/stickerguard/verdict.schema.json"


@pytest.mark.parametrize("with_text", [True, False])
@pytest.mark.parametrize("data", [CANARY_STICKER.read_bytes(), encode(shapes(), "PNG"), b"", b"?"], ids=len)
def test_every_kind_of_verdict_fits_the_schema(
    classifier: StickerClassifier, exhaustive: StickerClassifier, data: bytes, with_text: bool
) -> None:
    for scorer in (classifier, exhaustive):
        document = json.loads(json.dumps(scorer.classify(data).to_dict(with_text=with_text)))
        jsonschema.validate(document, SCHEMA)


def test_text_is_withheld_unless_asked_for(classifier: StickerClassifier) -> None:
    verdict = classifier.classify(CANARY_STICKER)
    assert verdict.caption.lines
    assert all(line["text"] is None for line in verdict.to_dict()["caption"]["lines"])
    assert all(line["text"] for line in verdict.to_dict(with_text=True)["caption"]["lines"])
