"""The error family. Each message says which input, what is wrong, and what to do about it."""

from __future__ import annotations

import logging
from typing import Any

_log = logging.getLogger(__name__)


class StickerguardError(Exception):
    """Base class. `code` is a stable machine-readable word that ends up in `Verdict.error.code`.

    Beside those of the classes below, a verdict may have the codes bad_caption, timeout, worker_died and internal, one
    of the service also busy.
    """

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[Any, ...]:
        # Errors travel between worker processes; the default would forget the keyword.
        return _rebuilt, (type(self), str(self), self.code)


def of_sticker(error: BaseException, source: str) -> StickerguardError:
    """`error` as one that becomes the row of `source`; raises it again where it means to end the run.

    What is no StickerguardError gets the code "internal", and its traceback goes to the log at debug level. Native
    extensions raise panics that are no `Exception`, so callers catch BaseException.
    """
    if isinstance(error, StickerguardError):
        return error
    if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
        raise error
    if isinstance(error, MemoryError):
        return LimitError(f"{source}: no memory left to score it; look at the file", code="too_much_memory")
    _log.debug("%s: unexpected error", source, exc_info=error)
    return StickerguardError(
        f"{source}: could not be scored: {type(error).__name__}: {error}; look at the file, and report it with the "
        "traceback that the log has at debug level",
        code="internal",
    )


def _rebuilt(kind: type[StickerguardError], message: str, code: str) -> StickerguardError:
    return kind(message, code=code)


class DecodeError(StickerguardError):
    """The input is not a sticker we can decode.

    Codes: not_found, is_directory, unreadable_file, empty, not_an_image, unsupported_format, truncated,
    corrupt, closed, no_path, bad_array, unsupported_type, bad_source, missing_package, no_decoder; of archive members
    and manifest rows also bad_archive, unlisted_members, encrypted, not_a_file, bad_row; of the reviewer's desk also
    changed.
    """


class LimitError(StickerguardError):
    """The input exceeds a configured limit. Codes: too_many_bytes, too_many_pixels, too_many_frames,
    too_many_scans, too_complex, too_much_memory, too_slow, too_many_members, caption_too_long; of the service also
    too_many_seconds."""


class BundleError(StickerguardError):
    """The bundle is refused. Codes: not_a_bundle, bad_manifest, missing_file, extra_file, not_a_file, too_large,
    hash_mismatch, runtime_too_old, bad_tokenizer, bad_known_answers, bad_model, bad_lexicon, wrong_answers,
    changed_bundle."""


class OcrError(StickerguardError):
    """The OCR engine cannot run. Codes: unknown_engine, missing_engine, missing_language, engine_failed."""


class ProviderError(StickerguardError):
    """The execution provider asked for is not there or not used. Codes: unknown_provider, not_available,
    not_used, bad_threads."""
