"""Mutated stickers: whatever comes in, `decode` gives frames or raises a StickerguardError."""

import atheris

from tests.fuzzing import run

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


if __name__ == "__main__":
    from tests.batch.hostile import files

    run(__file__, (content for _, content, _ in files()), one_input)
