"""sticker.onnx, built once from the shipped bundle."""

from pathlib import Path

import onnx
import onnxruntime
import pytest

from models.sticker import build
from stickerguard import Bundle


@pytest.fixture(scope="session")
def sticker_file(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("embed") / "sticker.onnx"
    onnx.save(build(bundle), path)
    return path


@pytest.fixture(scope="session")
def sticker(sticker_file: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(sticker_file), options)
