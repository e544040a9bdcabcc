"""The training configuration of the caption model, read from YAML."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from models.configuration import read_config


class CaptionConfig(BaseModel):
    """What `config.yaml` says; the comments there explain each field."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    layers: Annotated[int, Field(ge=1)]
    tuned: Annotated[int, Field(ge=0)]
    max_tokens: Annotated[int, Field(ge=8, le=512)]
    epochs: Annotated[int, Field(ge=0)]
    batch: Annotated[int, Field(ge=1)]
    negatives: int
    glossary: Annotated[float, Field(ge=0, le=1)] = 1.0
    authored: Annotated[float, Field(ge=0, le=1)] = 1.0
    learning_rate: float
    layer_decay: Annotated[float, Field(gt=0, le=1)] = 1.0
    head_learning_rate: float
    weight_decay: float
    noise: Annotated[float, Field(ge=0, le=1)]
    company: Annotated[float, Field(ge=0, le=1)] = 0.0
    short_company: Annotated[float, Field(ge=0, le=1)] = 0.0
    wrapped: Annotated[float, Field(ge=0, le=1)] = 0.0
    fragments: Annotated[float, Field(ge=0, le=1)] = 0.0
    known: Annotated[float, Field(ge=0, le=1)] = 1.0
    whole: tuple[str, ...] = ()
    wide: Annotated[float, Field(ge=0)] = 0.0
    wide_copies: Annotated[int, Field(ge=0)] = 0
    wide_emoji: Annotated[float, Field(ge=0, le=1)] = 0.0
    wide_strength: Annotated[float, Field(gt=0)] = 8.0
    wide_contrast: Annotated[float, Field(ge=0, le=1)] = 0.0
    base_rate: Annotated[float, Field(gt=0, lt=1)] = 0.1
    seed: int
    threads: int


def load_config(path: Path) -> CaptionConfig:
    """Read a configuration. Raises StickerguardError, code "bad_config", for a missing, unknown or wrong field."""
    return read_config(path, CaptionConfig, "models/caption/config.yaml")
