"""Packages that only some parts of the program need, and which `pip install 'stickerguard[...]'` brings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from stickerguard.errors import StickerguardError


@contextmanager
def needed(what: str, extra: str, *, with_detail: bool = False) -> Iterator[None]:
    """Around imports: raise StickerguardError, code "missing_package", where one fails.

    The message says `what` needs which package, and to install the `extra`; `with_detail` adds which import failed, for
    an extra of many packages.
    """
    try:
        yield
    except ImportError as error:
        detail = f" ({error})" if with_detail else ""
        message = f"{what}: pip install 'stickerguard[{extra}]'{detail}"
        raise StickerguardError(message, code="missing_package") from error
