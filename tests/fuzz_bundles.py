"""Mutated documents of a bundle, with the right hashes: it loads or raises a BundleError."""

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import atheris
from tokenizers import Tokenizer
from tokenizers.models import WordLevel

from tests.fuzzing import run

with atheris.instrument_imports(include=["stickerguard"]):
    from stickerguard.bundle import MANIFEST, Bundle, default_bundle_path
    from stickerguard.caption.lexicon import Lexicon
    from stickerguard.errors import BundleError
    from stickerguard.fusion import FusionModel
    from stickerguard.known_answers import FILE
    from stickerguard.runtime import RuntimeOptions

NAMES = (MANIFEST, FILE, "tokenizer.json", "lexicon.json", "fusion.onnx")
FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-bundles-"))


def one_input(data: bytes) -> None:
    """One round of the fuzzer; the first byte chooses the file."""
    name = NAMES[data[0] % len(NAMES) if data else 0]
    contents = {**SMALL, name: data[1:]}
    if name != MANIFEST:
        contents[MANIFEST] = manifest(contents)
    for changed in {name, MANIFEST, *WRITTEN}:
        (FOLDER / changed).write_bytes(contents[changed])
    WRITTEN[:] = [name]
    try:
        bundle = Bundle.load(FOLDER)
        Lexicon.load(bundle.file("lexicon.json"))
        for answer in bundle.known_answers.vision if bundle.known_answers else ():
            answer.picture.draw()
        FusionModel(bundle.file("fusion.onnx"), options=RuntimeOptions())
    except BundleError:
        return


def manifest(contents: dict[str, bytes]) -> bytes:
    """The shipped manifest without its long lists, with the hashes of `contents`."""
    document = json.loads((default_bundle_path() / MANIFEST).read_text("utf-8"))
    for part in document["parts"].values():
        part["training_data"], part["metrics"] = part["training_data"][:1], part["metrics"][:1]
    files = {name: content for name, content in contents.items() if name != MANIFEST}
    document["files"] = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return json.dumps(document).encode()


def small() -> dict[str, bytes]:
    """A bundle whose large files are empty: nothing here looks into them."""
    shipped = default_bundle_path()
    known: dict[str, Any] = json.loads((shipped / FILE).read_text("utf-8"))
    for model in ("vision", "ocr", "caption", "fusion"):
        known[model] = known[model][:1]
    tokenizer = Tokenizer(WordLevel({"hello": 0, "[UNK]": 1}, unk_token="[UNK]"))
    lexicon = {"version": 1, "licence": "none", "terms": [{"term": "hello", "lang": "en", "severity": 0}]}
    contents = dict.fromkeys(("vision.onnx", "ocr_det.onnx", "ocr_rec.onnx", "caption.onnx"), b"")
    contents |= {
        FILE: json.dumps(known).encode(),
        "tokenizer.json": tokenizer.to_str().encode(),
        "lexicon.json": json.dumps(lexicon).encode(),
        "fusion.onnx": (shipped / "fusion.onnx").read_bytes(),
    }
    return contents | {MANIFEST: manifest(contents)}


SMALL = small()
WRITTEN: list[str] = []

if __name__ == "__main__":
    for each, content in SMALL.items():
        (FOLDER / each).write_bytes(content)
    run(__file__, (bytes([number]) + SMALL[name] for number, name in enumerate(NAMES)), one_input)
