"""The commands of the caption model, in this process: importing torch and transformers takes longer than a tiny run."""

from __future__ import annotations

import contextlib
import importlib
import io
import logging
import warnings
from collections.abc import Iterator
from pathlib import Path

from tests.done import Done


def run(name: str, folder: Path, *arguments: str) -> Done:
    """`python -m models.caption.NAME` with `arguments`, in `folder`."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.chdir(folder), _as_a_process():
        try:
            importlib.import_module(f"models.caption.{name}").main(arguments)
        except SystemExit as end:
            code = int(end.code or 0)
    return Done(code, out.getvalue(), err.getvalue())


@contextlib.contextmanager
def _as_a_process() -> Iterator[None]:
    """Log handlers of its own, and warnings of other people's libraries that are no errors."""
    before, level = logging.root.handlers[:], logging.root.level
    logging.root.handlers.clear()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for handler in logging.root.handlers:
            handler.close()
        logging.root.handlers[:] = before
        logging.root.setLevel(level)
