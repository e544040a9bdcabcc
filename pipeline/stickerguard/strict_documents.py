"""What people write by hand, as YAML or JSON: a key that stands twice is refused, and so is yes or no for a number."""

from __future__ import annotations

import json
from typing import Any

import yaml
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError


def _no_truth(value: Any) -> Any:
    if isinstance(value, bool):
        raise PydanticCustomError("no_number", "{value} is no number", {"value": str(value).lower()})
    return value


NoTruth = BeforeValidator(_no_truth)
"""For numbers: `true` would count as 1 without a word."""


class _Loader(yaml.SafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        lines: dict[tuple[str, str], int] = {}
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                name, line = (key.tag, key.value), key.start_mark.line + 1
                if name in lines:
                    raise yaml.YAMLError(f"{key.value!r} stands in line {lines[name]} and again in line {line}")
                lines[name] = line
        return super().construct_mapping(node, deep)


def load_yaml(text: str | bytes) -> Any:
    """The document in `text`. Raises yaml.YAMLError, for a key that stands twice too, ValueError, RecursionError."""
    return yaml.load(text, _Loader)


def load_json(text: str) -> Any:
    """The document in `text`. Raises ValueError, for a key that stands twice too, RecursionError."""
    return json.loads(text, object_pairs_hook=_once)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"{name!r} stands there twice")
        found[name] = value
    return found
