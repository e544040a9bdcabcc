"""Which files of a folder are parts of a run, or made for one."""

from pathlib import Path

import pytest

from stickerguard.batch.parts import finished_parts, is_of_part, is_part, locked_parts, next_number, part_name


@pytest.mark.parametrize(
    ("name", "part", "of_part"),
    [
        ("part-00000.parquet", True, True),
        ("part-123456.parquet", True, True),
        (".part-00000.parquet.lock", False, True),
        (".part-00000.parquet.unfinished", False, True),
        ("part-7.parquet", False, False),
        (".part-7.parquet.lock", False, False),
        ("part-٠٠٠٠٠.parquet", False, False),
        ("part-00000.parquet.lock", False, False),
        ("part-00000.parquet\n", False, False),
    ],
)
def test_a_file_is_told_by_its_name(name: str, part: bool, of_part: bool) -> None:
    assert (is_part(name), is_of_part(name)) == (part, of_part)


def test_parts_are_in_the_order_they_were_written_in_and_none_is_written_over(tmp_path: Path) -> None:
    names = ["part-of-mine.parquet", part_name(0), part_name(99_999), part_name(100_000)]
    for name in reversed(names):
        (tmp_path / name).touch()
    (tmp_path / f".{names[1]}.lock").touch()
    parts = finished_parts(tmp_path)
    assert [part.name for part in parts] == names
    assert next_number(parts) == 100_001
    assert next_number([]) == 0
    assert locked_parts(tmp_path) == [parts[1]]
