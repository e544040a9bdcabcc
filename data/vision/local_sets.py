"""Local sets: an archive of pictures and a table of labels of the same name, side by side in one folder."""

from __future__ import annotations

from pathlib import Path

from stickerguard.errors import StickerguardError


def has_set(folder: Path, name: str, table: str) -> bool:
    """Whether any file of the set `name` lies in `folder`; `table` is the suffix of its labels, without a dot."""
    return any((folder / f"{name}.{suffix}").exists() for suffix in ("tar", table))


def files_of_set(folder: Path, name: str, table: str) -> tuple[Path, Path]:
    """The table and the archive of the set `name`. Raises StickerguardError, "missing_data", where one is not there."""
    paths = folder / f"{name}.{table}", folder / f"{name}.tar"
    for path in paths:
        if not path.is_file():
            raise StickerguardError(
                f"{path}: no such file; put {name}.tar and {name}.{table} into the folder given by --datasets, or "
                "leave both out",
                code="missing_data",
            )
    return paths
