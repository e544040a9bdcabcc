"""A bundle: one folder with everything a verdict depends on, refused whole if anything in it is not as stated."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import onnxruntime
from pydantic import ValidationError

from stickerguard.errors import BundleError
from stickerguard.manifest import Manifest
from stickerguard.types import BundleRef

MANIFEST = "bundle.json"


def default_bundle_path() -> Path:
    """The bundle shipped inside this package."""
    return Path(__file__).parent / "bundles" / "base"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A verified bundle."""

    path: Path
    manifest: Manifest
    ref: BundleRef

    @classmethod
    def load(cls, path: Path | str | None = None) -> Bundle:
        """Verify the bundle at `path` (the shipped one if None) before any model is loaded.

        Raises BundleError: no such bundle, a manifest that does not fit the schema, a missing, additional or
        changed file, or an ONNX Runtime older than the bundle needs.
        """
        folder = default_bundle_path() if path is None else Path(path)
        raw = _read_manifest(folder)
        try:
            manifest = Manifest.model_validate_json(raw)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "the document"
            raise BundleError(
                f"{folder / MANIFEST}: {where}: {first['msg']}; pack the bundle again", code="bad_manifest"
            ) from error
        _check_files(folder, manifest)
        _check_runtime(folder, manifest)
        ref = BundleRef(manifest.name, manifest.version, hashlib.sha256(raw).hexdigest())
        return cls(folder, manifest, ref)

    def file(self, name: str) -> Path:
        """The path of a file the manifest lists. Raises BundleError when it lists none by that name."""
        if name not in self.manifest.files:
            raise BundleError(f"{self.path}: the bundle has no {name}; pack the bundle again", code="missing_file")
        return self.path / name


def _read_manifest(folder: Path) -> bytes:
    try:
        return (folder / MANIFEST).read_bytes()
    except OSError as error:
        raise BundleError(
            f"{folder}: no readable {MANIFEST} here ({error.strerror}); give the folder of a bundle",
            code="not_a_bundle",
        ) from error


def _check_files(folder: Path, manifest: Manifest) -> None:
    present = {entry.name for entry in folder.iterdir()} - {MANIFEST}
    if missing := sorted(set(manifest.files) - present):
        raise BundleError(f"{folder}: {', '.join(missing)} missing; copy the bundle again, whole", code="missing_file")
    if extra := sorted(present - set(manifest.files)):
        raise BundleError(
            f"{folder}: {', '.join(extra)} not in the manifest; remove it or pack the bundle again", code="extra_file"
        )
    for name, expected in manifest.files.items():
        if _sha256(folder / name) != expected:
            raise BundleError(
                f"{folder / name}: the content does not match the manifest (SHA-256 differs); "
                "copy the bundle again from a source you trust",
                code="hash_mismatch",
            )


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BundleError(f"{path}: cannot be read: {error.strerror}", code="missing_file") from error


def _check_runtime(folder: Path, manifest: Manifest) -> None:
    if _version(onnxruntime.__version__) < _version(manifest.minimum_onnxruntime):
        raise BundleError(
            f"{folder}: needs ONNX Runtime {manifest.minimum_onnxruntime} or newer, this is "
            f"{onnxruntime.__version__}; upgrade onnxruntime",
            code="runtime_too_old",
        )


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")[:2])
