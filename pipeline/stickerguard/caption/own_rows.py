"""The rows of a team's own list of terms: a .csv with a header, or a .jsonl of one object a line. A name without
an ending, such as a pipe has, says nothing: what it holds does."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from stickerguard.caption.lexicon import LexiconEntry, term_key
from stickerguard.errors import StickerguardError
from stickerguard.file_snapshot import FileSnapshot, opened
from stickerguard.invalid import first_problem
from stickerguard.remedies import cannot_read, no_utf8
from stickerguard.strict_documents import NoTruth, load_json

LONGEST = 200
"""Characters of a term: more than any sticker says at once, and few enough that a long list is read at once."""

_SEPARATORS = ",;\t|"
_LONGEST_CELL = 10_000
_FORM = "each row has a term and a severity from 1 to 3, or 0 for an exception, and may have a lang"


_MAY_BE_NULL = ("lang", "coded", "spellings")


def _no_text(value: Any) -> Any:
    """An empty list as a cell of a CSV has it."""
    return () if value in ("", "[]") else value


def _nothing(value: Any) -> Any:
    if value:
        raise PydanticCustomError("extra_forbidden", "does nothing here")
    return value


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    term: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    severity: Annotated[int, NoTruth, Field(ge=0, le=3)]
    lang: Annotated[str, Field(max_length=LONGEST)] = "und"
    # Keys of a bundle's lexicon, which do nothing in an own list: there with what they are without, they do no harm.
    coded: Annotated[bool, AfterValidator(_nothing)] = False
    spellings: Annotated[tuple[str, ...], BeforeValidator(_no_text), AfterValidator(_nothing)] = ()

    @property
    def entry(self) -> LexiconEntry:
        return LexiconEntry(term=self.term, lang=self.lang, severity=self.severity)


def read_rows(file: Path | FileSnapshot) -> tuple[Path, bytes, list[tuple[int, str, LexiconEntry]]]:
    """The path, the bytes, and each row with the number of its line and its `term_key`. Raises StickerguardError:
    "unreadable_file", or "bad_lexicon" with file and line."""
    try:
        path, data = opened(file)
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StickerguardError(no_utf8(file, error), code="unreadable_file") from error
    except (OSError, ValueError) as error:
        raise StickerguardError(cannot_read(file, error), code="unreadable_file") from error
    return path, data, [(number, *_entry(path, number, row)) for number, row in _rows(path, text)]


def bad_lexicon(path: Path, what: str, *, line: int | None = None) -> StickerguardError:
    """The error for a list that is refused, for its line `line` where it is that of one."""
    place = path if line is None else f"{path}:{line}"
    return StickerguardError(f"{place}: {what}; {_FORM}", code="bad_lexicon")


def _entry(path: Path, number: int, row: dict[str, Any]) -> tuple[str, LexiconEntry]:
    given = {name: value for name, value in row.items() if value is not None or name not in _MAY_BE_NULL}
    try:
        entry = _Row.model_validate(given).entry
    except ValidationError as error:
        problem = first_problem(error)
        if problem.kind == "extra_forbidden" or problem.where[:1] in (("coded",), ("spellings",)):
            problem = problem._replace(what="an own list has no such column or key; take it out")
        raise bad_lexicon(path, problem.said("the row"), line=number) from error
    key = term_key(entry.term)
    if not key:
        raise bad_lexicon(
            path, f"{entry.term!r} has no character that can be seen and would match nothing; take it out", line=number
        )
    return key, entry


def _rows(path: Path, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    match path.suffix.lower():
        case ".csv":
            return _csv(path, text)
        case ".jsonl":
            return _jsonl(path, text)
        case "":  # as a shell names a pipe
            return (_jsonl if text.lstrip().startswith("{") else _csv)(path, text)
    what = "the name of a list ends in .csv or .jsonl, or has no ending where a pipe gives it; rename it"
    raise bad_lexicon(path, what)


def _csv(path: Path, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    file = io.StringIO(text, newline="")  # a line break in quotes is a part of its cell
    head = file.readline()
    file.seek(0)
    reader = csv.DictReader(file, delimiter=max(_SEPARATORS, key=head.count), strict=True)
    try:
        reader.fieldnames = [name.strip().casefold() for name in reader.fieldnames or ()]
        if head and not {"term", "severity"} <= set(reader.fieldnames):
            what = 'the first line must name the columns "term" and "severity", with , ; a tab or | between'
            raise bad_lexicon(path, what, line=1)
        if twice := [name for name, count in Counter(reader.fieldnames).items() if count > 1 and name]:
            raise bad_lexicon(path, f"the first line names the column {twice[0]!r} twice", line=1)
        for row in reader:
            if None in row:
                raise bad_lexicon(path, "more fields than columns", line=reader.line_num)
            if any(len(value or "") > _LONGEST_CELL for value in row.values()):
                what = f"no CSV of terms: a cell has more than {_LONGEST_CELL:,} characters"
                raise bad_lexicon(path, what, line=reader.line_num)
            yield reader.line_num, {name: value.strip() for name, value in row.items() if value}
    except csv.Error as error:
        raise bad_lexicon(path, f"no CSV: {error}", line=reader.line_num) from error


def _jsonl(path: Path, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    # Of all that Unicode calls a line break, JSON text may hold some as they are.
    for number, line in enumerate(io.StringIO(text, newline=None), 1):
        if line.strip():
            try:
                row = load_json(line)
            except (ValueError, RecursionError) as error:
                raise bad_lexicon(path, f"no JSON: {error}", line=number) from error
            if not isinstance(row, dict):
                raise bad_lexicon(path, "no JSON object", line=number)
            yield number, row
