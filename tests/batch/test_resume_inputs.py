"""A run goes on only with what its rows were written for: one file may stand in a list twice, with other texts."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stickerguard.batch.items import Item
from stickerguard.batch.resume import finished_rows
from stickerguard.batch.sinks import open_sink
from stickerguard.errors import StickerguardError
from tests.batch.stubs import BLANK

NAMES = ["out.jsonl", "out.csv", "parts"]
FIRST = Item("a.png", Path("a.png"), id="A", caption="good morning", pack="p", kept={"country": "NA", "note": None})
SECOND = replace(FIRST, id="B", caption="good night")


def run(path: Path, *items: Item) -> Path:
    """An output with the rows of `items`."""
    if not path.suffix:
        path.mkdir()
    with open_sink(path, with_text=False, keep=("country", "note")) as sink:
        for item in items:
            sink.write(item.named(BLANK))
    return path


@pytest.mark.parametrize("name", NAMES)
def test_the_same_inputs_are_gone_on_with(tmp_path: Path, name: str) -> None:
    bare = Item("b.png", Path("b.png"))
    path = run(tmp_path / name, FIRST, bare)
    assert list(finished_rows(path, ("country", "note")).skip([FIRST, bare, SECOND])) == [SECOND]


def test_a_part_that_something_without_maps_wrote_again_is_gone_on_with(tmp_path: Path) -> None:
    path = run(tmp_path / "parts", FIRST)
    (part,) = path.glob("part-*.parquet")
    table = pq.read_table(part)
    pairs = [[{"key": key, "value": value} for key, value in row] for row in table["kept"].to_pylist()]
    kind = pa.list_(pa.struct([("key", pa.string()), ("value", pa.string())]))
    pq.write_table(table.set_column(table.schema.get_field_index("kept"), "kept", pa.array(pairs, kind)), part)
    assert list(finished_rows(path, ("country", "note")).skip([FIRST, SECOND])) == [SECOND]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id": "B"}, "another id;"),
        ({"id": None}, "another id;"),
        ({"pack": "q"}, "another pack;"),
        ({"kept": {"country": "DE", "note": None}}, "another kept columns;"),
        ({"caption": "STICKERGUARD-CANARY"}, "another caption;"),
        ({"caption": None}, "another caption;"),
        ({"id": "B", "caption": "good night"}, "another id, caption;"),
    ],
)
def test_one_file_with_another_name_or_text_is_another_input(
    tmp_path: Path, name: str, change: dict[str, Any], words: str
) -> None:
    path = run(tmp_path / name, FIRST)
    with pytest.raises(StickerguardError, match=f"row 1 is a.png, .* with {words}") as caught:
        list(finished_rows(path, ("country", "note")).skip([replace(FIRST, **change)]))
    assert caught.value.code == "other_inputs"


def test_a_caption_that_came_later_is_another_input(tmp_path: Path) -> None:
    path = run(tmp_path / "out.jsonl", replace(FIRST, caption=None))
    with pytest.raises(StickerguardError, match="another caption"):
        list(finished_rows(path).skip([FIRST]))


def test_rows_of_a_former_version_that_do_not_say_it_are_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text('{"source": "a.png", "decision": "clear", "risk": null, "pack": "p"}\n', "utf-8")
    assert list(finished_rows(path).skip([FIRST, SECOND])) == [SECOND]
