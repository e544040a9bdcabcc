"""Whether verdicts were made alike: with one bundle, and by thresholds that are the same as far as anybody sees.

Whoever compares what verdicts were made with, and whoever says that it differs, does so by this.
"""

from __future__ import annotations

from typing import Protocol

_DIGITS = 6
"""Significant ones, as `tune` shows thresholds and as people copy them."""


class NamedBundle(Protocol):
    """A bundle as verdicts and files name it; `sha256` is the hash of its manifest, 64 hexadecimal digits."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def sha256(self) -> str: ...


def bundle_words(bundle: NamedBundle) -> str:
    """How messages name a bundle: two that were packed under one name and version differ in the hash."""
    return f"{bundle.name} {bundle.version} (manifest {bundle.sha256[:12]})"


def same_bundle(one: NamedBundle, other: NamedBundle) -> bool:
    """Whether both are one bundle, whatever they are called."""
    return one.sha256 == other.sha256


def threshold_words(threshold: float) -> str:
    """How messages show a threshold, of 0 to 1."""
    return f"{threshold:.{_DIGITS}g}"


def same_threshold(one: float, other: float) -> bool:
    """Whether both are shown alike: nobody should be told that two equal numbers differ."""
    return threshold_words(one) == threshold_words(other)
