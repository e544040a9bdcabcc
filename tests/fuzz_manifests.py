"""Mutated lists of stickers: items, or a StickerguardError that says what is wrong with the list."""

import io
import tempfile
from pathlib import Path

import atheris
import pyarrow as pa
import pyarrow.parquet as pq

from tests.fuzzing import run

with atheris.instrument_imports(include=["stickerguard"]):
    from stickerguard.batch.manifests import manifest_items
    from stickerguard.errors import StickerguardError

SUFFIXES = (".csv", ".jsonl", ".parquet")
FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-manifests-"))


def one_input(data: bytes) -> None:
    """One round of the fuzzer; the first byte chooses the format."""
    path = FOLDER / f"list{SUFFIXES[data[0] % len(SUFFIXES) if data else 0]}"
    path.write_bytes(data[1:])
    try:
        for item in manifest_items(path):
            for text in (item.source, item.id, item.caption, item.pack):
                if text is not None and not isinstance(text, str):
                    raise AssertionError(f"{type(text)} for a text")
    except StickerguardError:
        return


def manifests() -> list[bytes]:
    """One of each format."""
    rows = [
        {"path": "a.webp", "id": "1", "caption": "good morning", "pack": "p"},
        {"path": "https://example.org/b.png", "id": "2", "caption": None, "pack": "p"},
    ]
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), buffer, compression="none")
    return [
        b'\0path,id,caption,pack\na.webp,1,"good, morning",p\n"b\nc.png",2,,p\n',
        b'\1{"path": "a.webp", "id": 1, "caption": "good morning"}\n{"path": ["b"]}\n\n[]\n',
        b"\2" + buffer.getvalue(),
    ]


if __name__ == "__main__":
    run(__file__, manifests(), one_input)
