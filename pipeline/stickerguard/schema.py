"""The JSON schema of a verdict, committed beside this module as `verdict.schema.json`.

`python -m stickerguard.schema` prints the schema of the current dataclasses; a test compares the two.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from stickerguard.types import Verdict

SCHEMA_FILE = Path(__file__).parent / "verdict.schema.json"


def verdict_schema() -> dict[str, Any]:
    """The JSON schema (draft 2020-12) of `Verdict.to_dict()`."""
    schema = TypeAdapter(Verdict).json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Stickerguard verdict"} | schema


if __name__ == "__main__":
    print(json.dumps(verdict_schema(), indent=2))
