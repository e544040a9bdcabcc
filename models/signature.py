"""The signatures in docs/embedding.md, made from the sessions themselves: python -m models.signature --update."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import onnxruntime

from data.command import command
from models.sticker import FILE
from stickerguard import Bundle
from stickerguard.errors import StickerguardError

DOCUMENT = Path("docs/embedding.md")
START, END = "<!-- signatures: start -->", "<!-- signatures: end -->"


def signatures(sticker: Path, bundle: Bundle) -> str:
    """A Markdown table for sticker.onnx and one for each model of the bundle, with the metadata each file carries."""
    models = [sticker, *(bundle.file(name) for name in sorted(bundle.manifest.files) if name.endswith(".onnx"))]
    return "\n".join(_table(path) for path in models)


def _table(path: Path) -> str:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    lines = [f"\n### {path.name}\n", "| | name | type | shape |", "|---|---|---|---|"]
    for kind, entries in (("input", session.get_inputs()), ("output", session.get_outputs())):
        for entry in entries:
            shape = ", ".join(map(str, entry.shape))
            lines.append(f"| {kind} | `{entry.name}` | {entry.type.removeprefix('tensor(').rstrip(')')} | [{shape}] |")
    keys = sorted(session.get_modelmeta().custom_metadata_map)
    if keys:
        lines.append(f"\nMetadata: {', '.join(f'`{key}`' for key in keys)}.")
    return "\n".join(lines)


def updated(document: str, tables: str) -> str:
    """`document` with the part between the marks replaced."""
    before, rest = document.split(START)
    _, after = rest.split(END)
    return f"{before}{START}\n{tables}\n\n{END}{after}"


@command
def main(arguments: Sequence[str] | None = None) -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sticker", type=Path, default=Path("out/embed") / FILE)
    parser.add_argument("--update", action="store_true", help="rewrite the part of docs/embedding.md")
    args = parser.parse_args(arguments)
    if not args.sticker.is_file():
        raise StickerguardError(f"{args.sticker}: no such file; run make sticker first", code="not_exported")
    tables = signatures(args.sticker, Bundle.load())
    if args.update:
        DOCUMENT.write_text(updated(DOCUMENT.read_text("utf-8"), tables), "utf-8")
    else:
        print(tables)


if __name__ == "__main__":
    main()
