"""Stickerguard finds stickers that join a depicted minor with a sexually suggestive caption.

>>> from stickerguard import StickerClassifier
>>> verdict = StickerClassifier().classify("sticker.webp")  # doctest: +SKIP
"""

from importlib.metadata import version

from stickerguard.bundle import Bundle
from stickerguard.classifier import StickerClassifier
from stickerguard.errors import BundleError, DecodeError, LimitError, OcrError, ProviderError, StickerguardError
from stickerguard.images import Limits
from stickerguard.runtime import RuntimeOptions
from stickerguard.types import CANARY, Thresholds, Verdict

__version__ = version("stickerguard")

__all__ = [
    "CANARY",
    "Bundle",
    "BundleError",
    "DecodeError",
    "LimitError",
    "Limits",
    "OcrError",
    "ProviderError",
    "RuntimeOptions",
    "StickerClassifier",
    "StickerguardError",
    "Thresholds",
    "Verdict",
    "__version__",
]
