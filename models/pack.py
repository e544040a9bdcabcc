"""Pack the parts under out/ into a bundle: `python -m models.pack --version 0.1.0`.

Each part is a folder with its files and a `part.json`, as training, quantisation and export leave them. The manifest
and the model card are written from these; nothing in them is typed by hand.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from models import known_answers
from models.model_card import model_card
from stickerguard.bundle import MANIFEST, Bundle, default_bundle_path
from stickerguard.manifest import Manifest

PARTS = ("vision", "ocr", "caption", "fusion")
RESEARCH = (
    "research and evaluation only: some training data is licensed for non-commercial research; "
    "for production, train on your own data with the same make targets"
)
PRODUCTION = "as far as the licences of the training data listed below allow"


def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", type=Path, default=Path("out"), help="folder with vision/, ocr/, caption/, fusion/")
    parser.add_argument("--out", type=Path, default=default_bundle_path())
    parser.add_argument("--name", default="base")
    parser.add_argument("--version", required=True)
    parser.add_argument("--minimum-onnxruntime", default="1.22")
    args = parser.parse_args()
    parts = {name: read_part(args.parts / name) for name in PARTS}
    pack(parts, args.parts, args.out, args.name, args.version, args.minimum_onnxruntime)
    bundle = Bundle.load(args.out)
    print(f"{bundle.ref.name} {bundle.ref.version} in {args.out}: {bundle.ref.sha256}")


def read_part(folder: Path) -> dict[str, Any]:
    """The `part.json` of one part.

    Raises SystemExit, naming the make target to run, when it or one of its files is missing.
    """
    try:
        part: dict[str, Any] = json.loads((folder / "part.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise SystemExit(f"{folder / 'part.json'}: {error.strerror}; run make train-{folder.name} first") from error
    if missing := [name for name in part["files"] if not (folder / name).is_file()]:
        raise SystemExit(f"{folder}: {', '.join(missing)} missing; run make train-{folder.name} again")
    return part


def pack(
    parts: dict[str, dict[str, Any]], source: Path, out: Path, name: str, version: str, minimum_onnxruntime: str
) -> None:
    """Write the bundle folder `out` anew: the files of all parts, the model card, the manifest, the known answers."""
    points = parts["fusion"].pop("operating_points")
    licences = {record["licence"] for part in parts.values() for record in part.get("training_data", [])}
    non_commercial = any("non-commercial" in licence.lower() for licence in licences)
    if out.exists():
        shutil.rmtree(out)
    out.mkdir(parents=True)
    for part_name, part in parts.items():
        for file in part["files"]:
            shutil.copyfile(source / part_name / file, out / file)
    document = {
        "name": name,
        "version": version,
        "created": _created().isoformat(),
        "usage": RESEARCH if non_commercial else PRODUCTION,
        "minimum_onnxruntime": minimum_onnxruntime,
        "files": {},
        "operating_points": points,
        "parts": parts,
    }
    card = model_card(Manifest.model_validate(document))
    (out / "MODEL_CARD.md").write_text(card, encoding="utf-8")
    document["files"] = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())}
    manifest = Manifest.model_validate(document)
    (out / MANIFEST).write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")
    known_answers.add(out)


def _created() -> datetime:
    # https://reproducible-builds.org/specs/source-date-epoch/
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC).replace(microsecond=0)


if __name__ == "__main__":
    main()
