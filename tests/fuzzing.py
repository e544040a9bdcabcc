"""What the fuzz targets share: seeds in a corpus of their own, and a loop until the time is over.

`make fuzz` runs every `tests/fuzz_*.py` in turn with atheris (libFuzzer for Python), `make fuzz TARGET=captions` one of
them. A target imports what it tests under `atheris.instrument_imports` and takes any bytes; an exception that it lets
through is a finding, kept under `out/fuzz/` as crash-*.
"""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import atheris

_LARGEST_SEED = 50_000


def run(target: str, seeds: Iterable[bytes], one_input: Callable[[bytes], None]) -> None:
    """Feed mutations of `seeds` to `one_input`: those of real inputs go deeper than noise."""
    corpus = Path("out/fuzz/corpus") / Path(target).stem
    corpus.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(seeds):
        if len(content) < _LARGEST_SEED:
            (corpus / f"seed-{number:03}").write_bytes(content)
    atheris.Setup([*sys.argv, str(corpus)], one_input)
    atheris.Fuzz()
