"""sticker.onnx without Stickerguard: NumPy, ONNX Runtime, Pillow and regex are enough. Copy this and adapt it.

python scripts/embed_python.py sticker.onnx tokenizer.json < requests.jsonl > scores.jsonl

A request: {"file": "a.webp", "caption": "good morning"}; a caption of null says that the sticker has no text, a request
without one that nobody has read it yet.
"""

from __future__ import annotations

import json
import math
import sys
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import regex
from PIL import Image

STATES = {"evaluated": 0, "no_text": 1, "unreadable": 2, "not_evaluated": 3, "failed": 4}
Ids = list[int]


class Unigram:
    """The tokenizer of tokenizer.json: the most probable split into known pieces (Kudo 2018, arXiv 1804.10959)."""

    def __init__(self, path: str) -> None:
        model = json.loads(Path(path).read_text("utf-8"))["model"]
        self._pieces = {piece: (number, score) for number, (piece, score) in enumerate(model["vocab"])}
        self._unknown = model["unk_id"]
        self._longest = max(map(len, self._pieces))
        self._worst = min(score for _, score in self._pieces.values()) - 10

    def encode(self, text: str) -> Ids:
        """Token ids with the marks of beginning and end."""
        text = "▁" + text.replace(" ", "▁")
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)]
        for end in range(1, len(text) + 1):
            options = []
            for start in range(max(0, end - self._longest), end):
                known = self._pieces.get(text[start:end])
                if known or end - start == 1:
                    number, score = known or (self._unknown, self._worst)
                    options.append((best[start][0] + score, start, number))
            best.append(max(options))
        ids: Ids = []
        end = len(text)
        while end:
            _, start, number = best[end]
            if not (ids and ids[-1] == number == self._unknown):
                ids.append(number)
            end = start
        return [0, *reversed(ids), 2]


def normalize(text: str) -> str:
    """NFKC, case folded, without invisible characters, single spaces."""
    seen = regex.sub(r"[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}\p{Co}\u2800]|(?!\s)\p{Cc}", "", text)
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold()).split())


def score(session: onnxruntime.InferenceSession, tokenizer: Unigram, request: dict[str, Any]) -> dict[str, Any]:
    """All outputs for one sticker; None where the graph says NaN, which is no score."""
    with Image.open(request["file"]) as image:
        pixels = np.asarray(image.convert("RGBA"))[np.newaxis]
    state = "evaluated" if request.get("caption") else "no_text" if "caption" in request else "not_evaluated"
    # Without a caption one token keeps the input from being empty; the state says that it means nothing.
    ids = tokenizer.encode("query: " + normalize(request["caption"])) if state == "evaluated" else [0]
    feed = {
        "image": pixels,
        "input_ids": np.asarray([ids], dtype=np.int64),
        "attention_mask": np.ones((1, len(ids)), dtype=np.int64),
        "caption_state": np.asarray([STATES[state]], dtype=np.int64),
    }
    # The map of places is for showing where the evidence lies; see docs/embedding.md.
    names = [output.name for output in session.get_outputs() if output.name != "minor_map"]
    found = {name: value[0].tolist() for name, value in zip(names, session.run(names, feed), strict=True)}
    return {"file": request["file"]} | {name: _none_for_nan(value) for name, value in found.items()}


def _none_for_nan(value: Any) -> Any:
    if isinstance(value, list):
        return None if any(map(math.isnan, value)) else value
    return None if isinstance(value, float) and math.isnan(value) else value


def main(model: str, tokenizer_file: str) -> None:
    """Requests from standard input, scores to standard output, a JSON object a line."""
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    tokenizer = Unigram(tokenizer_file)
    for line in sys.stdin:
        print(json.dumps(score(session, tokenizer, json.loads(line))))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
