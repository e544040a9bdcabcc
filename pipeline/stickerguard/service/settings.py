"""Settings of the service, from environment variables that start with STICKERGUARD_."""

from __future__ import annotations

import difflib
import os
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from stickerguard.errors import StickerguardError
from stickerguard.invalid import first_problem
from stickerguard.limits import Limits
from stickerguard.manifest import PointName
from stickerguard.pipes import is_stream
from stickerguard.recipe import Recipe
from stickerguard.runtime import RuntimeOptions, available_cpus

_PREFIX = "STICKERGUARD_"

_DEFAULT = Limits()
_FORM = 2**16
"""Bytes for the heads of the parts of a form."""
_Seconds = Annotated[float, Field(ge=0.001, le=86_400, allow_inf_nan=False)]
"""What a timer of the system can count, where 0 would mean no limit at all."""


class Settings(BaseSettings):
    """Each field is one variable: `queue` is STICKERGUARD_QUEUE. One that is set but empty is not set, but for the key,
    which is refused."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True)

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    workers: int = Field(default_factory=available_cpus, ge=1, description="stickers scored at once in the quick lane")
    slow_workers: int = Field(
        default_factory=lambda: max(1, available_cpus() // 2), ge=1, description="those in the slow lane"
    )
    slow_niceness: int = Field(default=10, ge=0, le=19, description="how far the slow lane stands back for all else")
    bundle: Path | None = Field(default=None, description="folder of a bundle; the shipped one if not set")
    ocr: Literal["ppocr", "tesseract"] = "ppocr"
    lexicon: Path | None = Field(default=None, description="a .csv or .jsonl of terms of your own")
    operating_point: PointName | None = Field(
        default=None, description="point of the bundle from which on a person should look; review if not set"
    )
    thresholds: Path | None = Field(default=None, description="thresholds of your own, as tune writes them")
    provider: str = "cpu"
    threads: int = Field(default=1, ge=1, description="threads of each model")
    allow_fallback: bool = False
    queue: int = Field(default=64, ge=0, description="stickers that may wait before the service answers 429")
    timeout: _Seconds = Field(default=30.0, description="seconds from the arrival of a sticker to its verdict")
    quick_seconds: _Seconds = Field(default=0.5, description="processor time in the quick lane, then the slow one")
    sticker_seconds: _Seconds = Field(default=10.0, description="processor time that one sticker may take")
    worker_memory: int = Field(default=2**32, ge=2**28, description="bytes a worker may take beyond its models")
    header_seconds: _Seconds = Field(default=10.0, description="time in which the head of a request must arrive")
    body_seconds: _Seconds = Field(default=30.0, description="time in which the body of a request must arrive")
    health_seconds: _Seconds = Field(default=15.0, description="time between two canaries")
    vision_batch: int = Field(default=1, ge=1, description="frames of a sticker scored together; pays on a GPU only")
    max_bytes: int = Field(default=_DEFAULT.max_bytes, ge=1, description="bytes of one sticker")
    max_bytes_in_flight: int = Field(default=2**29, ge=1, description="bytes of all requests not yet answered")
    max_connections: int = Field(default=1000, ge=1, description="open connections before new ones hear 503")
    max_batch: int = Field(default=64, ge=1, description="stickers in one batch request")
    max_pixels: int = Field(default=_DEFAULT.max_pixels, ge=1)
    max_frames: int = Field(default=_DEFAULT.max_frames, ge=1)
    max_total_pixels: int = Field(default=_DEFAULT.max_total_pixels, ge=1, description="over all frames")
    max_distinct_frames: int = Field(
        default=_DEFAULT.max_distinct_frames, ge=1, description="frames of an animation that are scored"
    )
    max_scans: int = Field(default=_DEFAULT.max_scans, ge=1, description="passes over a progressive JPEG")
    max_decode_seconds: _Seconds = Field(default=_DEFAULT.max_decode_seconds, description="Lottie and video")
    max_decode_memory: int = Field(default=_DEFAULT.max_decode_memory, ge=2**28, description="Lottie and video")
    max_caption: int = Field(default=_DEFAULT.max_caption, ge=1, description="characters given with a sticker")
    with_text: bool = Field(default=False, description="caption text in the answers")
    api_key: SecretStr | None = Field(default=None, description="what X-API-Key must hold")
    shutdown_seconds: int = Field(
        default=30, ge=0, le=86_400, description="time that running requests have after SIGTERM"
    )

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, given: Any) -> Any:
        # Compose files hand on what may be unset (${X:-}), and an empty path would mean the folder of the process. An
        # empty key stays, to be refused: it would leave the door open.
        return {name: value for name, value in given.items() if value != "" or name == "api_key"}

    @field_validator("api_key")
    @classmethod
    def _some_key(cls, key: SecretStr | None) -> SecretStr | None:
        # A variable that was meant to be filled in must not leave the door open; blanks at the ends do not travel.
        if key is not None and (not key.get_secret_value() or key.get_secret_value() != key.get_secret_value().strip()):
            raise ValueError("is empty or has blanks at its ends; give a key, or unset it to ask for none")
        return key

    @property
    def max_body_bytes(self) -> int:
        """Bytes of a request with one sticker: beside it a form has its captions, in UTF-8, and heads of its parts."""
        return self.max_bytes + 4 * self.max_caption + _FORM

    @property
    def limits(self) -> Limits:
        """What one sticker may cost."""
        return Limits(**{field.name: getattr(self, field.name) for field in fields(Limits)})

    @property
    def runtime(self) -> RuntimeOptions:
        """Where and how the models run."""
        return RuntimeOptions(provider=self.provider, threads=self.threads, allow_fallback=self.allow_fallback)

    @property
    def decide_by(self) -> Path | str | None:
        """What `StickerClassifier` takes as thresholds."""
        return self.thresholds or self.operating_point

    @property
    def recipe(self) -> Recipe:
        """What the worker processes build."""
        return Recipe(
            bundle=self.bundle,
            ocr=self.ocr,
            limits=self.limits,
            runtime=self.runtime,
            lexicon=self.lexicon,
            vision_batch=self.vision_batch,
            thresholds=self.decide_by,
        )


def read_settings() -> Settings:
    """The settings in the environment.

    Raises StickerguardError, code "bad_setting": a value that is refused, or a variable that is no setting, which
    would otherwise leave a limit or a key unset without a word.
    """
    names = [_PREFIX + name.upper() for name in Settings.model_fields]
    for variable in sorted(os.environ):
        if variable.upper().startswith(_PREFIX) and variable.upper() not in names:
            near = difflib.get_close_matches(variable.upper(), names, n=1, cutoff=0)[0]
            raise StickerguardError(f"{variable} is no setting; did you mean {near}?", code="bad_setting")
    try:
        settings = Settings()
    except ValidationError as error:
        problem = first_problem(error)
        name = _PREFIX + "_".join(map(str, problem.where)).upper()
        raise StickerguardError(f"{name}: {problem.what}", code="bad_setting") from None
    if settings.operating_point is not None and settings.thresholds is not None:
        raise StickerguardError(
            f"{_PREFIX}OPERATING_POINT and {_PREFIX}THRESHOLDS both say what decides; set one of them",
            code="bad_setting",
        )
    for name, path in (("LEXICON", settings.lexicon), ("THRESHOLDS", settings.thresholds)):
        if path is not None and is_stream(path):
            raise StickerguardError(
                f"{_PREFIX}{name}: {path} is a pipe or a device, and each worker process would read it again; write it "
                "to a file and give that",
                code="bad_setting",
            )
    return settings
