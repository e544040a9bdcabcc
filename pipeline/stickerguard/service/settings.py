"""Settings of the service, from environment variables that start with STICKERGUARD_."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from stickerguard.images import Limits
from stickerguard.runtime import RuntimeOptions, available_cpus

_DEFAULT = Limits()


class Settings(BaseSettings):
    """Each field is one variable: `queue` is STICKERGUARD_QUEUE."""

    model_config = SettingsConfigDict(env_prefix="STICKERGUARD_", frozen=True)

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    workers: int = Field(default_factory=available_cpus, ge=1, description="processes, each with its own models")
    bundle: Path | None = Field(default=None, description="folder of a bundle; the shipped one if not set")
    ocr: Literal["ppocr", "tesseract"] = "ppocr"
    lexicon: Path | None = Field(default=None, description="a .csv or .jsonl of terms of your own")
    provider: str = "cpu"
    threads: int = Field(default=1, ge=1, description="threads of each model")
    allow_fallback: bool = False
    concurrency: int = Field(default=4, ge=1, description="threads of one process: a quick sticker passes a slow one")
    queue: int = Field(default=32, ge=0, description="stickers that may wait in one process before it answers 429")
    timeout: float = Field(default=30.0, gt=0, description="seconds from the arrival of a sticker to its verdict")
    vision_batch: int = Field(default=1, ge=1, description="frames scored together; more than 1 pays on a GPU only")
    vision_wait_ms: float = Field(default=4.0, ge=0, description="milliseconds a frame waits for company")
    max_body_bytes: int = Field(default=_DEFAULT.max_bytes + 2**16, ge=1)
    max_batch: int = Field(default=64, ge=1, description="stickers in one batch request")
    max_pixels: int = Field(default=_DEFAULT.max_pixels, ge=1)
    max_frames: int = Field(default=_DEFAULT.max_frames, ge=1)
    with_text: bool = Field(default=False, description="caption text in the answers")
    api_key: SecretStr | None = Field(default=None, description="what X-API-Key must hold")
    shutdown_seconds: int = Field(default=30, ge=0, description="time that running requests have after SIGTERM")

    @property
    def limits(self) -> Limits:
        """What one sticker may cost."""
        return Limits(max_bytes=self.max_body_bytes, max_pixels=self.max_pixels, max_frames=self.max_frames)

    @property
    def runtime(self) -> RuntimeOptions:
        """Where and how the models run."""
        return RuntimeOptions(provider=self.provider, threads=self.threads, allow_fallback=self.allow_fallback)
