"""Which thresholds decide: an operating point of the bundle, or a small YAML that `stickerguard tune` wrote."""

from __future__ import annotations

import os
from dataclasses import replace
from numbers import Real
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stickerguard.bundle import Bundle
from stickerguard.errors import StickerguardError
from stickerguard.file_snapshot import FileSnapshot, opened
from stickerguard.invalid import first_problem
from stickerguard.manifest import PointName
from stickerguard.provenance import bundle_words, same_bundle
from stickerguard.strict_documents import NoTruth, load_yaml
from stickerguard.types import Thresholds
from stickerguard.whole_file import write_whole

_LARGEST = 2**16
THRESHOLDS_READ = _LARGEST + 1
"""Bytes that tell whether a file is too large to be one of thresholds."""
_Risk = Annotated[float, NoTruth, Field(gt=0, le=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class TunedFor(_Strict):
    """The bundle whose risks the thresholds are of."""

    name: str
    version: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ThresholdsFile(_Strict):
    """The content of a thresholds file. `bundle` refuses every other bundle, where it is given; `asked` and `measured`
    are for people: what `tune` was asked, and the rates it estimated."""

    schema_version: Annotated[Literal[1], NoTruth] = 1
    name: Annotated[str, Field(min_length=1, max_length=200)]
    review: _Risk
    flag: _Risk
    bundle: TunedFor | None = None
    asked: dict[str, Any] = {}
    measured: dict[str, Any] = {}

    def write(self, path: Path) -> None:
        """Write the YAML; the file is whole or as it was. Raises OSError."""
        text = yaml.safe_dump(self.model_dump(mode="json", exclude_none=True), sort_keys=False, allow_unicode=True)
        write_whole(path, text)


def read_thresholds(file: Path | FileSnapshot) -> ThresholdsFile:
    """Read a thresholds file. Raises StickerguardError: "unreadable_file", or "bad_thresholds" with file and field."""
    try:
        path, data = opened(file, THRESHOLDS_READ)
    except (OSError, ValueError) as error:  # a path with a null byte is a ValueError
        raise StickerguardError(
            f"{file}: cannot be read: {getattr(error, 'strerror', error)}; give a file that tune wrote",
            code="unreadable_file",
        ) from error
    if len(data) > _LARGEST:
        raise _bad(path, f"has more than {_LARGEST:,} bytes")
    try:
        content = load_yaml(data)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _bad(path, f"is no YAML of thresholds: {' '.join(str(error).split())}") from error
    try:
        found = ThresholdsFile.model_validate(content)
    except ValidationError as error:
        raise _bad(path, first_problem(error).said()) from error
    if found.review > found.flag:
        raise _bad(path, f"review ({found.review:g}) is above flag ({found.flag:g})")
    return found


def at_point(bundle: Bundle, name: PointName = "review") -> Thresholds:
    """The thresholds with which a person looks from the operating point `name` of the bundle on, and looks first from
    the next higher one on. Raises StickerguardError, "bad_thresholds", where the bundle has no such point."""
    points = {point.name: point.threshold for point in bundle.manifest.operating_points}
    if name not in points:
        raise StickerguardError(
            f"{bundle.path}: the bundle has no operating point {name}, only {', '.join(points)}; choose one of these",
            code="bad_thresholds",
        )
    names = get_args(PointName)
    higher = [points[other] for other in names[names.index(name) + 1 :] if other in points]
    return Thresholds(points[name], higher[0] if higher else points[name], name)


def chosen(bundle: Bundle, given: Thresholds | Path | str | FileSnapshot | None = None) -> Thresholds:
    """The thresholds that decide: those `given`, those of an operating point by its name, those of a file by its path;
    those of the operating point `review` where nothing is given. Numbers of other kinds (of numpy, fractions) become
    floats.

    Raises StickerguardError: what `read_thresholds` and `at_point` raise; "bad_thresholds" for thresholds that are no
    real numbers with 0 < review <= flag <= 1 or whose name is no str, for what gives none, and for a file made for
    another bundle.
    """
    match given:
        case None:
            return at_point(bundle)
        case Thresholds():
            return _in_floats(given)
        case "review" | "flag" | "strict":
            return at_point(bundle, given)
    if not isinstance(given, str | os.PathLike | FileSnapshot):
        raise StickerguardError(
            f"thresholds: a {type(given).__name__} says none; give Thresholds, the name of an operating point or the "
            "path of a file",
            code="bad_thresholds",
        )
    file = given if isinstance(given, FileSnapshot) else Path(given)
    found = read_thresholds(file)
    if found.bundle is not None and not same_bundle(found.bundle, bundle.ref):
        raise StickerguardError(
            f"{file}: is for the bundle {bundle_words(found.bundle)}, this is {bundle_words(bundle.ref)}; tune again "
            "with --bundle, or give that bundle",
            code="bad_thresholds",
        )
    return Thresholds(found.review, found.flag, found.name)


def _in_floats(given: Thresholds) -> Thresholds:
    """`given` with numbers that JSON, every table and the models' scores have in common, whatever kind they were of."""
    if not isinstance(given.name, str):
        raise StickerguardError(f"thresholds: the name {given.name!r} is no text; give one", code="bad_thresholds")
    if _are_numbers(given.review, given.flag) and 0 < given.review <= given.flag <= 1:
        exact = replace(given, review=float(given.review), flag=float(given.flag))
        if exact.review > 0:  # a fraction may be smaller than any float
            return exact
    raise StickerguardError(
        f"thresholds: review {given.review!r} and flag {given.flag!r} are not numbers with 0 < review <= flag <= 1; "
        "give such",
        code="bad_thresholds",
    )


def _are_numbers(*values: object) -> bool:
    return all(isinstance(value, Real) and not isinstance(value, bool) for value in values)


def _bad(path: Path, what: str) -> StickerguardError:
    return StickerguardError(
        f"{path}: {what}; a thresholds file has a name and 0 < review <= flag <= 1, as tune writes it",
        code="bad_thresholds",
    )
