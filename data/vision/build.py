"""Build the picture set of the vision model: python -m data.vision.build --out out/data/vision."""

from __future__ import annotations

import argparse
import io
import logging
import re
import subprocess
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import repeat
from pathlib import Path

import numpy as np
import numpy.typing as npt

from data.characters.render import draw_style
from data.command import command
from data.jsonl import read_json
from data.own.check import check_folder
from data.own.pictures import OwnPicture, has_pictures, load, read_pictures
from data.own.sides import group_of, side_of, told
from data.progress import progress
from data.recipe import PhotoSource, recipe
from data.vision.avatars import AVATARS, build_avatars
from data.vision.drawn import Icon, rasterise, read_icons, read_names
from data.vision.duplicates import closest, fingerprint, joined_splits
from data.vision.faces import build_faces
from data.vision.figures import FIGURES, build_figures
from data.vision.glyphs import build_glyphs
from data.vision.icons import ICONS, build_icons
from data.vision.illustrations import build_illustrations
from data.vision.index import Picture, write_index, write_sources
from data.vision.local_sets import has_set
from data.vision.messages import build_messages
from data.vision.photos import Photo, read_photos
from data.vision.pictograms import PICTOGRAMS, build_pictograms
from data.vision.picture_books import build_picture_books
from data.vision.redrawn import build_redrawn
from data.vision.shapes import build_shapes
from data.vision.splits import is_kept, split_of
from data.vision.stylised import build_stylised
from data.vision.vendors import VENDORS, Vendor, vendor
from data.vision.younger import build_younger
from stickerguard.errors import StickerguardError

log = logging.getLogger(__name__)


def install(prefix: Path) -> Path:
    """Install the packages of all vendors by name with npm under `prefix`; the path of its `node_modules`."""
    modules = prefix / "node_modules"
    parts = recipe()
    wanted = (
        *VENDORS, *parts.pictograms.sources, parts.icons, parts.avatars, *parts.avatars.styles, parts.figures,
        *parts.figures.drawn_with,
    )  # fmt: skip
    missing = [f"{v.package}@{v.version}" for v in wanted if _installed(modules / v.package) != v.version]
    if missing:
        prefix.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", str(prefix), *missing], check=True)
    return modules


def _installed(package: Path) -> str | None:
    try:
        return str(read_json(package / "package.json")["version"])
    except OSError:
        return None


def package_versions(modules: Path) -> dict[str, str | None]:
    """Version of each vendor's package as installed under `modules`."""
    versions = {v.name: _installed(modules / v.package) for v in VENDORS}
    pictograms = ", ".join(f"{v.name} {v.version}" for v in recipe().pictograms.sources)
    avatars = ", ".join(f"{style.package} {style.version}" for style in recipe().avatars.styles)
    icons = f"{recipe().icons.package} {recipe().icons.version}"
    figures = f"{recipe().figures.package} {recipe().figures.version}"
    return versions | {PICTOGRAMS: pictograms, ICONS: icons, AVATARS: avatars, FIGURES: figures}


def build_drawn(modules: Path, out: Path, names: Sequence[str], workers: int, share: float = 1.0) -> list[Picture]:
    """Rasterise the vendors called `names` below `out`, and draw some of their icons again.

    Their rows, with `similarity` for the test-only vendors.
    """
    known_names = read_names(modules)
    rows: list[Picture] = []
    every: list[Icon] = []
    prints: list[npt.NDArray[np.float32]] = []
    with ProcessPoolExecutor(workers) as pool:
        for source in (vendor(name) for name in names):
            icons = [
                icon
                for icon in read_icons(modules, source, known_names)
                if is_kept(f"{source.family}/{icon.design}", share)
            ]
            (out / source.name).mkdir(parents=True, exist_ok=True)
            files = [f"{source.name}/{_file_name(icon.name)}.png" for icon in icons]
            drawn = pool.map(_draw, icons, [out / file for file in files], chunksize=64)
            prints += progress(drawn, source.name, len(icons))
            rows += [_drawn_row(source, icon, file) for icon, file in zip(icons, files, strict=True)]
            every += icons
            log.info("%s: %d pictures", source.name, len(icons))
        redrawn = build_redrawn(rows, every, out, pool)
        younger = build_younger(rows, out, pool)
    log.info("redrawn: %d pictures; younger and older: %d", len(redrawn), len(younger))
    return _with_similarity(rows, np.stack(prints)) + redrawn + younger


def build_characters(out: Path, workers: int, styles: int) -> list[Picture]:
    """Draw people in `styles` styles below `out`; their rows, split by style."""
    source = recipe().characters
    (out / "characters").mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(workers) as pool:
        drawn = pool.map(
            draw_style, range(styles), repeat(out / "characters"), repeat(source.singles), repeat(source.groups),
            chunksize=8,
        )  # fmt: skip
        rows = [
            Picture(
                file=f"characters/{picture.file}",
                source="characters",
                kind="character",
                label=picture.label,
                age=None,
                group=f"characters/{picture.style}",
                split=split_of(f"characters/{picture.style}", calibrate=source.calibrate, test=source.held_out),
                licence=source.licence,
                note=picture.note,
            )
            for pictures in progress(drawn, "people drawn by rule", styles)
            for picture in pictures
        ]
    log.info("characters: %d pictures in %d styles", len(rows), styles)
    return rows


def build_photos(folder: Path, out: Path, share: float = 1.0) -> list[Picture]:
    """Copy the photographs of the local sets in `folder` below `out`; their rows, split within each set by hash.

    Sets that are not there are left out with a warning.
    """
    rows: list[Picture] = []
    for source in recipe().photos:
        if not has_set(folder, source.name, "csv"):
            log.warning("%s: neither %s.tar nor %s.csv; built without this set", folder, source.name, source.name)
            continue
        (out / source.name).mkdir(parents=True, exist_ok=True)
        found, prints = [], []
        for photo in progress(read_photos(folder, source.name), source.name):
            if not is_kept(f"{source.name}/{photo.member}", share):
                continue
            file = f"{source.name}/{_file_name(photo.member)}"
            (out / file).write_bytes(photo.content)
            prints.append(fingerprint(photo.pixels()))
            found.append(_photo_row(source, photo, file))
        joined = _joined(found, np.stack(prints))
        log.info("%s: %d pictures", source.name, len(found))
        rows += joined + (build_faces(joined, out) if source.scenes else [])
    return rows


def build_books(folder: Path, out: Path) -> list[Picture]:
    """The pages of the local sets in `folder`, and their people; sets that are not there leave a warning."""
    rows: list[Picture] = []
    for source in recipe().picture_books:
        if has_set(folder, source.name, "jsonl"):
            rows += build_picture_books(folder, source, out)
        else:
            log.warning(
                "%s: neither %s.tar nor %s.jsonl; built without this set", folder, source.name, source.name
            )  # fmt: skip
    return rows


def build_own(folder: Path, out: Path, workers: int) -> list[Picture]:
    """Copy a user's own pictures below `out`; their rows, split by group, near-duplicates on one side.

    Raises StickerguardError as `read_pictures`.
    """
    remarks: list[str] = []
    pictures = read_pictures(folder, remarks=remarks)
    (out / "own").mkdir(parents=True, exist_ok=True)
    files = [f"own/{index:06d}.png" for index in range(len(pictures))]
    with ProcessPoolExecutor(workers) as pool:
        prints = np.stack(
            list(
                progress(
                    pool.map(_copy, [p.path for p in pictures], [out / file for file in files], chunksize=16),
                    "your pictures, copied",
                    len(pictures),
                )
            )
        )
    log.info("own: %d pictures", len(pictures))
    rows = _joined([_own_row(picture, file) for picture, file in zip(pictures, files, strict=True)], prints)
    for line in (*remarks, *told((row.label, row.split) for row in rows)):
        log.info("%s", line)
    return rows


def _copy(source: Path, path: Path) -> npt.NDArray[np.float32]:
    picture = load(source)
    picture.save(path, "PNG", compress_level=3)
    return fingerprint(np.asarray(picture.convert("RGBA")))


def _joined(rows: list[Picture], prints: npt.NDArray[np.float32]) -> list[Picture]:
    splits = joined_splits([row.split for row in rows], prints, [(row.group,) for row in rows])
    moved = sum(row.split != split for row, split in zip(rows, splits, strict=True))
    log.info("%d near-duplicates moved, each with its group, to the side of the picture they resemble", moved)
    return [replace(row, split=split) for row, split in zip(rows, splits, strict=True)]


def _draw(icon: Icon, path: Path) -> npt.NDArray[np.float32]:
    picture = rasterise(icon)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=3)
    path.write_bytes(buffer.getvalue())
    return fingerprint(np.asarray(picture))


def _drawn_row(source: Vendor, icon: Icon, file: str) -> Picture:
    group = f"{source.family}/{icon.design}"
    held_out = recipe().drawn.held_out
    split = source.use if source.use != "train" else split_of(group, calibrate=0.0, test=held_out)
    return Picture(file, source.name, "drawn", icon.label, None, group, split, source.licence)


def _photo_row(source: PhotoSource, photo: Photo, file: str) -> Picture:
    group = f"{source.name}/{photo.member}"
    split = split_of(group, calibrate=source.calibrate, test=source.held_out)
    return Picture(file, source.name, "photo", photo.label, photo.age, group, split, photo.licence)


def _own_row(picture: OwnPicture, file: str) -> Picture:
    group, split = group_of(picture), side_of(picture)
    return Picture(file, "own", "photo", picture.label, picture.age, group, split, picture.licence)


def _with_similarity(rows: list[Picture], prints: npt.NDArray[np.float32]) -> list[Picture]:
    trained = np.array([row.split == "train" for row in rows])
    scores = closest(prints[~trained], prints[trained])
    found = iter(scores.tolist())
    return [
        row if is_train else replace(row, similarity=round(next(found), 4))
        for row, is_train in zip(rows, trained, strict=True)
    ]


def _compared(tested: list[Picture], trained: list[Picture], out: Path) -> list[Picture]:
    """`tested` with their similarity to `trained`, both lying below `out`."""
    known, found = (
        np.stack([fingerprint(np.asarray(load(out / row.file).convert("RGBA"))) for row in rows])
        for rows in (trained, tested)
    )
    return [
        replace(row, similarity=round(score, 4))
        for row, score in zip(tested, closest(found, known).tolist(), strict=True)
    ]


def _of_share(rows: list[Picture], share: float) -> list[Picture]:
    return [row for row in rows if is_kept(row.group, share)]


def _file_name(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "_", name)


@command
def main(arguments: Sequence[str] | None = None) -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/data/vision"))
    parser.add_argument("--npm", type=Path, default=Path("out/npm"), help="prefix of the npm packages")
    parser.add_argument("--datasets", type=Path, help="folder with the local photo sets")
    parser.add_argument("--data", type=Path, help="folder with your own labelled pictures; see data/README.md")
    parser.add_argument("--no-drawn", action="store_true", help="leave the emoji packages out; needs no network")
    parser.add_argument("--styles", type=int, default=recipe().characters.styles, help="styles of drawn people")
    parser.add_argument("--share", type=float, default=1.0, help="build only this share of everything but --data")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    rows, versions = build(options)
    write_index(options.out, rows)
    write_sources(options.out, versions)
    for (split, source, label), count in sorted(Counter((r.split, r.source, r.label) for r in rows).items()):
        log.info("%-9s %-18s %-10s %6d", split, source, label, count)


def build(options: argparse.Namespace) -> tuple[list[Picture], dict[str, str | None]]:
    """Rows of all sources asked for, and the versions of the packages among them."""
    if options.data is not None:
        check_folder(options.data)
    if options.datasets is not None and not options.datasets.is_dir():
        raise StickerguardError(f"DATASETS={options.datasets}: no such folder", code="missing_data")
    options.out.mkdir(parents=True, exist_ok=True)
    rows: list[Picture] = []
    versions: dict[str, str | None] = {}
    if options.data is not None and has_pictures(options.data):
        rows += build_own(options.data, options.out, options.workers)
    if options.styles:
        drawn = build_characters(options.out, options.workers, max(1, round(options.share * options.styles)))
        drawn += build_shapes(options.out, max(1, round(options.share * recipe().shapes.count)))
        rows += drawn + build_messages(options.out, max(1, round(options.share * recipe().messages.count)))
        rows += build_glyphs(options.out, options.share) + build_illustrations(options.out, options.share)
    if options.datasets is None:
        log.warning("no --datasets folder: built without the local photo sets")
    else:
        photos = build_photos(options.datasets, options.out, options.share)
        with ProcessPoolExecutor(options.workers) as pool:
            rows += photos + build_stylised(photos, options.out, pool)
        rows += _of_share(build_books(options.datasets, options.out), options.share)
    if not options.no_drawn:
        modules = install(options.npm)
        versions = package_versions(modules)
        icons = _of_share(build_icons(modules, options.out), options.share)
        pictograms = _of_share(build_pictograms(modules, options.out), options.share)
        rows += icons + (_compared(pictograms, icons, options.out) if icons and pictograms else pictograms)
        with ProcessPoolExecutor(options.workers) as pool:
            rows += _of_share(build_avatars(modules, options.out, pool), options.share)
            rows += _of_share(build_figures(modules, options.out, pool), options.share)
        rows += build_drawn(modules, options.out, [v.name for v in VENDORS], options.workers, options.share)
    if not rows:
        raise StickerguardError(
            "no pictures: give --data or --datasets, or leave --no-drawn out; see data/README.md", code="no_data"
        )
    return rows, versions


if __name__ == "__main__":
    main()
