"""How likely people write a line: what tells apart readings that look alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from stickerguard.runtime import RuntimeOptions, create_session
from stickerguard.signature import Signature, Tensor

FILE = "ocr_language.onnx"
_SIGNATURE = Signature({"text": Tensor("int32", (None, None))}, {"score": Tensor("float", (None,))})


class LanguageModel:
    """Scores lines by runs of one to four characters (Brants et al. 2007, "stupid backoff")."""

    def __init__(self, model: Path, *, options: RuntimeOptions) -> None:
        self._session = create_session(model, options, _SIGNATURE)

    def score(self, lines: Sequence[str]) -> npt.NDArray[np.float32]:
        """One number for each of `lines`, the higher the likelier: near the natural logarithm of a probability, but no
        probability, and the lower the longer a line is."""
        found: npt.NDArray[np.float32] = self._session.run(["score"], {"text": code_points(lines)})[0]
        return found


def code_points(lines: Sequence[str]) -> npt.NDArray[np.int32]:
    """What the graph takes: int32 [lines, length], the code points of each folded line, 0 behind its end."""
    folded_lines = [folded(line) for line in lines]
    codes = np.zeros((len(lines), max(map(len, folded_lines), default=0) or 1), np.int32)
    for row, line in zip(codes, folded_lines, strict=True):
        row[: len(line)] = [ord(character) for character in line]
    return codes


def folded(line: str) -> str:
    """A line as the model knows it: NFKC, small letters, each white space as a plain one."""
    return "".join(" " if c.isspace() else c for c in unicodedata.normalize("NFKC", line).casefold())
