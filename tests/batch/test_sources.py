"""What a list of paths means."""

from pathlib import Path

from stickerguard.batch.sources import expand


def test_a_folder_stands_for_every_visible_file_under_it_in_name_order(tmp_path: Path) -> None:
    for name in ("b.png", "a.webp", "pack/2.gif", "pack/1.bin", ".hidden.png", ".cache/x.png", "without_suffix"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    found = [path.relative_to(tmp_path).as_posix() for path in expand([tmp_path])]
    assert found == ["a.webp", "b.png", "without_suffix", "pack/1.bin", "pack/2.gif"]


def test_files_are_kept_as_given_even_when_absent_or_hidden(tmp_path: Path) -> None:
    paths = [tmp_path / ".hidden.png", tmp_path / "absent.png"]
    paths[0].touch()
    assert list(expand(paths)) == paths


def test_a_linked_folder_cannot_make_an_endless_walk(tmp_path: Path) -> None:
    (tmp_path / "sticker.png").touch()
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert [path.name for path in expand([tmp_path])] == ["sticker.png"]
