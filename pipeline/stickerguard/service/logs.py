"""Log lines as JSON objects. No picture, no caption and no file name is ever among their fields."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message and what `extra={"fields": {...}}` adds."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        row = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        row |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[0]:
            row["exception"] = record.exc_info[0].__name__
        return json.dumps(row, ensure_ascii=False)


def configure_logging() -> None:
    """Send every log line to standard error in this form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
