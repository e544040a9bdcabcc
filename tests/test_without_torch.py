"""The package installs and runs without torch."""

import subprocess
import sys

from stickerguard.selftest import CANARY_STICKER

PROGRAM = """
import sys

class Block:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"torch", "torchvision", "transformers", "timm", "onnx", "pytesseract"}:
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Block())
import stickerguard
print(stickerguard.StickerClassifier().classify(sys.argv[1]).decision)
"""


def test_a_process_without_torch_scores_a_sticker() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(CANARY_STICKER)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "flag"), done.stderr
