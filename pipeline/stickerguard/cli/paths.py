"""Files and folders as they are given to a command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from stickerguard.batch.urls import local_path

_NOTHING = "{!r} names no file; give a path (. is the current folder)"


class _File(click.Path):
    """A path. An empty one, such as of a variable that is not set, would mean the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail(_NOTHING.format(value), param, ctx)
        return super().convert(value, param, ctx)


class _Sticker(click.ParamType[str]):
    """A path, a pattern or a URL."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if local_path(value) == "":  # file:// is empty, too
            self.fail(_NOTHING.format(value), param, ctx)
        return str(value)


FILE = _File(path_type=Path)
"""For every option and argument that is a path, which the command gets as a `Path`."""
STICKER = _Sticker()
"""For arguments that are stickers, which the command gets as they are written."""
