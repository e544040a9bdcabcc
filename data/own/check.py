"""Look through a folder of your own data before anything is built: `python -m data.own.check --data FOLDER`."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from data.command import command
from data.own.captions import has_captions, read_captions
from data.own.folders import CLOSED, below, is_closed
from data.own.pictures import LABELS, has_pictures, listed_files, read_pictures, some
from data.own.problems import SHOWN, Problems
from data.own.sides import side_of, told
from stickerguard.writable import writable_name

FILES = ("pictures.csv", "pictures.parquet", "captions.jsonl", "captions.csv")


def check_folder(folder: Path) -> list[str]:
    """Raise StickerguardError, code "bad_data", for a folder that is not there, is empty, or holds what is not read.

    Returns remarks: files that lie there and are rightly not read.
    """
    problems = Problems()
    remarks: list[str] = []
    if not folder.is_dir():
        problems.add(f"DATA={folder}", "no such folder" if not folder.exists() else "is no folder")
        problems.check()
    if is_closed(folder):
        problems.add(f"DATA={folder}", CLOSED)
        problems.check()
    entries = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    for names in (FILES[:2], FILES[2:]):
        if all((folder / name).is_file() for name in names):
            problems.add(str(folder), f"holds {' and '.join(names)}; leave one")
    listed = listed_files(folder)
    for path in entries:
        if path.is_dir() and path.name not in LABELS:
            if listed:
                continue  # a manifest names files wherever they lie
            problems.add(str(path), f"no label has this name; {_meant(path.name, LABELS)}")
        elif path.is_dir() and not listed and not any(below(path)):  # of closed ones `read_pictures` says so
            problems.add(str(path), "is empty; put pictures in or leave it out")
        elif path.is_file() and path.name not in FILES and not (listed and path.resolve() in listed[1]):
            close = get_close_matches(path.name.lower(), FILES, n=1, cutoff=0.75)
            if close:
                problems.add(str(path), f"is not read; did you mean {close[0]!r}?")
            elif not listed and path.suffix.lower() in PICTURES:
                problems.add(str(path), f"lies in no folder of a label; put it into one of {', '.join(LABELS)}")
            else:
                remarks.append(writable_name(f"{path}: is not read"))
    if listed:
        remarks = [*_unlisted(folder, *listed), *remarks]
    if not entries or not (has_pictures(folder) or has_captions(folder) or problems):
        problems.add(
            str(folder),
            f"holds neither pictures nor captions; give folders named {', '.join(LABELS)}, or {', '.join(FILES)} "
            "(data/README.md)",
        )
    problems.check()
    return remarks


def _unlisted(folder: Path, manifest: str, listed: set[Path]) -> list[str]:
    """Lines on the pictures in folders that have no row in the manifest, if there are any, and on closed folders."""
    every = [below(path) for path in sorted(folder.iterdir()) if path.is_dir()]
    # os.path.isfile says no where Path.is_file may raise.
    found = [
        str(path)
        for paths, _ in every
        for path in paths
        if path.suffix.lower() in PICTURES and os.path.isfile(path) and path.resolve() not in listed  # noqa: PTH113 (never raises)
    ]
    said = [writable_name(f"{path}: {CLOSED}") for _, closed in every for path in closed]
    if found:
        said.append(f"{folder}: {len(found)} pictures have no row in {manifest} and are not read: {some(found)}")
    return said


PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif", ".bmp", ".apng", ".tgs", ".webm"})


def _meant(name: str, labels: Sequence[str]) -> str:
    close = get_close_matches(name.lower(), labels, n=1)
    return f"did you mean {close[0]!r}?" if close else f"use one of {', '.join(labels)}"


@command
def main(arguments: Sequence[str] | None = None) -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    folder = parser.parse_args(arguments).data
    unread, remarks = check_folder(folder), list[str]()
    pictures = read_pictures(folder, remarks=remarks) if has_pictures(folder) else []
    captions = read_captions(folder, remarks=remarks)
    counts = Counter(picture.label for picture in pictures)
    print("; ".join(f"{count} pictures labelled {label}" for label, count in sorted(counts.items())) or "no pictures")
    levels = Counter(caption.severity for caption in captions)
    print(
        "; ".join(f"{count} captions of severity {level}" for level, count in sorted(levels.items())) or "no captions"
    )
    for line in (*told((picture.label, side_of(picture)) for picture in pictures), *remarks, *unread[:SHOWN]):
        print(line)
    if len(unread) > SHOWN:
        print(f"... and {len(unread) - SHOWN} more files that are not read")


if __name__ == "__main__":
    main()
