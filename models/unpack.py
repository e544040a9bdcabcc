"""Take a bundle apart into part folders: `python -m models.unpack --out out`.

Then one part can be made anew and packed with the others (`make bundle KEEP=1`), without training them again. What a
training left there is left alone. What was unpacked before is unpacked again where it is of another bundle, and scored
again where the set is another, too.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

from data.command import command
from data.vision.index import read_index
from models.evaluation.caption import caption_model, held_out_captions, write_held_out
from models.lineage import of_bundle
from models.pack import PARTS
from models.unpacked import PART, SCORES, hash_of, read_note, write_note
from models.vision.evaluate import write_scores
from models.vision.run import pictures_held_out, score_pictures
from stickerguard.bundle import MANIFEST, Bundle, default_bundle_path


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
    captions, pictures = args.captions, args.pictures / "index.csv"
    if needs_scores(args.out / "caption", captions):
        print(f"{score_held_out(bundle, captions, args.out / 'caption' / SCORES)} captions scored")
        note_scores(args.out / "caption", captions)
    if needs_scores(args.out / "vision", pictures):
        print(f"{score_pictures_held_out(bundle, args.pictures, args.out / 'vision' / SCORES)} pictures scored")
        note_scores(args.out / "vision", pictures)


def unpack(folder: Path, out: Path) -> list[str]:
    """Write the parts of the bundle in `folder` below `out` as training leaves them; the names of those written.

    Each part carries the bundle on as its parent, and the restrictions of the bundle. Parts that were unpacked from
    another bundle are replaced, with the scores by their models; those of a training stay.
    """
    raw = (folder / MANIFEST).read_bytes()
    document, bundle = json.loads(raw), hashlib.sha256(raw).hexdigest()
    written = [name for name in PARTS if _is_free(out / name, bundle)]
    for name in written:
        part = document["parts"][name]
        part["lineage"] = of_bundle(folder, name).model_dump(mode="json", exclude={"licences", "training_data"})
        if name == "fusion":
            part["operating_points"] = document["operating_points"]
        (out / name).mkdir(parents=True, exist_ok=True)
        for file in part["files"]:
            shutil.copyfile(folder / file, out / name / file)
        (out / name / PART).write_text(json.dumps(part, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        write_note(out / name, bundle, [PART, *part["files"]])
    return written


def _is_free(folder: Path, bundle: str) -> bool:
    """Whether a part may be unpacked into `folder`; removes what was unpacked there from another bundle."""
    if not (folder / PART).is_file():
        return True
    note = read_note(folder)
    if note is None or note.bundle == bundle:
        return False
    for name in note.files:
        if note.is_of(folder, name):
            (folder / name).unlink()
    return True


def needs_scores(folder: Path, held_out: Path) -> bool:
    """Whether `held_out`, the file of a set, is still to be scored for the part in `folder`; not where training did."""
    if not held_out.is_file() or not (folder / SCORES).is_file():
        return held_out.is_file()
    note = read_note(folder)
    return note is not None and note.is_of(folder, SCORES) and note.scored != hash_of(held_out)


def note_scores(folder: Path, held_out: Path) -> None:
    """Note that the scores in `folder` are of `held_out`."""
    if note := read_note(folder):
        write_note(folder, note.bundle, list(dict.fromkeys([*note.files, SCORES])), hash_of(held_out))


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
