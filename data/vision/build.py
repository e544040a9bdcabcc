"""Build the picture set of the vision model: python -m data.vision.build --out out/data/vision."""

from __future__ import annotations

import argparse
import io
import json
import logging
import re
import subprocess
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from data.vision.drawn import Icon, rasterise, read_icons, read_names
from data.vision.duplicates import closest, fingerprint
from data.vision.index import Picture, write_index, write_sources
from data.vision.photos import SETS, Photo, read_photos
from data.vision.splits import split_of
from data.vision.vendors import VENDORS, Vendor, vendor

log = logging.getLogger(__name__)


def install(prefix: Path) -> Path:
    """Install the packages of all vendors by name with npm under `prefix`; the path of its `node_modules`."""
    modules = prefix / "node_modules"
    missing = [v.package for v in VENDORS if not (modules / v.package).is_dir()]
    if missing:
        prefix.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", str(prefix), *missing], check=True)
    return modules


def package_versions(modules: Path) -> dict[str, str | None]:
    """Version of each vendor's package as installed under `modules`."""
    return {
        v.name: json.loads((modules / v.package / "package.json").read_text(encoding="utf-8"))["version"]
        for v in VENDORS
    }


def build_drawn(modules: Path, out: Path, names: Sequence[str], workers: int) -> list[Picture]:
    """Rasterise the vendors called `names` below `out`; their rows, with `similarity` for the test-only vendors."""
    known_names = read_names(modules)
    rows: list[Picture] = []
    prints: list[npt.NDArray[np.float32]] = []
    with ProcessPoolExecutor(workers) as pool:
        for source in (vendor(name) for name in names):
            icons = list(read_icons(modules, source, known_names))
            (out / source.name).mkdir(parents=True, exist_ok=True)
            files = [f"{source.name}/{_file_name(icon.name)}.png" for icon in icons]
            prints += pool.map(_draw, icons, [out / file for file in files], chunksize=64)
            rows += [_drawn_row(source, icon, file) for icon, file in zip(icons, files, strict=True)]
            log.info("%s: %d pictures", source.name, len(icons))
    return _with_similarity(rows, np.stack(prints))


def build_photos(folder: Path, out: Path) -> list[Picture]:
    """Copy the photographs of the user's `folder` below `out`; their rows, split within each set by hash."""
    rows = []
    for name in SETS:
        (out / name).mkdir(parents=True, exist_ok=True)
        for photo in read_photos(folder, name):
            file = f"{name}/{_file_name(photo.member)}"
            (out / file).write_bytes(photo.content)
            rows.append(_photo_row(name, photo, file))
        log.info("%s: %d pictures so far", name, len(rows))
    return rows


def _draw(icon: Icon, path: Path) -> npt.NDArray[np.float32]:
    picture = rasterise(icon)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=3)
    path.write_bytes(buffer.getvalue())
    return fingerprint(np.asarray(picture))


def _drawn_row(source: Vendor, icon: Icon, file: str) -> Picture:
    group = f"{source.family}/{icon.design}"
    split = source.use if source.use != "train" else split_of(group, calibrate=0.0, test=0.1)
    return Picture(file, source.name, "drawn", icon.label, None, group, split, source.licence)


def _photo_row(name: str, photo: Photo, file: str) -> Picture:
    group = f"{name}/{photo.member}"
    split = split_of(group, calibrate=0.1, test=0.2)
    return Picture(file, name, "photo", photo.label, photo.age, group, split, photo.licence)


def _with_similarity(rows: list[Picture], prints: npt.NDArray[np.float32]) -> list[Picture]:
    trained = np.array([row.split == "train" for row in rows])
    scores = closest(prints[~trained], prints[trained])
    found = iter(scores.tolist())
    return [
        row if is_train else replace(row, similarity=round(next(found), 4))
        for row, is_train in zip(rows, trained, strict=True)
    ]


def _file_name(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "_", name)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/data/vision"))
    parser.add_argument("--npm", type=Path, default=Path("out/npm"), help="prefix of the npm packages")
    parser.add_argument("--datasets", type=Path, help="your folder with utkface.tar/.csv and flickr8k.tar/.csv")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    options.out.mkdir(parents=True, exist_ok=True)
    modules = install(options.npm)
    rows = build_drawn(modules, options.out, [v.name for v in VENDORS], options.workers)
    if options.datasets is None:
        log.warning("no --datasets folder: the set holds drawings only, and a model trained on it knows no photographs")
    else:
        rows += build_photos(options.datasets, options.out)
    write_index(options.out, rows)
    write_sources(options.out, package_versions(modules))
    for (split, source, label), count in sorted(Counter((r.split, r.source, r.label) for r in rows).items()):
        log.info("%-9s %-18s %-10s %6d", split, source, label, count)


if __name__ == "__main__":
    main()
