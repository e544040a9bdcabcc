"""The command in this process, with models that are loaded once."""

from collections.abc import Iterator
from functools import lru_cache, partial
from importlib import import_module

import pytest

from stickerguard import recipe
from tests.cli.command import Command, run


@pytest.fixture(scope="session")
def command() -> Iterator[Command]:
    """`stickerguard` with arguments; runs with the same options share a classifier."""
    kept = lru_cache(maxsize=4)(recipe.build_classifier)
    with pytest.MonkeyPatch.context() as patched:
        # The command has the name of its module.
        patched.setattr(import_module("stickerguard.cli.score"), "build_classifier", kept)
        yield run


@pytest.fixture(scope="session")
def score(command: Command) -> Command:
    """`stickerguard score` with arguments."""
    return partial(command, "score")
