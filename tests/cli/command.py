"""The command as a user types it, in this process: starting one takes as long as most tests, most of it for models."""

from __future__ import annotations

import sys
from collections.abc import Callable
from unittest.mock import patch

from click.testing import CliRunner

from stickerguard.cli import main
from tests.done import Done

Command = Callable[..., Done]


def run(*arguments: object) -> Done:
    """The whole command, from its entry point to its exit code. The standard streams are no files."""
    code: object = 0
    command = ["stickerguard", *map(str, arguments)]
    with CliRunner().isolation() as (out, err, _), patch.object(sys, "argv", command):
        try:
            main()
        except SystemExit as end:
            code = end.code
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        said = [stream.getvalue().decode("utf-8") for stream in (out, err)]
    return Done(int(code) if isinstance(code, int) else int(code is not None), *said)
