"""Pack the parts under out/ into a bundle: `python -m models.pack --name acme --version 1.0.0 --out dist/acme`.

Each part is a folder with its files and a `part.json`, as training, quantisation and export leave them. The manifest
and the model card are written from these; nothing in them is typed by hand. Only `--release` writes the shipped bundle.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data.command import command
from models import known_answers
from models.destination import SHIPPED, wrong_folder, wrong_name, wrong_version
from models.documents import read_json
from models.lineage import PRODUCTION, RESEARCH, Lineage, is_restricted
from models.model_card import CARD, model_card
from stickerguard.bundle import MANIFEST, Bundle, default_bundle_path
from stickerguard.errors import StickerguardError
from stickerguard.manifest import Manifest

PARTS = ("vision", "ocr", "caption", "fusion")
COMMANDS = {
    "vision": "make train-vision export-vision",
    "ocr": "make quantise-ocr",
    "caption": "make train-caption export quantise",
    "fusion": "make train-fusion",
}
"""What makes each part."""


@command
def main(arguments: Sequence[str] | None = None) -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", type=Path, default=Path("out"), help="folder with vision/, ocr/, caption/, fusion/")
    parser.add_argument("--out", type=Path, help="folder of the new bundle")
    parser.add_argument("--name")
    parser.add_argument("--version", required=True)
    parser.add_argument("--release", action="store_true", help=f"write the shipped bundle, {SHIPPED}, in this checkout")
    parser.add_argument("--minimum-onnxruntime", default="1.22")
    args = parser.parse_args(arguments)
    name, out = destination(args.name, args.out, release=args.release)
    if wrong := wrong_version(args.version):
        raise _wrong(wrong)
    parts = {part: read_part(args.parts / part) for part in PARTS}
    pack(parts, args.parts, out, name, args.version, args.minimum_onnxruntime)
    bundle = Bundle.load(out)
    print(f"{bundle.ref.name} {bundle.ref.version} in {out}: {bundle.ref.sha256}")
    print(f"use: {bundle.manifest.usage}")


def destination(name: str | None, out: Path | None, *, release: bool) -> tuple[str, Path]:
    """Name and folder of the bundle to write.

    Raises StickerguardError, code "bad_name": the shipped bundle without `release` or another one with it, no name, or
    a folder that holds anything but a bundle.
    """
    if release:
        if name not in (None, SHIPPED) or out is not None:
            raise _wrong("RELEASE=1 makes the shipped bundle: leave NAME and OUT out, or leave RELEASE out")
        return SHIPPED, default_bundle_path()
    if not name or out is None:
        raise _wrong(
            "a bundle needs a name: NAME=acme VERSION=1.0.0, and OUT=folder if it shall not be out/bundles/acme"
        )
    if wrong := wrong_name(name) or wrong_folder(out, default_bundle_path().resolve(), _listed):
        raise _wrong(wrong)
    return name, out


def _listed(folder: Path) -> set[str]:
    try:
        return set(Manifest.model_validate_json((folder / MANIFEST).read_bytes()).files)
    except (OSError, ValueError):
        return set()


def _wrong(what: str) -> StickerguardError:
    return StickerguardError(what, code="bad_name")


def read_part(folder: Path) -> dict[str, Any]:
    """The `part.json` of one part.

    Raises StickerguardError, code "missing_part", with the make target to run, where it or one of its files is missing.
    """
    command = COMMANDS.get(folder.name, f"make train-{folder.name}")
    part = read_json(
        folder / "part.json", f"{command} makes it, make unpack takes it from a bundle", code="missing_part"
    )
    if missing := [name for name in part["files"] if not (folder / name).is_file()]:
        raise StickerguardError(f"{folder}: {', '.join(missing)} missing; run {command} again", code="missing_part")
    return part


def pack(
    parts: dict[str, dict[str, Any]], source: Path, out: Path, name: str, version: str, minimum_onnxruntime: str
) -> None:
    """Write the bundle folder `out` anew: the files of all parts, the model card, the manifest, the known answers.

    What a part inherited is the bundle's: parents, restrictions, and the union of all training data decides the use. A
    former bundle in `out` stays until the new one is whole.
    """
    parts = {part_name: dict(part) for part_name, part in parts.items()}
    points = parts["fusion"].pop("operating_points")
    stated = identity(parts)
    for part in parts.values():
        part.pop("lineage", None)
    document = {
        "name": name,
        "version": version,
        "created": _created().isoformat(),
        **stated,
        "minimum_onnxruntime": minimum_onnxruntime,
        "files": {},
        "operating_points": points,
        "parts": parts,
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".packing-", dir=out.parent) as parent_folder:
        folder = Path(parent_folder) / out.name
        folder.mkdir()
        for part_name, part in parts.items():
            for file in part["files"]:
                shutil.copyfile(source / part_name / file, folder / file)
        (folder / CARD).write_text(model_card(Manifest.model_validate(document)), encoding="utf-8")
        document["files"] = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}
        manifest = Manifest.model_validate(document)
        (folder / MANIFEST).write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")
        known_answers.add(folder)
        if out.exists():
            shutil.rmtree(out)
        folder.rename(out)


def identity(parts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What a manifest says of use, restrictions and parents: the union over all parts."""
    inherited = Lineage()
    for part in parts.values():
        inherited |= Lineage.model_validate(part.get("lineage", {}))
    licences = [record["licence"] for part in parts.values() for record in part.get("training_data", [])]
    licences += [weight["licence"] for part in parts.values() for weight in part["weights"]]
    own = (RESEARCH,) if is_restricted(licences) else ()
    restrictions = list(dict.fromkeys([*own, *inherited.restrictions]))
    parents = [parent.model_dump() for parent in inherited.parents]
    return {
        "usage": "; ".join(restrictions) or PRODUCTION,
        "restrictions": restrictions,
        "parent": parents[0] if parents else None,
        "further_parents": parents[1:],
    }


def _created() -> datetime:
    # https://reproducible-builds.org/specs/source-date-epoch/
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC).replace(microsecond=0)


if __name__ == "__main__":
    main()
