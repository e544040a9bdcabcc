"""A bundle: one folder with everything a verdict depends on, refused whole if anything in it is not as stated."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

import onnxruntime
from pydantic import ValidationError
from tokenizers import Tokenizer

from stickerguard import known_answers
from stickerguard.bundle_files import check_files, read_document
from stickerguard.errors import BundleError
from stickerguard.invalid import first_problem
from stickerguard.known_answers import KnownAnswers
from stickerguard.manifest import Manifest
from stickerguard.provenance import bundle_words, same_bundle
from stickerguard.types import BundleRef

MANIFEST = "bundle.json"
TOKENIZER = "tokenizer.json"
NEEDED = ("vision.onnx", "ocr_det.onnx", "ocr_rec.onnx", "caption.onnx", TOKENIZER, "lexicon.json", "fusion.onnx")


def default_bundle_path() -> Path:
    """The bundle shipped inside this package."""
    return Path(__file__).parent / "bundles" / "base"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A verified bundle; one of schema version 1 has no known answers."""

    path: Path
    manifest: Manifest
    ref: BundleRef
    known_answers: KnownAnswers | None = None

    @classmethod
    def load(cls, path: Path | str | None = None) -> Bundle:
        """Verify the bundle at `path` (the shipped one if None) before any model is loaded.

        Raises BundleError: no such bundle, what is no path, a manifest that does not fit the schema, a missing,
        additional or changed file or one that is no plain file, a tokenizer that cannot be loaded, known answers that
        cannot be read, or an ONNX Runtime older than the bundle needs.
        """
        if path is not None and not isinstance(path, str | os.PathLike):
            raise BundleError(
                f"bundle: a {type(path).__name__} is none; give a Bundle or the path of its folder", code="not_a_bundle"
            )
        folder = default_bundle_path() if path is None else Path(path)
        raw = _read_manifest(folder)
        try:
            manifest = Manifest.model_validate_json(raw, strict=True)
        except ValidationError as error:
            raise BundleError(
                f"{folder / MANIFEST}: {first_problem(error).said()}; pack the bundle again", code="bad_manifest"
            ) from error
        _check_runtime(folder, manifest)
        _check_listed(folder, manifest)
        check_files(folder, manifest.files, besides=MANIFEST)
        _check_tokenizer(folder / TOKENIZER)
        known = None
        if known_answers.FILE in manifest.files:
            path = folder / known_answers.FILE
            known = known_answers.load(path, path.read_bytes())
        ref = BundleRef(manifest.name, manifest.version, hashlib.sha256(raw).hexdigest())
        return cls(folder, manifest, ref, known)

    def file(self, name: str) -> Path:
        """The path of a file the manifest lists. Raises BundleError when it lists none by that name."""
        if name not in self.manifest.files:
            raise BundleError(f"{self.path}: the bundle has no {name}; pack the bundle again", code="missing_file")
        return self.path / name


def check_unchanged(bundle: Bundle, before: BundleRef, remedy: str) -> None:
    """Raises BundleError, code "changed_bundle", unless `bundle` is the one that began, `before`; `remedy` says what
    to do then."""
    if not same_bundle(bundle.ref, before):
        raise BundleError(
            f"{bundle.path}: is the bundle {bundle_words(bundle.ref)} now, and it began with {bundle_words(before)}, "
            f"so that their verdicts could not be compared; {remedy}",
            code="changed_bundle",
        )


def _read_manifest(folder: Path) -> bytes:
    try:
        return read_document(folder / MANIFEST)
    except (OSError, ValueError) as error:  # a path with a null byte is a ValueError
        raise BundleError(
            f"{folder}: no readable {MANIFEST} here ({getattr(error, 'strerror', error)}); give the folder of a bundle",
            code="not_a_bundle",
        ) from error


def _check_listed(folder: Path, manifest: Manifest) -> None:
    needed = set(NEEDED) | ({known_answers.FILE} if manifest.schema_version >= 2 else set())
    needed |= {file for _, part in manifest.parts for file in part.files}
    if missing := sorted(needed - set(manifest.files)):
        raise BundleError(
            f"{folder / MANIFEST}: files lists no {', '.join(missing)}; pack the bundle again", code="missing_file"
        )


def _check_tokenizer(path: Path) -> None:
    try:
        tokenizer = Tokenizer.from_file(str(path))
        pieces = tokenizer.encode("query: hello").ids
    except Exception as error:  # the library raises plain Exception
        raise BundleError(
            f"{path}: the tokenizer cannot be loaded: {error}; pack the bundle again", code="bad_tokenizer"
        ) from error
    if not pieces:
        raise BundleError(
            f"{path}: the tokenizer finds no pieces in a text; pack the bundle again", code="bad_tokenizer"
        )


def _check_runtime(folder: Path, manifest: Manifest) -> None:
    if _version(onnxruntime.__version__) < _version(manifest.minimum_onnxruntime):
        raise BundleError(
            f"{folder}: needs ONNX Runtime {manifest.minimum_onnxruntime} or newer, this is "
            f"{onnxruntime.__version__}; upgrade onnxruntime",
            code="runtime_too_old",
        )


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:2])
