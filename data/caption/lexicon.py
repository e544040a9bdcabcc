"""The lexicon source as the file a bundle carries."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from stickerguard.caption.lexicon import LexiconFile

SOURCE = Path(__file__).parent.parent / "lexicon" / "terms.yaml"


def write_lexicon(path: Path, source: Path = SOURCE) -> LexiconFile:
    """Write `lexicon.json` from the YAML source. Raises pydantic.ValidationError when the source is malformed."""
    document = yaml.safe_load(source.read_text("utf-8"))
    terms = [
        {"term": str(term), "lang": lang, "severity": severity}
        for lang, by_severity in document["terms"].items()
        for severity, listed in by_severity.items()
        for term in listed
    ]
    lexicon = LexiconFile(version=document["version"], licence=document["licence"], terms=terms)
    path.write_text(json.dumps(lexicon.model_dump(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return lexicon
