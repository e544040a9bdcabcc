"""Pages of picture books: labels that are never surer than the labeller, people cut out, artists on one side."""

import io
import itertools
import json
import tarfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from data.recipe import PictureBookSource
from data.vision.messages import draw_message
from data.vision.picture_books import build_picture_books, page_label, read_pages, read_people
from stickerguard.errors import StickerguardError

SOURCE = PictureBookSource(name="books", licence="CC BY", labelling="by eye", calibrate=0.2, held_out=0.3)
PAGE: dict[str, Any] = {"minor": False, "adult": False, "unsure": False, "crowd": None, "people": []}


def person(age: str, box: tuple[float, float, float, float] = (0.1, 0.1, 0.4, 0.9)) -> dict[str, Any]:
    return {"age": age, "box": box}


def write_set(folder: Path, pages: list[dict[str, Any]]) -> None:
    random = np.random.default_rng(0)
    with tarfile.open(folder / "books.tar", "w") as tar:
        for page in pages:
            content = io.BytesIO()
            Image.fromarray(random.integers(0, 256, (200, 200, 3), dtype=np.uint8)).save(content, "PNG")
            info = tarfile.TarInfo(page["member"])
            info.size = content.tell()
            tar.addfile(info, io.BytesIO(content.getvalue()))
    lines = [json.dumps({"kind": "drawing", "story": "s", "licence": "CC BY"} | PAGE | page) for page in pages]
    (folder / "books.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("page", "label"),
    [
        ({}, "none"),
        ({"minor": True, "unsure": True}, "minor"),
        ({"adult": True, "people": [person("adult")]}, "adult"),
        ({"adult": True, "people": [person("adult"), person("teen")]}, "minor_weak"),
        ({"adult": True, "unsure": True}, "minor_weak"),
        ({"crowd": "children"}, "minor_weak"),
        ({"crowd": "adults"}, "adult"),
    ],
)
def test_a_page_is_a_negative_only_where_that_is_sure(page: dict[str, Any], label: str) -> None:
    people = page.get("people", [])
    read = PAGE | page | {"people": tuple(_person(p) for p in people)}
    assert page_label(read) == label


def _person(row: dict[str, Any]) -> Any:
    from data.vision.picture_books import Person

    return Person(row["age"], row["box"])


def test_artists_stay_on_one_side_and_shared_credits_across_sides_are_left_out(tmp_path: Path) -> None:
    names = [f"artist {number}" for number in range(40)]
    pages = [{"member": f"{n}-{i}.png", "artist": name} for n, name in enumerate(names) for i in range(2)]
    shared = [{"member": f"x-{n}.png", "artist": f"{a}, {b}"} for n, (a, b) in enumerate(itertools.pairwise(names))]
    write_set(tmp_path, pages + shared)
    rows = build_picture_books(tmp_path, SOURCE, tmp_path / "out")
    sides: dict[str, set[str]] = {}
    for row in rows:
        for name in row.group.removeprefix("books/").split(", "):
            sides.setdefault(name, set()).add(row.split)
    assert all(len(found) == 1 for found in sides.values())
    assert {split for found in sides.values() for split in found} == {"train", "calibrate", "test"}
    assert len(pages) <= len(rows) < len(pages) + len(shared)


def test_people_are_cut_out_alone_and_their_boxes_stay_known(tmp_path: Path) -> None:
    child, grown, tiny = person("child"), person("adult", (0.5, 0.1, 0.9, 0.9)), person("baby", (0.0, 0.0, 0.05, 0.05))
    carrying = person("adult", (0.05, 0.05, 0.45, 0.95))
    write_set(tmp_path, [{"member": "a/1.png", "artist": "A", "minor": True, "people": [child, grown, tiny, carrying]}])
    page, *cut = build_picture_books(tmp_path, SOURCE, tmp_path / "out")
    assert page.label == "minor"
    assert [(row.label, row.source, row.note) for row in cut] == [
        ("minor", "books-people", "child on a/1.png"),
        ("adult", "books-people", "adult on a/1.png"),
    ]
    with Image.open(tmp_path / "out" / cut[0].file) as child_alone:
        assert child_alone.size == (68, 180)
    assert [p.age for p in read_people(tmp_path / "out", "books")[page.file]] == ["child", "adult", "baby", "adult"]


def test_a_line_that_is_no_page_is_named(tmp_path: Path) -> None:
    write_set(tmp_path, [{"member": "1.png", "artist": "A"}])
    with (tmp_path / "books.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"member": "2.png"}\n')
    with pytest.raises(StickerguardError, match=r"books\.jsonl:2") as caught:
        list(read_pages(tmp_path, "books"))
    assert caught.value.code == "bad_labels"


@pytest.mark.parametrize("box", [(0.1, 0.1, 0.4), (0.1, 0.1, 0.4, 0.9, 0.9), (0.1, 0.1, 0.4, "wide")])
def test_a_box_is_four_numbers(tmp_path: Path, box: tuple[object, ...]) -> None:
    page = {"member": "1.png", "artist": "A", "people": [{"age": "child", "box": box}]}
    write_set(tmp_path, [page])
    with pytest.raises(StickerguardError, match=r"books\.jsonl:1") as caught:
        list(read_pages(tmp_path, "books"))
    assert caught.value.code == "bad_labels"


def test_pictures_of_words_are_the_same_each_time_and_differ_from_each_other() -> None:
    first, again, other = draw_message(3), draw_message(3), draw_message(4)
    assert first.tobytes() == again.tobytes()
    assert first.size != other.size or first.tobytes() != other.tobytes()


@pytest.mark.parametrize("gap", ["\u2028", "\u2029", "\x85"])
def test_a_separator_of_unicode_ends_no_line(tmp_path: Path, gap: str) -> None:
    write_set(tmp_path, [{"member": "0.png", "artist": "A"}])
    path = tmp_path / "books.jsonl"
    row = json.loads(path.read_text("utf-8")) | {"story": f"a{gap}b"}
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", "utf-8")
    assert [page.story for page in read_pages(tmp_path, "books")] == [f"a{gap}b"]
