"""What the classes of errors say of themselves."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import stickerguard
from stickerguard import errors


def test_each_class_lists_the_codes_that_it_is_raised_with() -> None:
    raised: dict[str, set[str]] = defaultdict(set)
    for path in Path(stickerguard.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
                continue
            for keyword in call.keywords:
                if keyword.arg == "code" and isinstance(keyword.value, ast.Constant):
                    raised[call.func.id].add(keyword.value.value)
    for kind in (errors.DecodeError, errors.LimitError, errors.BundleError, errors.OcrError, errors.ProviderError):
        assert raised[kind.__name__] <= set(re.findall(r"\w+", kind.__doc__ or "")), kind
