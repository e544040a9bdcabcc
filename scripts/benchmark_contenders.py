"""One contender of the batch benchmark in a process of its own: prints stickers, seconds and CPU seconds as JSON.

python -m scripts.benchmark_contenders naive-rapidocr FOLDER --count 100
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import time
from collections.abc import Callable
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageSequence

Step = Callable[[Path], object]


def decode_only() -> Step:
    """Decode, flatten, drop repeated frames: what every tool must pay."""
    from stickerguard.images import decode

    return lambda path: decode(path)


def decode_and_vision() -> Step:
    """Decoding and the minor score: what a cascade must pay at least."""
    from stickerguard import StickerClassifier
    from stickerguard.images import decode

    vision = StickerClassifier().vision
    return lambda path: vision.score([frame.rgb for frame in decode(path).frames])


def naive(reader: Callable[[Image.Image], str], *, every_frame: bool = False) -> Step:
    """The script a user would write: Pillow, an OCR package, a torch vision and a torch text model, one by one.

    Of an animation it sees the first frame, as such a script does, unless it is told to look at `every_frame`. The
    networks are those of the bundle's size with random weights: only their speed is wanted.
    """
    import timm
    import torch
    from transformers import BertConfig, BertModel

    torch.set_num_threads(1)
    vision = timm.create_model("efficientnet_lite2", pretrained=False, num_classes=2).eval()
    text = BertModel(
        BertConfig(hidden_size=384, num_hidden_layers=12, num_attention_heads=12, intermediate_size=1536)
    ).eval()

    @torch.inference_mode()
    def score_picture(image: Image.Image) -> object:
        pixels = np.asarray(image.resize((224, 224)), dtype=np.float32) / 255
        minor = vision(torch.from_numpy(pixels).permute(2, 0, 1)[None])
        words = reader(image)
        tokens = torch.ones((1, 2 + len(words) // 2), dtype=torch.long)
        return minor, text(tokens).last_hidden_state.mean() if words else None

    def score(path: Path) -> object:
        with Image.open(path) as image:
            frames = ImageSequence.Iterator(image) if every_frame else (image,)
            return [score_picture(frame.convert("RGB")) for frame in frames]

    return score


def naive_rapidocr(*, every_frame: bool = False) -> Step:
    """With RapidOCR as it comes, but one thread: each contender gets one a process."""
    from rapidocr import RapidOCR
    from rapidocr.utils.output import RapidOCROutput

    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    engine = RapidOCR(params={"Global.log_level": "critical", **threads})

    def read(image: Image.Image) -> str:
        found = engine(np.asarray(image)[:, :, ::-1])  # it takes BGR
        assert isinstance(found, RapidOCROutput)  # the other kinds are of single steps
        return " ".join(found.txts or ())

    return naive(read, every_frame=every_frame)


def naive_tesseract() -> Step:
    """With pytesseract as it comes."""
    import pytesseract

    return naive(lambda image: str(pytesseract.image_to_string(image, lang="eng+chi_sim")))


CONTENDERS: dict[str, Callable[[], Step]] = {
    "decode": decode_only,
    "decode-vision": decode_and_vision,
    "naive-rapidocr": naive_rapidocr,
    "naive-rapidocr-every-frame": partial(naive_rapidocr, every_frame=True),
    "naive-tesseract": naive_tesseract,
}
_WARM_UP = 3


def measure(name: str, files: list[Path]) -> tuple[float, float]:
    """Seconds and CPU seconds, those of programs it calls included, that one process needs for `files`, once warm."""
    cv2.setNumThreads(1)
    step = CONTENDERS[name]()
    for path in itertools.islice(files, _WARM_UP):
        step(path)
    started, cpu = time.perf_counter(), _cpu_seconds()
    for path in files:
        step(path)
    return time.perf_counter() - started, _cpu_seconds() - cpu


def _cpu_seconds() -> float:
    return sum(os.times()[:4])


def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=CONTENDERS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int)
    parser.add_argument("--processes", type=int, default=1)
    args = parser.parse_args()
    files = sorted(args.folder.iterdir())[: args.count]
    shares = [(args.name, files[start :: args.processes]) for start in range(args.processes)]
    with get_context("spawn").Pool(args.processes) as pool:
        seconds, cpu = zip(*pool.starmap(measure, shares), strict=True)
    print(json.dumps({"stickers": len(files), "seconds": max(seconds), "cpu_seconds": sum(cpu)}))


if __name__ == "__main__":
    main()
