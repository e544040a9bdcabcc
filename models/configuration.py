"""Training configurations: YAML files that may extend one another."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel

from models.documents import in_one_line
from stickerguard.errors import StickerguardError
from stickerguard.strict_documents import load_yaml

_Config = TypeVar("_Config", bound=BaseModel)
_EXTENDS = "extends"


def read_config(path: Path, kind: type[_Config], example: str) -> _Config:
    """The configuration in `path`; a file that it `extends`, relative to its folder, says what it leaves unsaid.

    A field replaces that of the extended file whole. Raises StickerguardError, code "bad_config", for a missing file, a
    circle, and a missing, unknown or wrong field.
    """
    try:
        return kind.model_validate(_fields(path, ()))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise _bad(path, error, example) from error


def read_fields(path: Path, example: str) -> dict[str, Any]:
    """What `read_config` reads, before any field is checked. Raises as it does for a missing file and a circle."""
    try:
        return _fields(path, ())
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise _bad(path, error, example) from error


def _bad(path: Path, error: Exception, example: str) -> StickerguardError:
    return StickerguardError(
        f"{path}: not a training configuration: {in_one_line(error)}; see {example}", code="bad_config"
    )


def _fields(path: Path, before: tuple[Path, ...]) -> dict[str, Any]:
    if path.resolve() in before:
        raise ValueError(f"{_EXTENDS}: {path} extends itself")
    content = load_yaml(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise ValueError(f"{path} holds no fields")
    further = content.pop(_EXTENDS, None)
    return (_fields(path.parent / further, (*before, path.resolve())) if further else {}) | content
