"""The glossary of adult terms: knowledge that training, evidence and the test bench share.

`data/lexicon/glossary/LANG.yaml` lists the terms, `data/lexicon/carriers.yaml` sentences around them,
`data/lexicon/spellings/LANG.yaml` other ways that people write terms, and `data/lexicon/words/LANG.yaml` everyday words
that share characters or sounds with terms.
"""

from __future__ import annotations

import hashlib
import random
from functools import cache
from pathlib import Path
from typing import Annotated, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from stickerguard.errors import StickerguardError

T = TypeVar("T")
FOLDER = Path(__file__).parent.parent / "lexicon"
BLUNT_FORMS = frozenset({"blunt", "vulgar", "body", "toy"})


class Entry(BaseModel):
    """One term. `severity` 0 to 3 as for captions; `innocent` is its harmless sense, "" where there is none, and
    `innocent_line` a harmless caption with it; `writer` whose captions show the same hand, "" for nobody's."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    term: Annotated[str, Field(min_length=1)]
    gloss: str
    severity: Annotated[int, Field(ge=0, le=3)]
    form: str
    innocent: str = ""
    innocent_line: str = ""
    writer: str = ""
    lang: str = ""

    @property
    def alone(self) -> bool:
        """Whether the term means one thing only, so that its severity holds in any sentence."""
        return not self.innocent

    @property
    def blunt(self) -> bool:
        """Whether anybody takes the term as sexual, even alone: what the bench expects to be found."""
        return self.alone and self.form in BLUNT_FORMS and self.severity >= 2

    @property
    def measures(self) -> bool:
        """Whether the innocent line only measures (half of them do), rather than training."""
        return hashlib.sha256(f"{self.lang} {self.term}".encode()).digest()[0] % 2 == 0


class Carriers(BaseModel):
    """Sentences of one language, {} for the term."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    blunt: list[str]
    coded: list[str]
    bench: list[str]


def read_glossary(folder: Path = FOLDER) -> list[Entry]:
    """All entries, with their language. Raises StickerguardError, code "bad_lexicon", naming the file."""
    found = []
    for path in sorted((folder / "glossary").glob("*.yaml")):
        try:
            rows = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
            found += [Entry.model_validate({**row, "lang": path.stem}) for row in rows]
        except (yaml.YAMLError, ValidationError, TypeError) as error:
            raise StickerguardError(f"{path}: not a glossary: {error}", code="bad_lexicon") from error
    return found


@cache
def read_words(folder: Path = FOLDER) -> dict[str, tuple[str, ...]]:
    """The everyday words of each language. Raises StickerguardError, code "bad_lexicon", naming the file."""
    return {path.stem: _read(path, tuple[str, ...]) for path in sorted((folder / "words").glob("*.yaml"))}


@cache
def read_spellings(folder: Path = FOLDER) -> dict[str, tuple[str, ...]]:
    """The other spellings of terms, by the term. Raises StickerguardError, code "bad_lexicon", naming the file."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted((folder / "spellings").glob("*.yaml")):
        for term, spellings in _read(path, dict[str, tuple[str, ...]]).items():
            found[term] = (*found.get(term, ()), *spellings)
    return found


def _read(path: Path, form: type[T]) -> T:
    try:
        return TypeAdapter(form).validate_python(yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, ValidationError) as error:
        raise StickerguardError(f"{path}: {error}", code="bad_lexicon") from error


@cache
def carriers(folder: Path = FOLDER) -> dict[str, Carriers]:
    """The sentences of each language."""
    content = yaml.safe_load((folder / "carriers.yaml").read_text("utf-8"))
    return TypeAdapter(dict[str, Carriers]).validate_python(content)


def carried(term: str, lang: str, *, alone: bool, source: random.Random) -> str:
    """The term in a sentence of its language, drawn by `source`; one that says which sense is meant unless `alone`."""
    spoken = carriers()[lang]
    return source.choice(spoken.blunt if alone else spoken.coded).replace("{}", term)
