"""Log lines as JSON objects. No picture, no caption and no file name is ever among their fields."""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

_MOST_FRAMES = 50
_MOST_CAUSES = 5
_FRAME = re.compile(r'^ +File "([^"]+)", line (\d+), in (\S+)$', re.M)
"""A frame in the text of a traceback."""


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message and what `extra={"fields": {...}}` adds.

    An exception is its class and `frames`, each as "file:line function", the last one where it was raised; `causes`
    are those it came of, likewise. Neither its message nor lines of source are there: they may hold content.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        row: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        row |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1]:
            told, *causes = [_told(error) for error in _chain(record.exc_info[1])]
            row |= told
            if causes:
                row["causes"] = causes
        return json.dumps(row, ensure_ascii=False)


def _chain(error: BaseException) -> list[BaseException]:
    chain = [error]
    while len(chain) <= _MOST_CAUSES:
        last = chain[-1]
        before = last.__cause__ or (None if last.__suppress_context__ else last.__context__)
        if before is None or before in chain:
            break
        chain.append(before)
    return chain


def _told(error: BaseException) -> dict[str, object]:
    walked = traceback.walk_tb(error.__traceback__)
    stack = traceback.StackSummary.extract(walked, limit=-_MOST_FRAMES, lookup_lines=False)
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in stack]
    # What a worker process raised has its frames as text, and in the same text the message.
    far = getattr(error, "traceback", None)
    if not frames and isinstance(far, str):
        found = _FRAME.findall(far)[-_MOST_FRAMES:]
        frames = [f"{file}:{line} {function}" for file, line, function in found if _is_source(file)]
    return {"exception": type(error).__name__, "frames": frames}


def _is_source(file: str) -> bool:
    """Whether it is a file of a program, and no text that looks like a frame."""
    try:
        return file.endswith(".py") and Path(file).is_file()
    except (OSError, ValueError):
        return False


def configure_logging() -> None:
    """Send every log line to standard error in this form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
