"""What every command of `models` and `data` has in common: an error of this project ends it with its message alone."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from stickerguard.errors import StickerguardError

_P = ParamSpec("_P")


def command(main: Callable[_P, None]) -> Callable[_P, None]:
    """`main`, which ends with the message of a StickerguardError on standard error and exit code 2, no traceback."""

    @wraps(main)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            main(*args, **kwargs)
        except StickerguardError as error:
            print(error, file=sys.stderr)
            raise SystemExit(2) from error

    return run
