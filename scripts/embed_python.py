"""sticker.onnx without Stickerguard: NumPy, ONNX Runtime, Pillow and regex are enough. Copy this and adapt it.

python scripts/embed_python.py sticker.onnx tokenizer.json < requests.jsonl > scores.jsonl

A request: {"file": "a.webp", "caption": "good morning"}; a caption of null says that the sticker has no text, a request
without one that nobody has read it yet. A request that cannot be answered gets {"file": ..., "error": ...}, and the
exit code is 1 in the end.
"""

from __future__ import annotations

import json
import math
import os
import sys
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import regex
from PIL import Image, ImageOps

# Some builds of ONNX Runtime send usage data to Microsoft unless this is set before they are loaded.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
import onnxruntime

STATES = {"evaluated": 0, "no_text": 1, "unreadable": 2, "not_evaluated": 3, "failed": 4}
WINDOW, OVERLAP = 62, 16
"""Tokens that the model reads at once beside the marks of beginning and end, and those that neighbours share."""
MAX_CHARACTERS = 20_000
ORIENTATION = 0x0112
Ids = list[int]
Pixels = npt.NDArray[np.uint8]


class Unigram:
    """The tokenizer of tokenizer.json: the most probable split into known pieces (Kudo 2018, arXiv 1804.10959)."""

    def __init__(self, path: str) -> None:
        document = json.loads(Path(path).read_text("utf-8"))
        model = document["model"]
        self._steps = document["normalizer"]["normalizers"]
        special = [regex.escape(token["content"]) for token in document["added_tokens"]]
        self._special = regex.compile(f"({'|'.join(special)})")
        self._pieces = {piece: (number, score) for number, (piece, score) in enumerate(model["vocab"])}
        self._unknown = model["unk_id"]
        self._longest = max(map(len, self._pieces))
        self._worst = min(score for _, score in self._pieces.values()) - 10

    def encode(self, text: str) -> list[Ids]:
        """Token ids with the marks of beginning and end: one window, or several that overlap."""
        ids: Ids = []
        for part in filter(None, self._special.split(text)):
            ids += [self._pieces[part][0]] if self._special.fullmatch(part) else self._split(self._normalized(part))
        starts = range(0, max(len(ids) - OVERLAP, 1), WINDOW - OVERLAP)
        return [[0, *ids[start : start + WINDOW], 2] for start in starts]

    def _normalized(self, text: str) -> str:
        for step in self._steps:
            if step["type"] == "Replace":
                pattern, content = step["pattern"], step["content"]
                if "String" in pattern:
                    text = text.replace(pattern["String"], content)
                else:
                    text = _replaced(text, pattern["Regex"], content)
            else:
                text = unicodedata.normalize(step["type"], text)
        return text

    def _split(self, text: str) -> Ids:
        text = "▁" + text.replace(" ", "▁").removeprefix("▁")
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)]
        for end in range(1, len(text) + 1):
            options = []
            for start in range(max(0, end - self._longest), end):
                known = self._pieces.get(text[start:end])
                if known or end - start == 1:
                    number, score = known or (self._unknown, self._worst)
                    options.append((best[start][0] + score, start, number))
            best.append(max(options, key=lambda option: option[0]))
        ids: Ids = []
        end = len(text)
        while end:
            _, start, number = best[end]
            if not (ids and ids[-1] == number == self._unknown):
                ids.append(number)
            end = start
        return ids[::-1]


def _replaced(text: str, pattern: str, content: str) -> str:
    known = regex.sub(r"\\x\{(\w+)\}", lambda found: f"\\U{found[1]:0>8}", pattern)
    return regex.sub(known, lambda _: content, text)


def normalize(text: str) -> str:
    """NFKC, case folded, without invisible characters, single spaces; empty where nobody would see anything."""
    # Half a surrogate pair becomes U+FFFD, which says that something was there, not what: alone it is no text.
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    seen = regex.sub(r"[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}\p{Co}\u2800]|(?!\s)\p{Cc}", "", text)
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    return " ".join(folded.split()) if folded.replace("\ufffd", "").strip() else ""


def pixels_of(file: str) -> Pixels:
    """The picture as uint8 [1, height, width, 4], upright, RGBA."""
    with Image.open(file) as image:
        image.load()
        upright = _upright(image)
        if not upright.mode.startswith("I"):
            return np.asarray(upright.convert("RGBA"))[np.newaxis]
        # Pillow would cut grey of 16 bits off at 255.
        wide = np.asarray(upright)
        alpha = np.where(wide == image.info.get("transparency", -1), 0, 255)
        return np.dstack([*[wide // 257] * 3, alpha]).astype(np.uint8)[np.newaxis]


def _upright(image: Image.Image) -> Image.Image:
    try:
        exif = Image.Exif()
        exif.load(image.info.get("exif") or b"")
        # Pillow alone would turn a picture by what XMP says, too, which viewers do not.
        return ImageOps.exif_transpose(image) if exif.get(ORIENTATION, 1) != 1 else image
    except Exception:  # a broken EXIF block must not hide the picture
        return image


def score(session: onnxruntime.InferenceSession, tokenizer: Unigram, request: dict[str, Any]) -> dict[str, Any]:
    """All outputs for one sticker; None where the graph says NaN, which is no score. Raises what the request causes."""
    pixels, caption = pixels_of(request["file"]), request.get("caption")
    if caption is not None and not isinstance(caption, str):
        raise TypeError("the caption is neither a text nor null")
    if len(caption or "") > MAX_CHARACTERS:
        raise ValueError(f"the caption has more than {MAX_CHARACTERS} characters")
    text = normalize(caption or "")
    state = "evaluated" if text else "no_text" if "caption" in request else "not_evaluated"
    # Without a caption one token keeps the input from being empty; the state says that it means nothing.
    windows = tokenizer.encode("query: " + text) if text else [[0]]
    answers = [_run(session, pixels, ids, state) for ids in windows]
    return {"file": request["file"]} | max(answers, key=lambda answer: answer["suggestive"] or 0.0)


def _run(session: onnxruntime.InferenceSession, pixels: Pixels, ids: Ids, state: str) -> dict[str, Any]:
    feed = {
        "image": pixels,
        "input_ids": np.asarray([ids], dtype=np.int64),
        "attention_mask": np.ones((1, len(ids)), dtype=np.int64),
        "caption_state": np.asarray([STATES[state]], dtype=np.int64),
    }
    # The map of places is for showing where the evidence lies; see docs/embedding.md.
    names = [output.name for output in session.get_outputs() if output.name != "minor_map"]
    found = {name: value[0].tolist() for name, value in zip(names, session.run(names, feed), strict=True)}
    return {name: _none_for_nan(value) for name, value in found.items()}


def _none_for_nan(value: Any) -> Any:
    if isinstance(value, list):
        return None if any(map(math.isnan, value)) else value
    return None if isinstance(value, float) and math.isnan(value) else value


def main(model: str, tokenizer_file: str) -> int:
    """Requests from standard input, answers to standard output, a JSON object a line; 1 where a request failed."""
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    tokenizer = Unigram(tokenizer_file)
    failed = 0
    for line in filter(bytes.strip, sys.stdin.buffer):
        request: Any = None
        try:
            request = json.loads(line)
            answer = score(session, tokenizer, request)
        except Exception as error:  # one bad request must not cost the others their answers
            file = request.get("file") if isinstance(request, dict) else None
            answer, failed = {"file": file, "error": f"{type(error).__name__}: {error}"}, 1
        print(json.dumps(answer), flush=True)
    return failed


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
