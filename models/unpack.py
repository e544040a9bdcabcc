"""Take a bundle apart into part folders: `python -m models.unpack --out out`.

Then one part can be made anew and packed with the others (`make bundle KEEP=1`), without training them again. Parts
that lie there already are left alone.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

from data.command import command
from data.vision.index import read_index
from models.evaluation.caption import caption_model, held_out_captions, write_held_out
from models.lineage import of_bundle
from models.pack import PARTS
from models.vision.evaluate import write_scores
from models.vision.run import pictures_held_out, score_pictures
from stickerguard.bundle import MANIFEST, Bundle, default_bundle_path

SCORES = "heldout_scores.csv"


@command
def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", type=Path, default=default_bundle_path())
    parser.add_argument("--out", type=Path, default=Path("out"))
    parser.add_argument("--pictures", type=Path, default=Path("out/data/vision"))
    parser.add_argument("--captions", type=Path, default=Path("out/data/caption/captions.jsonl"))
    args = parser.parse_args()
    bundle = Bundle.load(args.bundle)
    written = unpack(args.bundle, args.out)
    print("unpacked:", ", ".join(written) or "nothing")
    if kept := [name for name in PARTS if name not in written]:
        print(f"left as they lie in {args.out}: {', '.join(kept)}")
    if args.captions.is_file() and not (args.out / "caption" / SCORES).is_file():
        print(f"{score_held_out(bundle, args.captions, args.out / 'caption' / SCORES)} captions scored")
    if (args.pictures / "index.csv").is_file() and not (args.out / "vision" / SCORES).is_file():
        print(f"{score_pictures_held_out(bundle, args.pictures, args.out / 'vision' / SCORES)} pictures scored")


def unpack(folder: Path, out: Path) -> list[str]:
    """Write the parts of the bundle in `folder` below `out` as training leaves them; the names of those written.

    Each part carries the bundle on as its parent, and the restrictions of the bundle.
    """
    document = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    written = [name for name in PARTS if not (out / name / "part.json").is_file()]
    for name in written:
        part = document["parts"][name]
        part["lineage"] = of_bundle(folder, name).model_dump(mode="json", exclude={"licences", "training_data"})
        if name == "fusion":
            part["operating_points"] = document["operating_points"]
        (out / name).mkdir(parents=True, exist_ok=True)
        for file in part["files"]:
            shutil.copyfile(folder / file, out / name / file)
        (out / name / "part.json").write_text(json.dumps(part, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return written


def score_pictures_held_out(bundle: Bundle, pictures: Path, path: Path) -> int:
    """Score the pictures that calibrate and test with the bundle's model, for the fusion; returns how many."""
    index = read_index(pictures)
    tested = [*pictures_held_out(index, "calibrate"), *pictures_held_out(index)]
    settings = bundle.manifest.parts.vision.preprocessing
    outputs = ["minor_logit", "minor"]
    model = bundle.file("vision.onnx")
    write_scores(path, tested, score_pictures(model, pictures, tested, settings["size"], settings["ground"], outputs))
    return len(tested)


def score_held_out(bundle: Bundle, captions: Path, path: Path) -> int:
    """Score the captions of the fold "test" with the bundle's model, for the fusion; returns how many."""
    rows = held_out_captions(captions)
    write_held_out(caption_model(bundle), rows, path)
    return len(rows)


if __name__ == "__main__":
    main()
