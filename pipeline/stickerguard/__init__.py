"""Stickerguard finds stickers that join a depicted minor with a sexually suggestive caption.

>>> from stickerguard import StickerClassifier
>>> verdict = StickerClassifier().classify("sticker.webp")  # doctest: +SKIP
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stickerguard.bundle import Bundle
    from stickerguard.classifier import StickerClassifier
    from stickerguard.errors import BundleError, DecodeError, LimitError, OcrError, ProviderError, StickerguardError
    from stickerguard.images import Limits
    from stickerguard.runtime import RuntimeOptions
    from stickerguard.types import CANARY, Thresholds, Verdict

    __version__: str

# Some builds of ONNX Runtime send usage data to Microsoft and keep an identifier of the device in the home folder,
# unless this is set before they are loaded. What this package looks at is nobody else's business.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

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

_HOMES = {
    "bundle": ("Bundle",),
    "classifier": ("StickerClassifier",),
    "errors": ("BundleError", "DecodeError", "LimitError", "OcrError", "ProviderError", "StickerguardError"),
    "images": ("Limits",),
    "runtime": ("RuntimeOptions",),
    "types": ("CANARY", "Thresholds", "Verdict"),
}


def __getattr__(name: str) -> Any:
    # The runtimes take a second to load: the command can say first what it was told, and processes that need no model
    # never load them.
    if name == "__version__":
        value = import_module("importlib.metadata").version("stickerguard")
    else:
        home = next((home for home, names in _HOMES.items() if name in names), None)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
