"""Make the language model of OCR: `python -m models.ocr.language --out out/ocr`.

Runs of one to four characters of the captions of the writers that train, counted, but of none that is an everyday
phrase that reading is measured with, or holds one of five characters and more. A graph of one table looks them up:
hashed, each with a few bits that tell it from others of its slot.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper
from opencc import OpenCC

from data.caption.writers import FOLDER, read_writer
from data.command import command
from data.phrases import CHINESE, ENGLISH, JAPANESE, TRADITIONAL
from data.recipe import recipe
from models.ocr.graph import IR_VERSION, OPSET
from stickerguard.ocr.language import FILE, folded

ORIGIN = "runs of characters of the captions in data/captions/writers, counted (models.ocr.language)"
LONGEST = 4
_SLOT_BITS, _MARK_BITS, _LEVEL_BITS = 21, 10, 6
_PRIME = 2**31 - 1
_FACTORS = (1_583_458_089, 784_594_115, 1_193_822_917, 401_237_833)
"""Of a character, and of the one, two and three before it: a hash of Carter and Wegman (1979)."""
_LENGTH_FACTOR = 960_123_497
_STEP = 0.25
_LOWEST = -14.0
"""Levels are steps above it."""
_UNKNOWN = -16.0
_BACKOFF = 0.5
"""Taken off for each character of company that nothing is known of."""
_FEWEST = 2
"""Times that a run of three and more characters must be there."""
_PHRASE = 5
"""Characters of a phrase from which no caption that holds it counts."""


def lines() -> Iterator[str]:
    """Folded lines of the captions of all writers that train; Chinese ones in both scripts."""
    to_traditional, to_simplified = OpenCC("s2t").convert, OpenCC("t2s").convert
    measured = [folded(phrase) for phrase in (*CHINESE, *ENGLISH, *JAPANESE, *TRADITIONAL)]
    long = [phrase for phrase in measured if len(phrase) >= _PHRASE]
    kept_out = set(recipe().captions.folds["calibrate"])
    for path in sorted((FOLDER / "writers").glob("*.jsonl")):
        if path.stem in kept_out:
            continue
        for caption in read_writer(path):
            for line in filter(None, map(str.strip, caption.text.splitlines())):
                ways = {line}
                if caption.lang == "zh":
                    ways.add(to_traditional(line))
                elif caption.lang in ("zh-Hant", "yue"):
                    ways.add(to_simplified(line))
                for way in map(folded, sorted(ways)):
                    if way not in measured and not any(phrase in way for phrase in long):
                        yield way


def log_likelihoods(texts: Iterable[str]) -> dict[str, float]:
    """Runs of characters, and the natural logarithm of how likely the last one follows those before it, with what is
    kept for characters never seen there (Witten and Bell 1991); longer ones weigh `_BACKOFF` more a character."""
    counts = [Counter[str]() for _ in range(LONGEST)]
    for text in texts:
        for more, counted in enumerate(counts):
            counted.update(text[start : start + more + 1] for start in range(len(text) - more))
    found: dict[str, float] = {}
    for more, counted in enumerate(counts):
        totals, kinds = Counter[str](), Counter[str]()
        for run, count in counted.items():
            totals[run[:-1]] += count
            kinds[run[:-1]] += 1
        for run, count in counted.items():
            if more < 2 or count >= _FEWEST:
                found[run] = math.log(count / (totals[run[:-1]] + kinds[run[:-1]])) + _BACKOFF * more
    return found


def table(likelihoods: dict[str, float]) -> npt.NDArray[np.uint16]:
    """uint16 [slots]: a mark of `_MARK_BITS` bits and a level of `_LEVEL_BITS`, 0 where nothing is. Where two runs meet
    the shorter one stays, then the likelier."""
    slots = np.zeros(2**_SLOT_BITS, np.uint16)
    for run, value in sorted(likelihoods.items(), key=lambda item: (len(item[0]), -item[1], item[0])):
        key = sum(factor * ord(c) for factor, c in zip(_FACTORS, reversed(run), strict=False))
        key = (key + _LENGTH_FACTOR * len(run)) % _PRIME
        slot, mark = key % 2**_SLOT_BITS, key >> _SLOT_BITS
        if not slots[slot]:
            level = min(2**_LEVEL_BITS - 1, max(1, round((value - _LOWEST) / _STEP)))
            slots[slot] = mark << _LEVEL_BITS | level
    return slots


def graph(slots: npt.NDArray[np.uint16]) -> onnx.ModelProto:
    """`text`, int32 [lines, length] -> `score`, float32 [lines]: the sum over all characters of what the longest known
    run that ends there says."""
    nodes: list[onnx.NodeProto] = []
    constants: dict[str, npt.NDArray[np.generic]] = {"slots": slots}

    def constant(name: str, value: object, dtype: type[np.generic]) -> str:
        constants[name] = np.asarray(value, dtype)
        return name

    def node(kind: str, inputs: list[str], **attributes: Any) -> str:
        name = f"{kind.lower()}_{len(nodes)}"
        nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    prime, slot_count = constant("prime", _PRIME, np.int64), constant("slot_count", 2**_SLOT_BITS, np.int64)
    levels, nothing = constant("levels", 2**_LEVEL_BITS, np.int64), constant("nothing", 0, np.int64)
    step, lowest = constant("step", _STEP, np.float32), constant("lowest", _LOWEST, np.float32)
    unknown = constant("unknown", _UNKNOWN, np.float32)
    codes = node("Cast", ["text"], to=TensorProto.INT64)
    length = node("Slice", [node("Shape", [codes]), constant("one", [1], np.int64), constant("two", [2], np.int64)])
    shifted = codes
    total = ""
    score = ""
    for before in range(LONGEST):
        if before:
            pads = constant(f"pads_{before}", [0, before, 0, 0], np.int64)
            padded = node("Pad", [codes, pads])
            shifted = node("Slice", [padded, constant("zero", [0], np.int64), length, "one"])
        term = node("Mul", [shifted, constant(f"factor_{before}", _FACTORS[before], np.int64)])
        total = node("Add", [total, term]) if total else term
        of_length = constant(f"length_{before}", _LENGTH_FACTOR * (before + 1), np.int64)
        key = node("Mod", [node("Add", [total, of_length]), prime])
        entry = node("Cast", [node("Gather", ["slots", node("Mod", [key, slot_count])])], to=TensorProto.INT64)
        same = node("Equal", [node("Div", [entry, levels]), node("Div", [key, slot_count])])
        there = node("Greater", [entry, nothing])
        # A run that begins before the line does is none.
        inside = node("Greater", [shifted, nothing])
        known = node("And", [node("And", [same, there]), inside])
        level = node("Cast", [node("Mod", [entry, levels])], to=TensorProto.FLOAT)
        value = node("Add", [node("Mul", [level, step]), lowest])
        score = node("Where", [known, value, score or unknown])
    shown = node("Cast", [node("Greater", [codes, nothing])], to=TensorProto.FLOAT)
    nodes.append(helper.make_node("ReduceSum", [node("Mul", [score, shown]), "one"], ["score"], keepdims=0))
    model = helper.make_model(
        helper.make_graph(
            nodes,
            "ocr_language",
            [helper.make_tensor_value_info("text", TensorProto.INT32, ["lines", "length"])],
            [helper.make_tensor_value_info("score", TensorProto.FLOAT, ["lines"])],
            [numpy_helper.from_array(value, name) for name, value in constants.items()],
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
    )
    onnx.checker.check_model(model, full_check=True)
    return model


def make(path: Path) -> None:
    """Count, write the model to `path`, and print how many runs are in it."""
    likelihoods = log_likelihoods(lines())
    slots = table(likelihoods)
    onnx.save(graph(slots), path)
    print(f"{path}: {len(likelihoods):,} runs of characters, {np.count_nonzero(slots):,} of them kept")


@command
def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/ocr"))
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    make(args.out / FILE)


if __name__ == "__main__":
    main()
