"""Feeds mutated stickers to the decoder until the time is over: `make fuzz`, with atheris (libFuzzer for Python).

Whatever comes in, `decode` gives frames or raises a StickerguardError; anything else is a finding, kept as crash-*.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["stickerguard", "PIL"]):
    from stickerguard.errors import StickerguardError
    from stickerguard.images import Limits, decode

LIMITS = Limits(max_bytes=2**20, max_pixels=2**20, max_frames=20, max_total_pixels=2**22)


def one_input(data: bytes) -> None:
    """One round of the fuzzer."""
    try:
        sticker = decode(data, LIMITS)
    except StickerguardError:
        return
    for frame in sticker.frames:
        if frame.rgb.shape[2] != 3 or frame.rgb.dtype != "uint8":
            raise AssertionError(f"frame of {frame.rgb.dtype} {frame.rgb.shape}")


def seed(corpus: Path) -> None:
    """Start from the small files of the hostile corpus: mutations of real formats go deeper than noise."""
    from tests.batch.hostile import files

    corpus.mkdir(parents=True, exist_ok=True)
    for number, (_, content, _) in enumerate(files()):
        if len(content) < 50_000:
            (corpus / f"seed-{number:03}").write_bytes(content)


if __name__ == "__main__":
    seed(Path("out/fuzz/corpus"))
    atheris.Setup([*sys.argv, "out/fuzz/corpus"], one_input)
    atheris.Fuzz()
