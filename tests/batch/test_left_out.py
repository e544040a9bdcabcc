"""What runs make is no sticker and no input, and has names that no other output may have."""

from pathlib import Path

import pytest

from stickerguard.batch.cache import VerdictCache
from stickerguard.batch.items import Item
from stickerguard.batch.outputs import Outputs
from stickerguard.errors import StickerguardError
from tests.batch.stubs import hold


def test_outputs_in_a_scored_folder_are_no_stickers(tmp_path: Path) -> None:
    given = [Item(name, tmp_path / name) for name in ("a.png", "out.jsonl", "parts/part-00000.parquet", "packs.jsonl")]
    kept = Outputs(tmp_path / "parts", tmp_path / "packs.jsonl").without(given)
    assert [item.source for item in kept] == ["a.png", "out.jsonl"]


def test_outputs_and_the_cache_are_no_stickers_whatever_link_leads_there(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.mkdir()
    link.symlink_to(real)
    VerdictCache(real, with_text=False).close()
    (real / "again.jsonl").symlink_to(real / "out.jsonl")
    outputs = Outputs(link / "out.jsonl", cache=link)
    for folder in (real, link):
        names = ["a.png", "out.jsonl", "again.jsonl", "a\0b", "verdicts.sqlite", "verdicts.sqlite-wal"]
        given = [Item(name, folder / name) for name in names]
        given.append(Item("\0", tmp_path / "\0" / "\ud83d.png"))
        assert [item.source for item in outputs.without(given)] == ["a.png", "a\0b", "\0"]


def test_only_what_runs_make_is_left_out_of_a_folder_that_holds_the_stickers(tmp_path: Path) -> None:
    names = ["a.png", "in/part-00000.parquet", "part-mine.png", "part-1.parquet", "packs.jsonl", "v.parquet"]
    made = ["part-00000.parquet", "part-123456.parquet", ".part-00001.parquet.unfinished", ".part-00001.parquet.lock"]
    given = [Item(name, tmp_path / name) for name in (*names, *made)]
    outputs = Outputs(tmp_path, report=tmp_path.parent / "r.html", cache=tmp_path.parent)
    assert [item.source for item in outputs.without(given)] == names
    # A name without suffix is a folder, whether it is there or not; beside a file there is its lock and a former try.
    single = [Item(name, tmp_path / name) for name in ("v.parquet", ".v.parquet.unfinished", ".v.parquet.lock", "v.p")]
    assert [item.source for item in Outputs(tmp_path / "v.parquet").without(single)] == ["v.p"]


def test_a_named_file_that_is_left_out_is_said_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    given = [Item("v/part-00000.parquet", tmp_path / "part-00000.parquet")] * 3 + [Item("a.png", tmp_path / "a.png")]
    assert [item.source for item in Outputs(tmp_path).without(given)] == ["a.png"]
    assert not caplog.text
    assert [item.source for item in Outputs(tmp_path).without(given, named=True)] == ["a.png"]
    assert caplog.text.count("v/part-00000.parquet: is an output of this run and was left out") == 1


@pytest.mark.parametrize("scheme", ["", "file://", "LOCAL://"])
def test_a_part_that_is_an_input_is_refused(tmp_path: Path, scheme: str) -> None:
    part = f"{scheme}{tmp_path / 'v/part-00000.parquet'}"
    with pytest.raises(StickerguardError, match="is an input that this run writes to") as caught:
        Outputs(tmp_path / "v").check([part])
    assert caught.value.code == "bad_output"
    with pytest.raises(StickerguardError, match="is an input of this run"):
        Outputs(tmp_path / "v.jsonl").check([f"{scheme}{tmp_path / 'v.jsonl'}"])
    Outputs(tmp_path / "v").check([f"memory://{part}", f"{scheme}{tmp_path / 'w/part-00000.parquet'}"])


@pytest.mark.parametrize("place", ["packs", "report"])
def test_an_output_has_no_name_that_a_run_makes_for_another(tmp_path: Path, place: str) -> None:
    taken = [
        Outputs(tmp_path / "v", **{place: tmp_path / "v/part-00000.parquet"}),
        Outputs(tmp_path / "v", **{place: tmp_path / ".v.lock"}),
        Outputs(tmp_path / "v.parquet", **{place: tmp_path / ".v.parquet.unfinished"}),
        Outputs(cache=tmp_path, **{place: tmp_path / "verdicts.sqlite-wal"}),
    ]
    for outputs in taken:
        with pytest.raises(StickerguardError, match="makes for another output") as caught:
            outputs.check([])
        assert caught.value.code == "bad_output"
    Outputs(tmp_path / "v", cache=tmp_path, **{place: tmp_path / "v/packs.jsonl"}).check([])


def test_a_part_is_not_written_alone_while_another_run_writes_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "v"
    folder.mkdir()
    part, other = folder / "part-00000.parquet", folder / "part-00001.parquet"
    for first, second in ((folder, part), (part, folder)):
        with Outputs(first).held(), pytest.raises(StickerguardError, match="another run writes to it") as caught:
            hold(Outputs(second))
        assert caught.value.code == "output_in_use"
        hold(Outputs(second))
    with Outputs(part).held():
        hold(Outputs(other))
