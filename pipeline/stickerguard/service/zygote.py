"""Loads the models once; the worker processes are forked from here and start in milliseconds with shared memory.

Only the fork server of `multiprocessing` imports this module.
"""

from __future__ import annotations

import contextlib
import gc

from stickerguard.classifier import StickerClassifier
from stickerguard.recipe import Recipe, build_classifier
from stickerguard.service.settings import Settings

LOADED: tuple[Recipe, StickerClassifier] | None = None
"""What the workers inherit; None where each must load its own."""

# Whatever is wrong with the settings or the bundle is told by the first worker, which can be heard.
with contextlib.suppress(Exception):
    recipe = Settings().recipe
    if recipe.survives_fork:
        LOADED = (recipe, build_classifier(recipe))
        gc.freeze()  # a collection would write to, and so copy, every page that holds objects
