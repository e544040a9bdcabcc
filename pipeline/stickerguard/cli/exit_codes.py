"""What the process returns. 2 is also what click uses for a wrong command line."""

from __future__ import annotations

from enum import IntEnum

from stickerguard.errors import BundleError, OcrError, ProviderError, StickerguardError


class ExitCode(IntEnum):
    """Exit codes of every command."""

    DONE = 0
    SOME_INPUTS_FAILED = 1
    USER_ERROR = 2
    MISSING_PART = 3
    BUNDLE_REFUSED = 4
    ADDRESS_TAKEN = 5
    INTERRUPTED = 130
    READER_LEFT = 141
    TERMINATED = 143


def interrupted(more: str = "") -> StickerguardError:
    """What ends a command after Ctrl-C."""
    return StickerguardError(f"interrupted{more}", code="interrupted")


def exit_code_for(error: StickerguardError) -> ExitCode:
    """The exit code of an error that ends a command."""
    match error:
        case BundleError():
            return ExitCode.BUNDLE_REFUSED
        case OcrError() | ProviderError() | StickerguardError(code="missing_package"):
            return ExitCode.MISSING_PART
        case StickerguardError(code="interrupted"):
            return ExitCode.INTERRUPTED
        case _:
            return ExitCode.USER_ERROR
